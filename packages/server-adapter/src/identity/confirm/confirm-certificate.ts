import type { JsonValue } from '@sealkit/core/bytes';
import { compareSubject } from '@sealkit/core/identity';
import { buildCertificatePaths, type Certificate, certificateFingerprint, type CertificatePath, checkPath } from '@sealkit/core/x509';
import type { AdapterContext } from '../../adapter-context.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import { readCertificate } from '../../read-certificate.ts';
import { lookFirst } from '../../storage/look-first.ts';
import type { CredentialRecord, IdentityVerificationRecord } from '../../storage/records.ts';
import type { IdentityConfig } from '../identity-config.ts';
import { askStatus, type ConfirmedStatus } from './certificate-status.ts';
import { findVerifiedHolder } from './verified-subject.ts';

/** The certificate that is about to sign, and whose it has to be. */
export interface SigningCertificate {
  readonly tenant: string;
  readonly credential: CredentialRecord;
  readonly holder: IdentityVerificationRecord['subject'];
}

/** What was found: facts for the log, or why nobody signs. */
export type CertificateConfirmation =
  /** `facts` is null where the host did not ask for it. */
  | { readonly result: 'confirmed'; readonly facts: { readonly [name: string]: JsonValue } | null }
  | { readonly result: 'refused'; readonly code: ProblemCode; readonly values: Readonly<Record<string, string>> };

/**
 * Confirms a certificate before it signs: a path to one of the host's authorities that passes now (RFC 5280 §6.1), the status of each
 * certificate of it, and that its subject is whom the holder was verified to be. What cannot be found out stops the act as well as what
 * is wrong.
 */
export async function confirmCertificate(context: AdapterContext, signing: SigningCertificate): Promise<CertificateConfirmation> {
  const { identity } = context;
  if (identity === null) return { result: 'confirmed', facts: null };
  const at = context.clock.now();
  const [leafOctets, ...candidates] = signing.credential.certificates;
  if (leafOctets === undefined) return refused('CERTIFICATE_MISMATCH');
  const leaf = readCertificate(leafOctets);
  const built = await buildCertificatePaths({ leaf, candidates, anchors: identity.anchors, at });
  const [path, reason] = choosePath(built, at);
  if (path === undefined) return refused('CERTIFICATE_NOT_TRUSTED', reason);
  const statuses = await statusesOf(path, context, identity, at);
  const stopping = statuses.find(({ status }) => stops(status, identity));
  if (stopping !== undefined) return refusalOf(stopping.status, stopping.certificate === leaf);
  const subject = await confirmSubject(context, identity, signing, leaf);
  if (subject.result === 'refused') return subject;
  return {
    result: 'confirmed',
    facts: {
      at: at.toISOString(),
      path: await Promise.all(path.certificates.map(({ raw }) => certificateFingerprint(raw))),
      status: statuses.map(({ status }) => ({ ...status })),
      subject: subject.facts,
    },
  };
}

/** The shortest path that passes, or why the first one does not. */
function choosePath(paths: readonly CertificatePath[], at: Date): readonly [path: CertificatePath | undefined, reason: string] {
  const results = paths.map((path) => ({ path, result: checkPath(path, { at, purpose: 'signing' }) }));
  const passed = results.find(({ result }) => result.verdict.indication === 'PASSED');
  const [first] = results;
  const reason = first?.result.steps.flatMap(({ reasons }) => reasons)[0];
  return [passed?.path, reason ?? 'NO_PATH'];
}

interface StatusOf {
  readonly certificate: Certificate;
  readonly status: ConfirmedStatus;
}

/** Of all but the anchor, which the host trusts by its own word. */
async function statusesOf(
  { certificates }: CertificatePath,
  { revocationSource }: AdapterContext,
  { revocation, maxStatusAgeMs }: IdentityConfig,
  at: Date,
): Promise<readonly StatusOf[]> {
  if (revocation === 'off' || revocationSource === null) return [];
  const pairs = certificates.slice(0, -1).map((certificate, index) => ({ certificate, issuer: certificates[index + 1] }));
  return Promise.all(
    pairs.flatMap(({ certificate, issuer }) =>
      issuer === undefined
        ? []
        : [askStatus({ certificate, issuer, at, maxAgeMs: maxStatusAgeMs }, revocationSource).then((status) => ({ certificate, status }))],
    ),
  );
}

function stops(status: ConfirmedStatus, { revocation }: IdentityConfig): boolean {
  return status.status === 'revoked' || (status.status === 'unknown' && revocation === 'required');
}

function refusalOf(status: ConfirmedStatus, isLeaf: boolean): Refusal {
  const of = isLeaf ? 'certificate' : 'authority';
  if (status.status === 'unknown') return { result: 'refused', code: 'CERTIFICATE_STATUS_UNKNOWN', values: { reason: status.reason, of } };
  return { result: 'refused', code: 'CERTIFICATE_REVOKED', values: { of } };
}

async function confirmSubject(
  { store }: AdapterContext,
  { subject: rule = 'required', numberKey }: IdentityConfig,
  { tenant, holder }: SigningCertificate,
  leaf: Certificate,
): Promise<SubjectConfirmed | Refusal> {
  if (rule === 'off') return { result: 'confirmed', facts: { compared: false } };
  const verified = await lookFirst(store, (tx) => findVerifiedHolder(tx, { tenant, subject: holder, name: leaf.subject }, numberKey));
  if (verified === null)
    return rule === 'required' ? refused('IDENTITY_NOT_VERIFIED') : { result: 'confirmed', facts: { compared: false } };
  const comparison = compareSubject(leaf.subject, verified.subject);
  if (comparison.result === 'different') return refused('CERTIFICATE_SUBJECT_DIFFERS', comparison.differences.join(' '));
  const { id, event } = verified.verification;
  return { result: 'confirmed', facts: { compared: true, verification: id, event: event?.digest ?? null } };
}

interface SubjectConfirmed {
  readonly result: 'confirmed';
  readonly facts: { readonly [name: string]: JsonValue };
}

type Refusal = CertificateConfirmation & { readonly result: 'refused' };

function refused(code: ProblemCode, reason?: string): Refusal {
  return { result: 'refused', code, values: reason === undefined ? {} : { reason } };
}
