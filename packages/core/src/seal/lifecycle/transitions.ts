import { SealError } from '../seal-error.ts';
import type { SealState, SealVersionState } from './states.ts';

/** Whose step it is; a host maps its own roles to these in `authorize`. */
export type SealRole = 'requester' | 'approver' | 'maker' | 'administrator';

/** One step in the life of a seal. */
export interface SealTransition {
  readonly from: SealState;
  readonly to: SealState;
  readonly role: SealRole;
  readonly needsReason: boolean;
  /** Nothing leads back. */
  readonly finalAct: boolean;
}

/** One step in the life of a version of a seal. */
export interface SealVersionTransition {
  readonly from: SealVersionState;
  readonly to: SealVersionState;
  readonly finalAct: boolean;
}

/** All steps there are. No step deletes, and an abolished seal stays. */
export const SEAL_TRANSITIONS: readonly SealTransition[] = [
  { from: 'draft', to: 'pending-approval', role: 'requester', needsReason: false, finalAct: false },
  // Abandoned: what was never approved ends without having been a seal, and its number stays taken.
  { from: 'draft', to: 'abolished', role: 'requester', needsReason: true, finalAct: true },
  { from: 'pending-approval', to: 'approved', role: 'approver', needsReason: false, finalAct: false },
  // Sent back: a request that is not approved as it stands is a draft again, and keeps its history.
  { from: 'pending-approval', to: 'draft', role: 'approver', needsReason: true, finalAct: false },
  { from: 'approved', to: 'produced', role: 'maker', needsReason: false, finalAct: false },
  { from: 'produced', to: 'active', role: 'administrator', needsReason: false, finalAct: false },
  { from: 'active', to: 'suspended', role: 'administrator', needsReason: true, finalAct: false },
  { from: 'suspended', to: 'active', role: 'administrator', needsReason: true, finalAct: false },
  { from: 'active', to: 'abolished', role: 'administrator', needsReason: true, finalAct: true },
  { from: 'suspended', to: 'abolished', role: 'administrator', needsReason: true, finalAct: true },
];

/** A new face or certificate is a new version; the old one stays for the documents that carry it. */
export const SEAL_VERSION_TRANSITIONS: readonly SealVersionTransition[] = [
  { from: 'prepared', to: 'current', finalAct: false },
  { from: 'prepared', to: 'discarded', finalAct: true },
  { from: 'current', to: 'superseded', finalAct: true },
];

/** The steps that lead on from a state. */
export function allowedSealTransitions(state: SealState): readonly SealTransition[] {
  return SEAL_TRANSITIONS.filter(({ from }) => from === state);
}

/** The states that may follow a state. */
export function nextSealStates(state: SealState): readonly SealState[] {
  return allowedSealTransitions(state).map(({ to }) => to);
}

/** Whether a seal in this state may be used, if a permit says so. */
export function isUsableState(state: SealState): boolean {
  return state === 'active';
}

/**
 * The step from one state to another.
 *
 * @throws {@link SealError} `SEAL_TRANSITION_FORBIDDEN` when there is none, or it needs a reason and none is given.
 */
export function assertSealTransition(from: SealState, to: SealState, reason: string): SealTransition {
  const step = SEAL_TRANSITIONS.find((candidate) => candidate.from === from && candidate.to === to);
  if (step === undefined)
    throw new SealError('SEAL_TRANSITION_FORBIDDEN', `expected a step of the life of a seal, got ${from} to ${to}`, {
      facts: { from, to },
    });
  if (step.needsReason && reason.trim() === '')
    throw new SealError('SEAL_TRANSITION_FORBIDDEN', `expected a reason for ${from} to ${to}`, { facts: { from, to, needsReason: true } });
  return step;
}

/** @throws {@link SealError} `SEAL_TRANSITION_FORBIDDEN` */
export function assertSealVersionTransition(from: SealVersionState, to: SealVersionState): SealVersionTransition {
  const step = SEAL_VERSION_TRANSITIONS.find((candidate) => candidate.from === from && candidate.to === to);
  if (step === undefined)
    throw new SealError('SEAL_TRANSITION_FORBIDDEN', `expected a step of the life of a version, got ${from} to ${to}`, {
      facts: { from, to },
    });
  return step;
}
