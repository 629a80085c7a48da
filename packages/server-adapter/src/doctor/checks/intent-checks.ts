import { type JsonValue, memberOf } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import { isAlteredBatch } from '../../intent/batch/batch-integrity.ts';
import type { AuthenticatorRecord, IdentityVerificationRecord, IntentRecord } from '../../storage/records.ts';
import { jsonOf, textOf } from '../../storage/sql/sql-values.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { idsOf } from '../ids-of.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/** Digests and bodies of the events that stand behind a row, by the id of the row. */
export type Events = ReadonlyMap<string, readonly { readonly digest: string; readonly body: { readonly [name: string]: JsonValue } }[]>;

/** Each proof that passed with the act or the batch that it confirmed, each batch, each act on an authenticator, and each authenticator with its events. */
export async function examineIntents(snapshot: Snapshot): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('intents');
  const { store, tenants } = snapshot;
  for (const tenant of tenants) {
    const added = await eventsOf(snapshot, tenant, 'authenticator-added', 'authenticatorId');
    const batches = await eventsOf(snapshot, tenant, 'intent-batch-confirmed', 'batchId');
    const removed = await eventsOf(snapshot, tenant, 'authenticator-removed', 'authenticatorId');
    const look = async (subject: string, find: (tx: StoreTransaction) => Promise<string | null>): Promise<void> => {
      notes.examine();
      const code = await readable(notes, tenant, subject, () => store.transaction(find));
      if (code !== undefined && code !== null) notes.find(tenant, subject, code);
    };
    for await (const id of idsOf(snapshot, tenant, 'intents')) await look(`proof ${id}`, (tx) => faultOfProof(tx, tenant, id));
    for await (const id of idsOf(snapshot, tenant, 'intent_batches'))
      await look(`batch ${id}`, (tx) => faultOfBatch(tx, tenant, id, batches));
    for await (const id of idsOf(snapshot, tenant, 'authenticator_acts'))
      await look(`act ${id}`, (tx) => faultOfAct(tx, tenant, id, removed));
    for await (const id of idsOf(snapshot, tenant, 'authenticators'))
      await look(`authenticator ${id}`, async (tx) =>
        faultOfAuthenticator(await tx.intents.findAuthenticator(tenant, id), { added, removed }),
      );
  }
  return notes.result();
}

/** A proof that passed is the one that its act or its batch holds, over the digest of that. */
async function faultOfProof(tx: StoreTransaction, tenant: string, id: string): Promise<string | null> {
  const proof = await tx.intents.find(tenant, id);
  if (proof === undefined) return 'PROOF_MISSING';
  const act = await findProvenAct(tx, tenant, proof.useId);
  if (act === undefined) return 'PROOF_OF_NO_ACT';
  if (act.challenge !== proof.challenge) return 'PROOF_OVER_ANOTHER_ACT';
  if (proof.ended?.outcome !== 'passed') return null;
  if (memberOf(act.intent, 'intentId') !== id) return 'PROOF_CONSUMED_BY_NO_ACT';
  return isAsRecorded(proof, act.intent) ? null : 'PROOF_DIFFERS';
}

/** What a proof is about: a use, an act on an authenticator, or a batch, whose own facts stand beside what was proven. */
async function findProvenAct(
  tx: StoreTransaction,
  tenant: string,
  id: string,
): Promise<{ readonly challenge: string; readonly intent: JsonValue } | undefined> {
  const act = (await tx.uses.find(tenant, id)) ?? (await tx.intents.findAct(tenant, id));
  if (act !== undefined) return act;
  const batch = await tx.intents.findBatch(tenant, id);
  if (batch === undefined) return undefined;
  const { challenge, personId, confirmed } = batch;
  return { challenge, intent: confirmed && { ...confirmed.proven, person: personId, challenge } };
}

function isAsRecorded({ method, personId, challenge }: IntentRecord, record: JsonValue): boolean {
  return memberOf(record, 'method') === method && memberOf(record, 'person') === personId && memberOf(record, 'challenge') === challenge;
}

/** A batch is over its acts and was confirmed by a proof that passed, or by the session alone, and by its event; or there is no such event. */
async function faultOfBatch(tx: StoreTransaction, tenant: string, id: string, confirmations: Events): Promise<string | null> {
  const batch = await tx.intents.findBatch(tenant, id);
  if (batch === undefined || (await isAlteredBatch(tx, batch))) return 'BATCH_DIFFERS';
  if (batch.confirmed === null) return confirmations.has(id) ? 'BATCH_DIFFERS' : null;
  const { method, intentId } = batch.confirmed.proven;
  if (method === 'confirm') return null;
  const proof = typeof intentId === 'string' ? await tx.intents.find(tenant, intentId) : undefined;
  return proof?.ended?.outcome === 'passed' && proof.useId === id ? null : 'BATCH_WITHOUT_PROOF';
}

/** An act is over its digest, was confirmed by a proof that passed, and a removal has its event with the digest of that proof. */
async function faultOfAct(tx: StoreTransaction, tenant: string, id: string, removed: Events): Promise<string | null> {
  const record = await tx.intents.findAct(tenant, id);
  if (record === undefined || (await digestOfJson({ ...record.act })) !== record.challenge) return 'ACT_DIFFERS';
  if (record.confirmedAt === null) return null;
  const intentId = memberOf(record.intent, 'intentId');
  const proof = typeof intentId === 'string' ? await tx.intents.find(tenant, intentId) : undefined;
  if (proof?.ended?.outcome !== 'passed' || proof.useId !== id) return 'ACT_WITHOUT_PROOF';
  if (record.act.action === 'add-authenticator') return null;
  const digest = await digestOfJson(record.intent);
  const events = removed.get(record.act.authenticatorId) ?? [];
  return events.some(({ body }) => memberOf(body['grounds'], 'proof') === digest) ? null : 'ACT_WITHOUT_EVENT';
}

function faultOfAuthenticator(
  authenticator: AuthenticatorRecord | undefined,
  { added, removed }: { readonly added: Events; readonly removed: Events },
): string | null {
  if (authenticator === undefined) return 'AUTHENTICATOR_MISSING';
  const { id, confirmedAt, removedAt, personId, method } = authenticator;
  const [event] = added.get(id) ?? [];
  if ((event === undefined) !== (confirmedAt === null)) return 'AUTHENTICATOR_WITHOUT_EVENT';
  if (event !== undefined && (event.body['personId'] !== personId || event.body['method'] !== method)) return 'AUTHENTICATOR_DIFFERS';
  if (confirmedAt === null) return null;
  return removed.has(id) === (removedAt !== null) ? null : 'REMOVAL_WITHOUT_EVENT';
}

/** Each verification with the event of its beginning and, where it has ended, that of its end. */
export async function examineIdentities(snapshot: Snapshot): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('identities');
  const { store, tenants } = snapshot;
  for (const tenant of tenants) {
    const events = {
      started: await eventsOf(snapshot, tenant, 'identity-started', 'verificationId'),
      passed: await eventsOf(snapshot, tenant, 'identity-verified', 'verificationId'),
      failed: await eventsOf(snapshot, tenant, 'identity-failed', 'verificationId'),
    };
    for await (const id of idsOf(snapshot, tenant, 'identity_verifications')) {
      notes.examine();
      const subject = `verification ${id}`;
      const found = await readable(notes, tenant, subject, () => store.transaction((tx) => tx.identities.find(tenant, id)));
      const code = found === undefined ? null : faultOfVerification(found, events);
      if (code !== null) notes.find(tenant, subject, code);
    }
  }
  return notes.result();
}

function faultOfVerification(
  { id, state, subject, event }: IdentityVerificationRecord,
  events: { readonly started: Events; readonly passed: Events; readonly failed: Events },
): string | null {
  const [started] = events.started.get(id) ?? [];
  if (started === undefined) return 'VERIFICATION_WITHOUT_EVENT';
  if (started.body['subjectKind'] !== subject.kind || started.body['subjectId'] !== subject.id) return 'VERIFICATION_DIFFERS';
  const [passed, failed] = [events.passed.get(id)?.[0], events.failed.get(id)?.[0]];
  if (state === 'pending') return passed === undefined && failed === undefined ? null : 'VERIFICATION_DIFFERS';
  const [ended, other] = state === 'passed' ? [passed, failed] : [failed, passed];
  if (ended === undefined || other !== undefined) return 'VERIFICATION_WITHOUT_EVENT';
  return ended.digest === event?.digest ? null : 'VERIFICATION_DIFFERS';
}

/** Events of one type, by the id that a member of their bodies names. */
export async function eventsOf({ sqlOf }: Snapshot, tenant: string, type: string, key: string): Promise<Events> {
  const events = new Map<string, { readonly digest: string; readonly body: { readonly [name: string]: JsonValue } }[]>();
  for (const row of await sqlOf(tenant).all('SELECT digest, body FROM events WHERE tenant = ? AND type = ? ORDER BY sequence', [
    tenant,
    type,
  ])) {
    const body = jsonOf(row, 'body') as { readonly [name: string]: JsonValue };
    const id = body[key];
    if (typeof id === 'string') events.set(id, [...(events.get(id) ?? []), { digest: textOf(row, 'digest'), body }]);
  }
  return events;
}
