import type { ProblemCode } from '../problem-codes.ts';
import type { CredentialRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import { readCertificate } from '../read-certificate.ts';

/** What stands in the way of anybody's use of a seal now: the first reason, or null. Pure. */
export function findSealObstacle(seal: SealRecord, version: SealVersionRecord | undefined, now: Date): ProblemCode | null {
  if (seal.state === 'suspended') return 'SEAL_SUSPENDED';
  if (seal.state === 'abolished') return 'SEAL_ABOLISHED';
  if (seal.state !== 'active' || version === undefined) return 'SEAL_NOT_ACTIVE';
  const at = now.toISOString();
  if (at < version.validFrom || at > version.validTo) return 'SEAL_VERSION_EXPIRED';
  return isCredentialValid(version.credential, now) ? null : 'CERTIFICATE_NOT_VALID';
}

/** Whether the leaf certificate of a credential is within its validity, both ends included (RFC 5280 §4.1.2.5). */
export function isCredentialValid(credential: CredentialRecord, now: Date): boolean {
  const leaf = credential.certificates[0];
  if (leaf === undefined) return false;
  const { notBefore, notAfter } = readCertificate(leaf);
  return notBefore <= now && now <= notAfter;
}
