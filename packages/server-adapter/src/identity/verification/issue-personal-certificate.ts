import { type IssueOutcome, PortError } from '@sealkit/core/ports';
import type { IssuedCertificateView } from '@sealkit/core/protocol';
import { certificateFingerprint } from '@sealkit/core/x509';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import { readCertificate } from '../../read-certificate.ts';
import { assertMayAct } from '../../register/acting-person.ts';
import { lookFirst } from '../../storage/look-first.ts';
import type { IdentityVerificationRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { subjectReference } from '../confirm/verified-subject.ts';
import type { PersonalCertificates } from '../identity-config.ts';
import { createCertificationRequest } from '../request/certification-request.ts';
import type { CertificateOrderAtWork } from './order-at-work.ts';
import { findRegisteredName } from './registered-name.ts';
import { readForAction } from './verifications.ts';

/**
 * Has a certificate issued to a person by the verification that passed last, and registers it for the person's own signatures. While the
 * issuer decides, the same call asks again; an order that a restart interrupted is begun anew with another key.
 */
export async function issuePersonalCertificate(
  context: AdapterContext,
  principal: Principal,
  verificationId: string,
  finish: (tx: StoreTransaction, view: IssuedCertificateView) => Promise<void>,
): Promise<IssuedCertificateView> {
  const { identity } = context;
  const certificates = identity?.certificates;
  if (identity === null || certificates === undefined) throw new AdapterError('IDENTITY_NOT_OFFERED');
  const verification = await readForAction(context, principal, 'identity.certify', verificationId);
  const { tenant, subject } = verification;
  if (subject.kind !== 'person') throw new AdapterError('IDENTITY_NOT_OFFERED');
  const name = await lookFirst(context.store, async (tx) => {
    await assertMayAct(tx, principal);
    await assertLatest(tx, verification);
    const found = await findRegisteredName(tx, identity, verification);
    if (found === null) throw new AdapterError('IDENTITY_NAME_DIFFERS');
    return found;
  });
  const wanted = { commonName: name, serialNumber: await subjectReference(tenant, subject.id) };
  const key = JSON.stringify([tenant, verificationId]);
  const order = await orderOnce(context, key, () => beginOrder(certificates, verification, wanted));
  const outcome = await ask(certificates, verification, wanted, order);
  if (outcome.status === 'pending') {
    order.resume = outcome.resume;
    return { status: 'pending', certificate: null, notAfter: null, pollAfterMs: outcome.pollAfterMs };
  }
  context.certificateOrders.delete(key);
  if (outcome.status === 'refused') throw new AdapterError('CERTIFICATE_ISSUE_REFUSED', { values: { reason: outcome.code } });
  await order.key.store(outcome.certificates);
  return register(context, principal, verification, { order, certificates: outcome.certificates }, finish);
}

/** One order at a time for a verification: whoever asks meanwhile waits for the same key. One that did not come about is forgotten. */
async function orderOnce(
  { certificateOrders }: AdapterContext,
  key: string,
  begin: () => Promise<CertificateOrderAtWork>,
): Promise<CertificateOrderAtWork> {
  const order = certificateOrders.get(key) ?? begin();
  certificateOrders.set(key, order);
  try {
    return await order;
  } catch (error) {
    certificateOrders.delete(key);
    throw error;
  }
}

async function beginOrder(
  { makeKey }: PersonalCertificates,
  { tenant, subject: { id: personId } }: IdentityVerificationRecord,
  subject: { readonly commonName: string; readonly serialNumber: string },
): Promise<CertificateOrderAtWork> {
  const key = await makeKey({ tenant, personId });
  const request = await createCertificationRequest({ subject, publicKey: key.publicKey, signer: key });
  return { key, request, resume: undefined };
}

async function ask(
  { issuer }: PersonalCertificates,
  { id, provider, method, finishedAt, event }: IdentityVerificationRecord,
  subject: { readonly commonName: string; readonly serialNumber: string },
  { request, resume }: CertificateOrderAtWork,
): Promise<IssueOutcome> {
  const verifiedAt = new Date(finishedAt ?? 0);
  try {
    return await issuer.issue({
      orderId: id,
      key: { certificationRequest: request },
      subject,
      identityProof: { verificationId: id, provider, method, verifiedAt, digest: event?.digest ?? '' },
      profile: 'person',
      ...(resume === undefined ? {} : { resume }),
    });
  } catch (error) {
    if (error instanceof PortError) throw new AdapterError('CERTIFICATE_ISSUER_FAILED', { values: { reason: error.code } });
    throw error;
  }
}

async function register(
  { store, clock }: AdapterContext,
  principal: Principal,
  verification: IdentityVerificationRecord,
  {
    order,
    certificates,
  }: { readonly order: CertificateOrderAtWork; readonly certificates: (IssueOutcome & { status: 'issued' })['certificates'] },
  finish: (tx: StoreTransaction, view: IssuedCertificateView) => Promise<void>,
): Promise<IssuedCertificateView> {
  const [leaf] = certificates;
  const certificate = await certificateFingerprint(leaf);
  const { credentialId, algorithm } = order.key;
  return store.transaction(async (tx) => {
    await assertLatest(tx, verification);
    const person = await tx.register.findPerson(verification.tenant, verification.subject.id);
    if (person === undefined) throw new AdapterError('PERSON_NOT_FOUND');
    await tx.register.putPerson({ ...person, credential: { credentialId, certificates, algorithm } });
    await appendEvent(tx, {
      tenant: verification.tenant,
      envelopeId: null,
      sealNumber: null,
      type: 'certificate-issued',
      time: clock.now(),
      actor: principal.personId,
      body: {
        personId: person.id,
        credentialId,
        certificate,
        verificationId: verification.id,
        verification: verification.event?.digest ?? null,
      },
    });
    const notAfter = readCertificate(leaf).notAfter.toISOString();
    const view: IssuedCertificateView = { status: 'issued', certificate, notAfter, pollAfterMs: null };
    await finish(tx, view);
    return view;
  });
}

/** @throws {@link AdapterError} `IDENTITY_NOT_VERIFIED` where it did not pass, or another one passed since. */
async function assertLatest(tx: StoreTransaction, { tenant, id, subject }: IdentityVerificationRecord): Promise<void> {
  if ((await tx.identities.findLatestPassed(tenant, subject))?.id !== id) throw new AdapterError('IDENTITY_NOT_VERIFIED');
}
