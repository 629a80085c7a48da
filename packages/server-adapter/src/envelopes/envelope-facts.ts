import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import { dueParties, type EnvelopeParty, type EnvelopeStanding } from '@sealkit/core/seal';
import type { EnvelopeRecord, EnvelopeVersionRecord, PersonRecord } from '../storage/records.ts';

/** An envelope as the rules of its life look at it. */
export function standingOf(envelope: EnvelopeRecord): EnvelopeStanding {
  const { state, expiresAt, parties, versions, ended } = envelope;
  return { state, expiresAt, parties, versions, declinedBy: state === 'declined' ? (ended?.partyId ?? null) : null };
}

/** The document that is signed next. */
export function lastVersion({ versions, document, createdAt }: EnvelopeRecord): EnvelopeVersionRecord {
  const first = { version: 1, ...document, previous: null, createdAt, partyId: null, act: null, useId: null };
  return versions.at(-1) ?? first;
}

/** Whose acts an envelope waits for, as `person:<id>` and `organisation:<id>`. */
export function waitingTokens(envelope: EnvelopeRecord): readonly string[] {
  return [...new Set(dueParties(standingOf(envelope)).flatMap(tokensOfParty))];
}

/** Whoever has to do with an envelope: who opened it, and its parties. */
export function participantTokens(createdBy: string, parties: readonly EnvelopeParty[]): readonly string[] {
  return [...new Set([`person:${createdBy}`, ...parties.flatMap(tokensOfParty)])];
}

/** Under which a person is found among participants and those that an envelope waits for. */
export function tokensOfPerson({ id, organisationId }: Pick<PersonRecord, 'id' | 'organisationId'>): readonly string[] {
  return [`person:${id}`, `organisation:${organisationId}`];
}

/**
 * Digest of everything that an envelope is and how far it is; each event of its life says it. The claim and the count of revisions are
 * left out: they change without an event, and decide nothing that the versions do not.
 */
export function digestOfEnvelope(envelope: EnvelopeRecord): Promise<string> {
  return digestOfJson(factsOfEnvelope(envelope));
}

/** What the digest of an envelope is over. */
export function factsOfEnvelope({ tenant: _tenant, claim: _claim, revision: _revision, eventId: _event, ...rest }: EnvelopeRecord): {
  readonly [name: string]: JsonValue;
} {
  // Interfaces lack the index signature of JSON, their values do not.
  return JSON.parse(JSON.stringify(rest)) as { readonly [name: string]: JsonValue };
}

function tokensOfParty({ personIds, organisationId }: EnvelopeParty): readonly string[] {
  if (personIds !== null) return personIds.map((id) => `person:${id}`);
  return organisationId === null ? [] : [`organisation:${organisationId}`];
}
