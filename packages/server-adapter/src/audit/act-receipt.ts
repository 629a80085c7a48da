import { encodeBase64Url } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';
import { composeReceipt } from '@sealkit/core/seal';
import type { AdapterContext } from '../adapter-context.ts';
import { registerChain } from './audit-event.ts';
import type { AuditEventRecord } from '../storage/records.ts';

/**
 * The receipt of an act in the register, over the event that records it. It is made in the event's transaction; the register's
 * key is at hand there.
 */
export function composeActReceipt(
  context: AdapterContext,
  act: string,
  event: AuditEventRecord,
  originalDigest: string | null = null,
): Promise<string> {
  return composeReceipt(
    {
      v: 1,
      act,
      id: event.id,
      tenant: event.tenant,
      envelopeId: event.chain === registerChain(event.tenant) ? null : event.chain,
      person: event.actor,
      sealNumber: event.sealNumber,
      permit: null,
      originalDigest,
      byteRangeDigest: null,
      fileDigest: null,
      event: event.digest,
      time: event.time,
      nonce: encodeBase64Url(randomBytes(16)),
    },
    context.registerSigner,
  );
}
