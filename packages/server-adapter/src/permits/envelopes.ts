import type { EnvelopeRequest, EnvelopeView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { assertAuthorized } from '../authorization.ts';
import { newId } from '../new-id.ts';
import type { EnvelopeRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Opens a document for signing: from now on it has a chain of its own. The document itself stays where it is. */
export async function openEnvelope(
  context: AdapterContext,
  principal: Principal,
  request: EnvelopeRequest,
  finish: (tx: StoreTransaction, view: EnvelopeView) => Promise<void>,
): Promise<EnvelopeView> {
  await assertAuthorized(context, principal, 'envelope.create', { type: 'tenant' });
  const now = context.clock.now();
  const envelope: EnvelopeRecord = {
    tenant: principal.tenant,
    id: newId(),
    name: request.name,
    document: request.document,
    documentClass: request.documentClass ?? null,
    amount: request.amount ?? null,
    createdAt: now.toISOString(),
    createdBy: principal.personId,
  };
  const { tenant: _tenant, ...view } = envelope;
  await context.store.transaction(async (tx) => {
    await tx.envelopes.add(envelope);
    await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: envelope.id,
      sealNumber: null,
      type: 'envelope-opened',
      time: now,
      actor: principal.personId,
      body: {
        document: request.document.digest,
        length: request.document.length,
        pages: request.document.pages,
        documentClass: envelope.documentClass,
        amount: envelope.amount && { value: envelope.amount.value, currency: envelope.amount.currency },
      },
    });
    await finish(tx, view);
  });
  return view;
}
