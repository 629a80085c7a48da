import { SealError } from '../seal-error.ts';

/** State of an envelope; everything but `in-progress` is its end. */
export type EnvelopeState = 'in-progress' | 'completed' | 'declined' | 'voided' | 'expired';

/** Whose step it is: a party's, that of whoever opened the envelope (or an administrator), or the server's own. */
export type EnvelopeRole = 'party' | 'sender' | 'server';

/** One step in the life of an envelope. */
export interface EnvelopeTransition {
  readonly from: EnvelopeState;
  readonly to: EnvelopeState;
  readonly role: EnvelopeRole;
  readonly needsReason: boolean;
  /** Nothing leads back. */
  readonly finalAct: boolean;
}

/** All steps there are: an envelope goes on until it ends, and it ends once. */
export const ENVELOPE_TRANSITIONS: readonly EnvelopeTransition[] = [
  // By the last act of the last party.
  { from: 'in-progress', to: 'completed', role: 'party', needsReason: false, finalAct: true },
  { from: 'in-progress', to: 'declined', role: 'party', needsReason: true, finalAct: true },
  { from: 'in-progress', to: 'voided', role: 'sender', needsReason: true, finalAct: true },
  { from: 'in-progress', to: 'expired', role: 'server', needsReason: false, finalAct: true },
];

/** The states that may follow a state. */
export function nextEnvelopeStates(state: EnvelopeState): readonly EnvelopeState[] {
  return ENVELOPE_TRANSITIONS.filter(({ from }) => from === state).map(({ to }) => to);
}

/**
 * The step from one state to another.
 *
 * @throws {@link SealError} `ENVELOPE_TRANSITION_FORBIDDEN` when there is none, or it needs a reason and none is given.
 */
export function assertEnvelopeTransition(from: EnvelopeState, to: EnvelopeState, reason: string): EnvelopeTransition {
  const step = ENVELOPE_TRANSITIONS.find((candidate) => candidate.from === from && candidate.to === to);
  if (step === undefined)
    throw new SealError('ENVELOPE_TRANSITION_FORBIDDEN', `expected a step of the life of an envelope, got ${from} to ${to}`, {
      facts: { from, to },
    });
  if (step.needsReason && reason.trim() === '')
    throw new SealError('ENVELOPE_TRANSITION_FORBIDDEN', `expected a reason for ${from} to ${to}`, {
      facts: { from, to, needsReason: true },
    });
  return step;
}
