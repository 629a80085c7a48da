import { actsFor, dueParties, type EnvelopeTurn, findEnvelopeTurn, partyState } from '@sealkit/core/seal';
import type { ProblemCode } from '../problem-codes.ts';
import type { EnvelopeRecord, PersonRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isAlteredEnvelope } from './envelope-alteration.ts';
import { lastVersion, standingOf } from './envelope-facts.ts';

/** Who wants to sign which document with what. */
export interface EnvelopeAttempt {
  readonly person: PersonRecord;
  /** Null for a personal signature without a seal. */
  readonly seal: SealRecord | null;
  readonly document: { readonly digest: string };
}

/**
 * What an envelope has against an act now, or null: it has ended, it is not the turn of a party that the person acts for, or the
 * document has gone on since. Without parties, whoever may signs what was opened, while the envelope has not ended.
 */
export async function findEnvelopeObstacle(
  tx: StoreTransaction,
  envelope: EnvelopeRecord,
  attempt: EnvelopeAttempt,
): Promise<ProblemCode | null> {
  if (await isAlteredEnvelope(tx, envelope)) return 'ENVELOPE_ALTERED';
  if (envelope.state !== 'in-progress') return 'ENVELOPE_ENDED';
  if (envelope.parties.length === 0) return null;
  const turn = findTurn(envelope, attempt);
  if ('obstacle' in turn) return turn.obstacle;
  return lastVersion(envelope).digest === attempt.document.digest ? null : 'DOCUMENT_NOT_CURRENT';
}

/** Which open act of which party it would be, or what stands against it. Pure. */
export function findTurn(
  envelope: EnvelopeRecord,
  { person, seal }: Pick<EnvelopeAttempt, 'person' | 'seal'>,
): ReturnType<typeof findEnvelopeTurn> | EnvelopeTurn {
  const actor = { personId: person.id, organisationId: person.organisationId };
  return findEnvelopeTurn(standingOf(envelope), {
    ...actor,
    seal: seal && { number: seal.number, kind: seal.kind, organisationId: seal.organisationId },
  });
}

/** The due party that a person acts for, or why there is none. Pure. */
export function findDueParty(
  envelope: EnvelopeRecord,
  { id, organisationId }: PersonRecord,
): { readonly partyId: string } | { readonly obstacle: 'NOT_A_PARTY' | 'PARTY_COMPLETED' | 'PARTY_NOT_DUE' } {
  const standing = standingOf(envelope);
  const actor = { personId: id, organisationId };
  const own = envelope.parties.filter((party) => actsFor(party, actor));
  const [due] = dueParties(standing).filter((party) => actsFor(party, actor));
  if (due !== undefined) return { partyId: due.id };
  if (own.length === 0) return { obstacle: 'NOT_A_PARTY' };
  return { obstacle: own.every((party) => partyState(standing, party) === 'completed') ? 'PARTY_COMPLETED' : 'PARTY_NOT_DUE' };
}
