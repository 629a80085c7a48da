import type { Bytes } from '@sealkit/core/bytes';
import type { EnvelopeView } from '@sealkit/core/protocol';
import { VALIDATION_POLICIES, validateDocument } from '@sealkit/core/validation';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { nodeDigestEngine } from '../../bytes/index.ts';
import { ObjectStoreError } from '../../objects/object-store-error.ts';
import { assertMayAct } from '../../register/acting-person.ts';
import type { EnvelopeRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { toRefusal } from '../../uses/prepare-revision.ts';
import { changeEnvelope } from '../change-envelope.ts';
import { isAlteredEnvelope } from '../envelope-alteration.ts';
import { presentEnvelope } from '../envelope-view.ts';
import { assertMayWith, findEnvelope } from '../find-envelope.ts';
import { frameOfStored } from './frame-of-stored.ts';
import { assertStorage, openStoredDocument } from './stored-document.ts';

/**
 * Takes the document of a stored envelope, once, from whoever opened it: octets of the digest and length that the envelope names go to
 * the object store as they come in. What cannot be read, or carries a signature that does not hold, is not taken. A repeat is
 * checked like the first time and changes nothing.
 *
 * @throws {@link AdapterError} `ENVELOPE_NOT_STORED`, `DIGEST_MISMATCH`, `DOCUMENT_REFUSED` with the reason
 */
export async function storeDocument(
  context: AdapterContext,
  principal: Principal,
  id: string,
  octets: AsyncIterable<Bytes>,
): Promise<EnvelopeView> {
  const place = await assertMayWith(context, principal, 'envelope.upload', id);
  if (place !== 'sender') throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'envelope.upload' } });
  const { tenant, personId } = principal;
  const now = context.clock.now();
  const { document } = await context.store.transaction((tx) => findOpenStored(tx, principal, id, now));
  try {
    await assertStorage(context).put({ tenant, digest: document.digest, length: document.length }, octets);
  } catch (cause) {
    throw cause instanceof ObjectStoreError && cause.code === 'OBJECT_DIGEST_DIFFERS'
      ? new AdapterError('DIGEST_MISMATCH', { cause })
      : cause;
  }
  await assertSignable(context, tenant, document, now);
  return context.store.transaction(async (tx) => {
    const envelope = await findOpenStored(tx, principal, id, now);
    const caller = await tx.register.findPerson(tenant, personId);
    if (envelope.documentStoredAt !== null) return presentEnvelope(envelope, caller);
    const says = {
      type: 'envelope-document-stored',
      actor: personId,
      body: { document: document.digest, length: document.length },
    } as const;
    const { envelope: after } = await changeEnvelope(tx, envelope, { documentStoredAt: now.toISOString() }, [says], now);
    return presentEnvelope(after, caller);
  });
}

async function findOpenStored(tx: StoreTransaction, principal: Principal, id: string, now: Date): Promise<EnvelopeRecord> {
  await assertMayAct(tx, principal);
  const envelope = await findEnvelope(tx, principal.tenant, id, now);
  if (envelope.storage !== 'stored') throw new AdapterError('ENVELOPE_NOT_STORED');
  if (await isAlteredEnvelope(tx, envelope)) throw new AdapterError('ENVELOPE_ALTERED');
  if (envelope.state !== 'in-progress') throw new AdapterError('ENVELOPE_ENDED', { values: { state: envelope.state } });
  return envelope;
}

/** Read by our own reader, with the pages that the envelope names, and no signature in it that is not whole. */
async function assertSignable(context: AdapterContext, tenant: string, document: EnvelopeRecord['document'], now: Date): Promise<void> {
  const source = await openStoredDocument(context, tenant, document.digest);
  const report = await validateDocument(source, {
    policy: VALIDATION_POLICIES.basic,
    trust: context.trust,
    validationTime: now,
    engine: nodeDigestEngine,
  }).catch((cause: unknown) => {
    throw toRefusal(cause);
  });
  // What no permit could be given for is not taken either.
  await frameOfStored(source, { document, placements: [] });
  const { integrity, pages } = report.document;
  if (pages !== document.pages) throw new AdapterError('DOCUMENT_REFUSED', { values: { reason: 'PAGE_COUNT_DIFFERS' } });
  if (integrity !== null && integrity !== 'intact')
    throw new AdapterError('DOCUMENT_REFUSED', { values: { reason: 'SIGNATURE_NOT_INTACT' } });
}
