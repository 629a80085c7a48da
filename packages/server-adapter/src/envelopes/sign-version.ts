import { envelopeStateAfter, openActs } from '@sealkit/core/seal';
import { AdapterError } from '../adapter-error.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { CompletedRevision, EnvelopeRecord, EnvelopeVersionRecord, PersonRecord, SealRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { type EnvelopeEvent, changeEnvelope, updateEnvelope } from './change-envelope.ts';
import { lastVersion, standingOf } from './envelope-facts.ts';
import { findEnvelopeObstacle, findTurn } from './envelope-obstacle.ts';
import { findCurrentEnvelope } from './expire-envelopes.ts';

/**
 * Keeps the last version of an envelope with parties for one confirmed use, until it is done or a time is over. Two signatures on one
 * version would be two documents.
 *
 * @returns false where another use has it
 */
export async function claimVersion(
  tx: StoreTransaction,
  envelope: EnvelopeRecord,
  useId: string,
  now: Date,
  lifetimeMs: number,
): Promise<boolean> {
  if (envelope.parties.length === 0) return true;
  const { claim } = envelope;
  if (claim !== null && claim.useId !== useId && claim.until > now.toISOString()) return false;
  const until = new Date(now.getTime() + lifetimeMs).toISOString();
  await updateEnvelope(tx, { ...envelope, revision: envelope.revision + 1, claim: { useId, until } });
  return true;
}

/** Gives a version back that a use kept and does not sign any more. */
export async function releaseVersion(tx: StoreTransaction, { tenant, envelopeId, id }: UseRecord): Promise<void> {
  const envelope = await tx.envelopes.find(tenant, envelopeId);
  if (envelope?.state !== 'in-progress' || envelope.claim?.useId !== id) return;
  await updateEnvelope(tx, { ...envelope, revision: envelope.revision + 1, claim: null });
}

/** What the envelope of a confirmed use has against its signature by now, or null. */
export async function findEnvelopeChange(tx: StoreTransaction, use: UseRecord, now: Date): Promise<ProblemCode | null> {
  const { envelope, person, seal } = await readPlace(tx, use, now);
  if (envelope === undefined || person === undefined) return 'ENVELOPE_NOT_FOUND';
  const obstacle = await findEnvelopeObstacle(tx, envelope, { person, seal, document: { digest: use.act.originalDigest } });
  if (obstacle !== null || envelope.parties.length === 0) return obstacle;
  // Somebody else took it over when the time of this one was up.
  return envelope.claim?.useId === use.id ? null : 'DOCUMENT_NOT_CURRENT';
}

/** The next version of an envelope with parties, in the transaction that completes the use; the last act completes the envelope. */
export async function addVersion(tx: StoreTransaction, use: UseRecord, completed: CompletedRevision, now: Date): Promise<void> {
  const { envelope, person, seal } = await readPlace(tx, use, now);
  if (envelope === undefined || person === undefined || envelope.parties.length === 0) return;
  const turn = findTurn(envelope, { person, seal });
  if ('obstacle' in turn) throw new AdapterError('INTERNAL');
  const last = lastVersion(envelope);
  const version: EnvelopeVersionRecord = {
    version: last.version + 1,
    digest: completed.fileDigest,
    length: last.length + completed.bytes.length,
    previous: last.digest,
    createdAt: now.toISOString(),
    ...turn,
    useId: use.id,
  };
  const versions = [...envelope.versions, version];
  const state = envelopeStateAfter(standingOf(envelope), turn);
  const says = { partyId: turn.partyId, version: version.version, document: version.digest };
  const event = (type: EnvelopeEvent['type'], body: EnvelopeEvent['body'] = says): EnvelopeEvent => ({ type, actor: 'server', body });
  const party = envelope.parties.find(({ id }) => id === turn.partyId);
  const partyDone = party !== undefined && openActs({ versions }, party).length === 0;
  await changeEnvelope(
    tx,
    envelope,
    { versions, state, claim: null },
    [
      event('envelope-version-added', { ...says, length: version.length, previous: last.digest, act: turn.act, use: use.id }),
      ...(partyDone ? [event('envelope-party-completed')] : []),
      ...(state === 'completed' ? [event('envelope-completed')] : []),
    ],
    now,
  );
}

async function readPlace(
  tx: StoreTransaction,
  { tenant, envelopeId, personId, sealNumber }: UseRecord,
  now: Date,
): Promise<{
  readonly envelope: EnvelopeRecord | undefined;
  readonly person: PersonRecord | undefined;
  readonly seal: SealRecord | null;
}> {
  return {
    envelope: await findCurrentEnvelope(tx, tenant, envelopeId, now),
    person: await tx.register.findPerson(tenant, personId),
    seal: sealNumber === null ? null : ((await tx.register.findSeal(tenant, sealNumber)) ?? null),
  };
}
