import { OIDS } from '../asn1/index.ts';
import type { Certificate } from './certificate.ts';
import { type NameConstraintReason, nameConstraintReasons } from './name-constraints.ts';
import { equalNames } from './name.ts';
import type { CertificatePath } from './path-building.ts';
import { checkPolicies, type PolicyInputs, type PolicyReason, type PolicyResult } from './policy-checking.ts';

/** What the leaf's key is used for. */
export type PathPurpose = 'signing' | 'seal-maker' | 'register' | 'timestamping' | 'ocsp-signing' | 'crl-signing';

export type PathReason =
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'SIGNATURE_INVALID'
  | 'SIGNATURE_UNSUPPORTED'
  | 'NAME_CHAINING_BROKEN'
  | 'ISSUER_NAME_EMPTY'
  | 'ISSUER_NOT_AUTHORITY'
  | 'PATH_LENGTH_EXCEEDED'
  | 'KEY_USAGE_NOT_CERTIFICATE_SIGNING'
  | 'KEY_USAGE_UNSUITABLE'
  | 'EXTENDED_KEY_USAGE_UNSUITABLE'
  | 'UNKNOWN_CRITICAL_EXTENSION'
  | 'EXTENSION_MALFORMED'
  /** Name constraints where no authority is (RFC 5280 §4.2.1.10). */
  | 'NAME_CONSTRAINTS_MISPLACED'
  | NameConstraintReason
  | PolicyReason;

/** A building block's answer in the words of EN 319 102-1 §5.2.6. */
export type PathVerdict =
  | { readonly indication: 'PASSED' }
  | {
      readonly indication: 'INDETERMINATE';
      readonly subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' | 'CHAIN_CONSTRAINTS_FAILURE' | 'OUT_OF_BOUNDS_NO_POE';
    };

export interface PathStepResult {
  readonly certificate: Certificate;
  readonly role: 'leaf' | 'intermediate' | 'anchor';
  readonly verdict: PathVerdict;
  readonly reasons: readonly PathReason[];
}

export interface PathResult {
  /** The first answer, leaf first, that is not PASSED; general failures before constraints before time. */
  readonly verdict: PathVerdict;
  readonly steps: readonly PathStepResult[];
  /** The acceptable policies under which the leaf stands, in the words of the anchor's domain; anyPolicy alone where every one. */
  readonly policies: readonly string[];
}

export interface PathCheck {
  /** Both ends of a certificate's validity are included. */
  readonly at: Date;
  readonly purpose: PathPurpose;
  /** Every policy is acceptable, and none is demanded, when absent. */
  readonly policies?: PolicyInputs;
}

/**
 * Checks a path by RFC 5280 §6.1: signatures, names, validity, authority, path length, key usage, critical extensions, name
 * constraints, certificate policies (as RFC 9618 updates them); and the leaf's extended key usage. Purposes of an authority do
 * not narrow those below it, since §6.1 knows no such rule. Revocation is another question.
 *
 * The anchor is the caller's word and is checked only where it is the leaf itself; its name constraints and its path length
 * hold for those below it (RFC 5937 §2), its policies do not.
 */
export function checkPath(path: CertificatePath, check: PathCheck): PathResult {
  const { certificates } = path;
  const policies = checkPolicies(certificates.length > 1 ? certificates.slice(0, -1) : certificates, check.policies);
  const steps = certificates.map((certificate, index): PathStepResult => {
    const role = index === 0 ? 'leaf' : index === certificates.length - 1 ? 'anchor' : 'intermediate';
    const reasons = reasonsOf(path, index, check, policies);
    return { certificate, role, reasons, verdict: verdictOf(reasons) };
  });
  return { verdict: verdictOf(steps.flatMap(({ reasons }) => reasons)), steps, policies: policies.policies };
}

function reasonsOf(path: CertificatePath, index: number, check: PathCheck, policies: PolicyResult): readonly PathReason[] {
  const certificate = path.certificates[index];
  if (certificate === undefined) return [];
  const isLeaf = index === 0;
  const isAnchor = index === path.certificates.length - 1;
  if (isAnchor && !isLeaf) return lengthReasons(path, index);
  return [
    ...linkReasons(path, index),
    ...validityReasons(certificate, check.at),
    ...(isLeaf ? leafReasons(certificate, check.purpose) : authorityReasons(path, index)),
    ...extensionReasons(certificate),
    ...nameReasons(path, index),
    ...(policies.reasons.get(index) ?? []),
  ];
}

function linkReasons(path: CertificatePath, index: number): readonly PathReason[] {
  const certificate = path.certificates[index];
  const issuer = path.certificates[index + 1];
  if (certificate === undefined || issuer === undefined) return [];
  const reasons: PathReason[] = [];
  if (!equalNames(certificate.issuer, issuer.subject)) reasons.push('NAME_CHAINING_BROKEN');
  // §4.1.2.4: an empty name tells no issuer from another.
  if (certificate.issuer.relativeNames.length === 0) reasons.push('ISSUER_NAME_EMPTY');
  if (path.links[index] === 'unsupported') reasons.push('SIGNATURE_UNSUPPORTED');
  else if (path.links[index] !== 'valid') reasons.push('SIGNATURE_INVALID');
  return reasons;
}

function validityReasons(certificate: Certificate, at: Date): readonly PathReason[] {
  if (at < certificate.notBefore) return ['CERTIFICATE_NOT_YET_VALID'];
  // §4.1.2.5: notAfter is a second, and all of it is included.
  return at.getTime() >= certificate.notAfter.getTime() + 1000 ? ['CERTIFICATE_EXPIRED'] : [];
}

/** RFC 5280 §6.1.4 (k) to (n). */
function authorityReasons(path: CertificatePath, index: number): readonly PathReason[] {
  const certificate = path.certificates[index];
  if (certificate === undefined) return [];
  const reasons: PathReason[] = [];
  const { basicConstraints, keyUsage } = certificate;
  if (certificate.version !== 3 || basicConstraints?.ca !== true) reasons.push('ISSUER_NOT_AUTHORITY');
  reasons.push(...lengthReasons(path, index));
  if (keyUsage !== undefined && !keyUsage.includes('keyCertSign')) reasons.push('KEY_USAGE_NOT_CERTIFICATE_SIGNING');
  return reasons;
}

/** Self-issued certificates do not count (§6.1.4 (l)). */
function lengthReasons(path: CertificatePath, index: number): readonly PathReason[] {
  const limit = path.certificates[index]?.basicConstraints?.pathLength;
  const below = path.certificates.slice(1, index).filter((lower) => !isSelfIssued(lower)).length;
  return limit !== undefined && below > limit ? ['PATH_LENGTH_EXCEEDED'] : [];
}

/** §6.1.3 (b), (c): self-issued certificates that are not the leaf are not asked. */
function nameReasons({ certificates }: CertificatePath, index: number): readonly PathReason[] {
  const certificate = certificates[index];
  if (certificate === undefined || (index > 0 && isSelfIssued(certificate))) return [];
  const misplaced = certificate.nameConstraints !== undefined && certificate.basicConstraints?.ca !== true;
  return [
    ...(misplaced ? (['NAME_CONSTRAINTS_MISPLACED'] as const) : []),
    ...nameConstraintReasons(
      certificate,
      certificates.slice(index + 1).flatMap(({ nameConstraints }) => nameConstraints ?? []),
    ),
  ];
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return equalNames(subject, issuer);
}

/** Purposes that are plainly others than signing documents. */
const OTHER_PURPOSES: ReadonlySet<string> = new Set<string>([OIDS.serverAuth, OIDS.codeSigning, OIDS.timeStamping, OIDS.ocspSigning]);

function leafReasons(certificate: Certificate, purpose: PathPurpose): readonly PathReason[] {
  const reasons: PathReason[] = [];
  const { keyUsage } = certificate;
  // RFC 5280 §6.3.3 (f): extended purposes do not bind who signs CRLs.
  if (purpose === 'crl-signing') return keyUsage === undefined || keyUsage.includes('cRLSign') ? [] : ['KEY_USAGE_UNSUITABLE'];
  if (keyUsage !== undefined && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation'))
    reasons.push('KEY_USAGE_UNSUITABLE');
  if (!hasPurpose(certificate, purpose)) reasons.push('EXTENDED_KEY_USAGE_UNSUITABLE');
  return reasons;
}

function hasPurpose({ extendedKeyUsage, extendedKeyUsageCritical }: Certificate, purpose: PathPurpose): boolean {
  // RFC 3161 §2.3: this purpose alone, critical.
  if (purpose === 'timestamping')
    return extendedKeyUsageCritical && extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === OIDS.timeStamping;
  // RFC 6960 §4.2.2.2: the purpose itself.
  if (purpose === 'ocsp-signing') return extendedKeyUsage?.includes(OIDS.ocspSigning) === true;
  return extendedKeyUsage === undefined || !extendedKeyUsage.every((oid) => OTHER_PURPOSES.has(oid));
}

function extensionReasons(certificate: Certificate): readonly PathReason[] {
  const reasons: PathReason[] = [];
  if (certificate.unknownCriticalExtensions.length > 0) reasons.push('UNKNOWN_CRITICAL_EXTENSION');
  if (certificate.malformedExtensions.length > 0) reasons.push('EXTENSION_MALFORMED');
  return reasons;
}

const GENERAL: ReadonlySet<PathReason> = new Set<PathReason>(['SIGNATURE_INVALID', 'SIGNATURE_UNSUPPORTED', 'NAME_CHAINING_BROKEN']);
const TIME: ReadonlySet<PathReason> = new Set<PathReason>(['CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID']);

function verdictOf(reasons: readonly PathReason[]): PathVerdict {
  if (reasons.length === 0) return { indication: 'PASSED' };
  if (reasons.some((reason) => GENERAL.has(reason)))
    return { indication: 'INDETERMINATE', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' };
  if (reasons.some((reason) => !TIME.has(reason))) return { indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' };
  return { indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' };
}
