import type { SealKind } from '../lifecycle/states.ts';
import type { EnvelopeState } from './envelope-states.ts';

/** What a party has to do once: use one seal, use a seal of some kind, or sign in person without a seal. */
export type PartyAct =
  | { readonly type: 'seal'; readonly sealNumber: string }
  | { readonly type: 'seal-kind'; readonly sealKind: SealKind }
  | { readonly type: 'signature' };

/** A party to an envelope. */
export interface EnvelopeParty {
  readonly id: string;
  readonly name: string;
  /** Whose seals it uses and whose people act for it; null for persons who stand for themselves. */
  readonly organisationId: string | null;
  /** From 1; a party is due once every party of a lower order has completed, and parties of one order act in any order. */
  readonly order: number;
  /** Who alone acts for it; null for everybody of the organisation. */
  readonly personIds: readonly string[] | null;
  readonly acts: readonly PartyAct[];
}

/** `waiting` also stands for a party that was never asked, or had not acted when the envelope ended. */
export type PartyState = 'waiting' | 'due' | 'completed' | 'declined';

/** How far an envelope is, as far as its parties are concerned. Without parties, whoever may acts, and nobody is due. */
export interface EnvelopeStanding {
  readonly state: EnvelopeState;
  /** ISO 8601 UTC; the instant itself is too late. */
  readonly expiresAt: string | null;
  readonly parties: readonly EnvelopeParty[];
  /** Acts that are done, by party and index among its acts; what stands for no act has null. */
  readonly versions: readonly { readonly partyId: string | null; readonly act: number | null }[];
  /** The party that declined. */
  readonly declinedBy: string | null;
}

/** Indexes of the acts that a party has not done yet. */
export function openActs({ versions }: Pick<EnvelopeStanding, 'versions'>, { id, acts }: EnvelopeParty): readonly number[] {
  return acts.map((_, index) => index).filter((index) => !versions.some(({ partyId, act }) => partyId === id && act === index));
}

/** State of one of the parties. */
export function partyState(envelope: EnvelopeStanding, party: EnvelopeParty): PartyState {
  if (envelope.declinedBy === party.id) return 'declined';
  if (openActs(envelope, party).length === 0) return 'completed';
  return envelope.state === 'in-progress' && isReached(envelope, party) ? 'due' : 'waiting';
}

/** The parties that may act now. */
export function dueParties(envelope: EnvelopeStanding): readonly EnvelopeParty[] {
  return envelope.parties.filter((party) => partyState(envelope, party) === 'due');
}

/** Whether the time of an envelope that goes on is over. */
export function isEnvelopeOverdue({ state, expiresAt }: Pick<EnvelopeStanding, 'state' | 'expiresAt'>, now: Date): boolean {
  return state === 'in-progress' && expiresAt !== null && expiresAt <= now.toISOString();
}

export type PartiesFault =
  | 'PARTY_ID_TWICE'
  | 'PARTY_WITHOUT_PERSONS'
  | 'PARTY_WITHOUT_ACTS'
  | 'PARTY_ORDER_MALFORMED'
  | 'PARTY_SEAL_FOREIGN';

/** The first thing that is wrong with the parties of a new envelope, or null. Whether the register knows them is another question. */
export function findPartiesFault(parties: readonly EnvelopeParty[]): PartiesFault | null {
  if (new Set(parties.map(({ id }) => id)).size !== parties.length) return 'PARTY_ID_TWICE';
  for (const { order, organisationId, personIds, acts } of parties) {
    if (!Number.isSafeInteger(order) || order < 1) return 'PARTY_ORDER_MALFORMED';
    if (personIds === null ? organisationId === null : personIds.length === 0) return 'PARTY_WITHOUT_PERSONS';
    if (acts.length === 0) return 'PARTY_WITHOUT_ACTS';
    if (organisationId === null && acts.some(({ type }) => type !== 'signature')) return 'PARTY_SEAL_FOREIGN';
  }
  return null;
}

function isReached(envelope: EnvelopeStanding, party: EnvelopeParty): boolean {
  return envelope.parties.every((other) => other.order >= party.order || openActs(envelope, other).length === 0);
}
