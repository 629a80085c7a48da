import { parseDigest } from '@sealkit/core/crypto';
import { PortError } from '@sealkit/core/ports';
import type { PermitRequest } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { confirmCertificate } from '../identity/confirm/confirm-certificate.ts';
import { subjectReference } from '../identity/confirm/verified-subject.ts';
import { findRegisteredName } from '../identity/verification/registered-name.ts';
import type { OneTimeOrder } from '../identity/event/one-time-key-store.ts';
import { lookFirst } from '../storage/look-first.ts';
import type { CredentialRecord } from '../storage/records.ts';

/**
 * A key for the one act of a permit that is about to be issued, with a certificate that names the person as they were verified last and
 * is bound to the document where the issuer can do that.
 *
 * @throws {@link AdapterError} `IDENTITY_NOT_VERIFIED`; `IDENTITY_NAME_DIFFERS` where the register has another name by now; `ALGORITHM_MISMATCH` for a document that is not named by its SHA-256;
 * `EVENT_CERTIFICATE_PENDING`, `CERTIFICATE_ISSUE_REFUSED`, `CERTIFICATE_ISSUER_FAILED`, `KEY_STORE_FAILED`, and what stands against the
 * certificate that came: the key is destroyed then.
 */
export async function prepareEventCredential(
  context: AdapterContext,
  principal: Principal,
  request: PermitRequest,
  permitId: string,
): Promise<CredentialRecord> {
  const { eventKeys } = context;
  if (eventKeys === null) throw new TypeError('eventKeys: expected a deployment that makes them');
  await eventKeys.settle(principal.tenant);
  if (parseDigest(request.document.digest).algorithm !== 'SHA-256') throw new AdapterError('ALGORITHM_MISMATCH');
  const order = await orderOf(context, principal, request, permitId);
  const credential = await eventKeys.prepare(order).catch((cause: unknown) => {
    throw toRefusal(cause);
  });
  if (credential === null) throw new AdapterError('EVENT_CERTIFICATE_PENDING');
  const holder = { kind: 'person', id: principal.personId } as const;
  const confirmation = await confirmCertificate(context, { tenant: principal.tenant, credential, holder });
  if (confirmation.result === 'confirmed') return credential;
  await eventKeys.abandon(permitId, 'not-confirmed');
  throw new AdapterError(confirmation.code, { values: confirmation.values });
}

async function orderOf(
  { store, identity }: AdapterContext,
  { tenant, personId }: Principal,
  { envelopeId, document }: PermitRequest,
  permitId: string,
): Promise<OneTimeOrder> {
  const { verification, name } = await lookFirst(store, async (tx) => {
    const verification = await tx.identities.findLatestPassed(tenant, { kind: 'person', id: personId });
    return { verification, name: verification === undefined ? null : await findRegisteredName(tx, identity ?? {}, verification) };
  });
  if (verification === undefined) throw new AdapterError('IDENTITY_NOT_VERIFIED');
  if (name === null) throw new AdapterError('IDENTITY_NAME_DIFFERS');
  const { id, provider, method, finishedAt, event } = verification;
  return {
    context: { tenant, actor: personId, envelopeId, idempotencyKey: permitId },
    subject: { commonName: name, serialNumber: await subjectReference(tenant, personId) },
    identityProof: { verificationId: id, provider, method, verifiedAt: new Date(finishedAt ?? 0), digest: event?.digest ?? '' },
    contentDigest: document.digest,
  };
}

function toRefusal(cause: unknown): unknown {
  if (!(cause instanceof PortError)) return cause;
  if (cause.port === 'certificate-issuer') return new AdapterError('CERTIFICATE_ISSUER_FAILED', { values: { reason: cause.code }, cause });
  return new AdapterError(cause.code === 'KEY_STORE_CREDENTIAL_UNUSABLE' ? 'CERTIFICATE_ISSUE_REFUSED' : 'KEY_STORE_FAILED', { cause });
}
