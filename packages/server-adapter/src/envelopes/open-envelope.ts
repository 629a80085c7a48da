import type { EnvelopeRequest, EnvelopeView } from '@sealkit/core/protocol';
import { findPartiesFault } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized } from '../authorization.ts';
import { envelopeSubject } from '../intent/intent-policy.ts';
import { newId } from '../new-id.ts';
import type { EnvelopeRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { appendEnvelopeEvent } from './change-envelope.ts';
import { participantTokens, waitingTokens } from './envelope-facts.ts';
import { presentEnvelope } from './envelope-view.ts';
import { assertStorage } from './stored/stored-document.ts';

/**
 * Opens a document for signing: from now on it has a chain of its own. The document itself stays where it is, unless the envelope is
 * a stored one and it is sent afterwards.
 *
 * @throws {@link AdapterError} `ENVELOPE_MALFORMED`, `STORAGE_MISSING`; `ORGANISATION_NOT_FOUND`, `PERSON_NOT_FOUND`, `SEAL_NOT_FOUND`
 * for parties that the register does not know
 */
export async function openEnvelope(
  context: AdapterContext,
  principal: Principal,
  request: EnvelopeRequest,
  finish: (tx: StoreTransaction, view: EnvelopeView) => Promise<void>,
): Promise<EnvelopeView> {
  await assertAuthorized(context, principal, 'envelope.create', { type: 'tenant' });
  const now = context.clock.now();
  assertSound(request, now);
  if (request.storage === 'stored') assertStorable(context, request);
  return context.store.transaction(async (tx) => {
    await assertPartiesKnown(tx, principal.tenant, request.parties ?? []);
    const opened = newEnvelope(principal, request, now);
    const { documentClass, amount, parties, expiresAt, storage } = opened;
    const event = await appendEnvelopeEvent(
      tx,
      opened,
      {
        type: 'envelope-opened',
        actor: principal.personId,
        body: {
          document: request.document.digest,
          length: request.document.length,
          pages: request.document.pages,
          documentClass,
          amount: amount && { value: amount.value, currency: amount.currency },
          parties: parties.map(({ id, order }) => ({ id, order })),
          expires: expiresAt,
          storage,
          ...(request.intentPolicy === undefined ? {} : { intentPolicy: { ...request.intentPolicy } }),
        },
      },
      now,
    );
    const envelope = { ...opened, eventId: event.id };
    await tx.envelopes.add(envelope);
    if (request.intentPolicy !== undefined) {
      await tx.intents.putPolicy({
        tenant: principal.tenant,
        subject: envelopeSubject(envelope.id),
        policy: request.intentPolicy,
        setAt: now.toISOString(),
        setBy: principal.personId,
      });
    }
    const view = presentEnvelope(envelope, await tx.register.findPerson(principal.tenant, principal.personId));
    await finish(tx, view);
    return view;
  });
}

function newEnvelope({ tenant, personId }: Principal, request: EnvelopeRequest, now: Date): EnvelopeRecord {
  const { name, document, parties = [] } = request;
  const createdAt = now.toISOString();
  const envelope: EnvelopeRecord = {
    tenant,
    id: newId(),
    name,
    document,
    documentClass: request.documentClass ?? null,
    amount: request.amount ?? null,
    createdAt,
    createdBy: personId,
    storage: request.storage ?? 'hash-only',
    expiresAt: expiryOf(request)?.toISOString() ?? null,
    parties,
    participants: participantTokens(personId, parties),
    state: 'in-progress',
    stateSince: createdAt,
    ended: null,
    revision: 1,
    versions: [
      { version: 1, digest: document.digest, length: document.length, previous: null, createdAt, partyId: null, act: null, useId: null },
    ],
    waitingFor: [],
    claim: null,
    remindedAt: null,
    documentStoredAt: null,
    eventId: null,
  };
  return { ...envelope, waitingFor: waitingTokens(envelope) };
}

function expiryOf({ expires }: EnvelopeRequest): Date | null {
  return expires === undefined || expires === null ? null : new Date(expires);
}

function assertSound(request: EnvelopeRequest, now: Date): void {
  const { parties = [], storage = 'hash-only' } = request;
  const expiry = expiryOf(request);
  const fault = findPartiesFault(parties);
  if (fault !== null) throw new AdapterError('ENVELOPE_MALFORMED', { values: { reason: fault } });
  if (expiry !== null && expiry <= now) {
    throw new AdapterError('ENVELOPE_MALFORMED', { values: { reason: 'EXPIRY_PASSED' } });
  }
  if (storage === 'stored' && parties.length === 0) {
    throw new AdapterError('ENVELOPE_MALFORMED', { values: { reason: 'STORED_WITHOUT_PARTIES' } });
  }
}

function assertStorable(context: AdapterContext, { document }: EnvelopeRequest): void {
  assertStorage(context);
  const limit = context.policy.maxDocumentLength;
  if (document.length > limit) throw new AdapterError('ENVELOPE_MALFORMED', { values: { reason: 'DOCUMENT_TOO_LARGE', limit } });
  // Objects are named by one algorithm.
  if (!document.digest.startsWith('sha256:')) throw new AdapterError('ENVELOPE_MALFORMED', { values: { reason: 'STORED_NEEDS_SHA256' } });
}

/** Parties are in the register of the tenant, and a seal that is named belongs to its party. */
async function assertPartiesKnown(tx: StoreTransaction, tenant: string, parties: EnvelopeRecord['parties']): Promise<void> {
  for (const { organisationId, personIds, acts } of parties) {
    if (organisationId !== null && (await tx.register.findOrganisation(tenant, organisationId)) === undefined) {
      throw new AdapterError('ORGANISATION_NOT_FOUND');
    }
    for (const id of personIds ?? []) {
      if ((await tx.register.findPerson(tenant, id)) === undefined) throw new AdapterError('PERSON_NOT_FOUND');
    }
    for (const act of acts) {
      if (act.type !== 'seal') continue;
      const seal = await tx.register.findSeal(tenant, act.sealNumber);
      if (seal === undefined || seal.organisationId !== organisationId) throw new AdapterError('SEAL_NOT_FOUND');
    }
  }
}
