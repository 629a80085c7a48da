import type { Bytes } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import { encodeUtf8 } from '@sealkit/core/bytes';
import { personalNumberOf, type VerifiedSubject } from '@sealkit/core/identity';
import type { Name } from '@sealkit/core/x509';
import { isSoundValue, markedDigest } from '../../audit/personal-values/personal-value.ts';
import type { IdentityVerificationRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { isNumberOf } from '../personal-number.ts';

/** Whom a certificate has to name: the verification and what it found; null where nobody is verified, or the words were erased. */
export interface VerifiedHolder {
  readonly verification: IdentityVerificationRecord;
  readonly subject: VerifiedSubject;
}

/**
 * Who a subject was last verified to be, as far as it can be compared with the subject of a certificate.
 *
 * @param numberKey of the digests of personal numbers; without it, a number in the certificate is never the verified one.
 */
export async function findVerifiedHolder(
  tx: StoreTransaction,
  {
    tenant,
    subject,
    name: certified,
  }: { readonly tenant: string; readonly subject: IdentityVerificationRecord['subject']; readonly name: Name },
  numberKey: Bytes | undefined,
): Promise<VerifiedHolder | null> {
  const verification = await tx.identities.findLatestPassed(tenant, subject);
  if (verification === undefined) return null;
  const { claims } = verification;
  if (subject.kind === 'organisation') {
    const { registrationNumber } = claims;
    return registrationNumber === null ? null : { verification, subject: { kind: 'organisation', name: claims.name, registrationNumber } };
  }
  const name = await verifiedName(tx, verification);
  if (name === null) return null;
  const number = personalNumberOf(certified);
  const digest = claims.personalNumber === null ? null : await textOfMark(tx, tenant, claims.personalNumber.digest);
  const numberAgrees =
    number === undefined || numberKey === undefined || digest === null ? 'not-known' : isNumberOf(number, digest, numberKey) ? 'yes' : 'no';
  const serialNumber = await subjectReference(tenant, subject.id);
  return { verification, subject: { kind: 'person', name, serialNumber, numberAgrees } };
}

/**
 * What stands for a person in the serialNumber of a certificate that was ordered here: it names nobody to strangers, and is the same in
 * each of the person's certificates.
 */
export async function subjectReference(tenant: string, personId: string): Promise<string> {
  const digest = await digestText('SHA-256', encodeUtf8(JSON.stringify([tenant, personId])));
  return `SK-${digest.slice('sha256:'.length, 'sha256:'.length + 32)}`;
}

/** The name that a person was verified by; null where it was erased. */
export function verifiedName(tx: StoreTransaction, { tenant, claims }: IdentityVerificationRecord): Promise<string | null> {
  return textOfMark(tx, tenant, claims.name);
}

async function textOfMark(tx: StoreTransaction, tenant: string, mark: string): Promise<string | null> {
  const digest = markedDigest(mark);
  const [value] = digest === undefined ? [] : await tx.personal.find(tenant, [digest]);
  return value !== undefined && (await isSoundValue(value)) ? value.text : null;
}
