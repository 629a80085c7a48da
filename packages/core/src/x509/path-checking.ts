import { OIDS } from '../asn1/index.ts';
import type { Certificate } from './certificate.ts';
import { equalNames } from './name.ts';
import type { CertificatePath } from './path-building.ts';

/** What the leaf's key is used for. */
export type PathPurpose = 'signing' | 'seal-maker' | 'register' | 'timestamping' | 'ocsp-signing' | 'crl-signing';

export type PathReason =
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'SIGNATURE_INVALID'
  | 'SIGNATURE_UNSUPPORTED'
  | 'NAME_CHAINING_BROKEN'
  | 'ISSUER_NOT_AUTHORITY'
  | 'PATH_LENGTH_EXCEEDED'
  | 'KEY_USAGE_NOT_CERTIFICATE_SIGNING'
  | 'KEY_USAGE_UNSUITABLE'
  | 'EXTENDED_KEY_USAGE_UNSUITABLE'
  | 'UNKNOWN_CRITICAL_EXTENSION'
  | 'EXTENSION_MALFORMED'
  | 'NAME_CONSTRAINTS_NOT_PROCESSED'
  | 'POLICY_CONSTRAINTS_NOT_PROCESSED';

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
}

export interface PathCheck {
  /** Both ends of a certificate's validity are included. */
  readonly at: Date;
  readonly purpose: PathPurpose;
}

/**
 * Checks a path by the basics of RFC 5280 §6.1: signatures, names, validity, authority, path length, key usage, extended key
 * usage, critical extensions. Name constraints and policy constraints are not processed: a path with them does not pass.
 * Revocation is another question. The anchor is the caller's word and is checked only where it is the leaf itself.
 */
export function checkPath(path: CertificatePath, check: PathCheck): PathResult {
  const steps = path.certificates.map((certificate, index): PathStepResult => {
    const role = index === 0 ? 'leaf' : index === path.certificates.length - 1 ? 'anchor' : 'intermediate';
    const reasons = reasonsOf(path, index, check);
    return { certificate, role, reasons, verdict: verdictOf(reasons) };
  });
  return { verdict: verdictOf(steps.flatMap(({ reasons }) => reasons)), steps };
}

function reasonsOf(path: CertificatePath, index: number, check: PathCheck): readonly PathReason[] {
  const certificate = path.certificates[index];
  if (certificate === undefined) return [];
  const isLeaf = index === 0;
  const isAnchor = index === path.certificates.length - 1;
  if (isAnchor && !isLeaf) return [];
  return [
    ...linkReasons(path, index),
    ...validityReasons(certificate, check.at),
    ...(isLeaf ? leafReasons(certificate, check.purpose) : authorityReasons(path, index)),
    ...extensionReasons(certificate),
  ];
}

function linkReasons(path: CertificatePath, index: number): readonly PathReason[] {
  const certificate = path.certificates[index];
  const issuer = path.certificates[index + 1];
  if (certificate === undefined || issuer === undefined) return [];
  const reasons: PathReason[] = [];
  if (!equalNames(certificate.issuer, issuer.subject)) reasons.push('NAME_CHAINING_BROKEN');
  if (path.links[index] === 'unsupported') reasons.push('SIGNATURE_UNSUPPORTED');
  else if (path.links[index] !== 'valid') reasons.push('SIGNATURE_INVALID');
  return reasons;
}

function validityReasons(certificate: Certificate, at: Date): readonly PathReason[] {
  if (at.getTime() < certificate.notBefore.getTime()) return ['CERTIFICATE_NOT_YET_VALID'];
  return at.getTime() > certificate.notAfter.getTime() ? ['CERTIFICATE_EXPIRED'] : [];
}

/** RFC 5280 §6.1.4 (k) to (n). */
function authorityReasons(path: CertificatePath, index: number): readonly PathReason[] {
  const certificate = path.certificates[index];
  if (certificate === undefined) return [];
  const reasons: PathReason[] = [];
  const { basicConstraints, keyUsage } = certificate;
  if (certificate.version !== 3 || basicConstraints?.ca !== true) reasons.push('ISSUER_NOT_AUTHORITY');
  const below = path.certificates.slice(1, index).filter((lower) => !equalNames(lower.subject, lower.issuer)).length;
  if (basicConstraints?.pathLength !== undefined && below > basicConstraints.pathLength) reasons.push('PATH_LENGTH_EXCEEDED');
  if (keyUsage !== undefined && !keyUsage.includes('keyCertSign')) reasons.push('KEY_USAGE_NOT_CERTIFICATE_SIGNING');
  return reasons;
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
  const unknown = certificate.unknownCriticalExtensions.filter((oid) => !NAMED_UNPROCESSED.has(oid));
  if (unknown.length > 0) reasons.push('UNKNOWN_CRITICAL_EXTENSION');
  if (certificate.malformedExtensions.length > 0) reasons.push('EXTENSION_MALFORMED');
  const has = (oid: string): boolean => certificate.extensions.some((extension) => extension.oid === oid);
  if (has(OIDS.nameConstraints)) reasons.push('NAME_CONSTRAINTS_NOT_PROCESSED');
  if (has(OIDS.policyConstraints) || hasCritical(certificate, OIDS.policyMappings) || hasCritical(certificate, OIDS.inhibitAnyPolicy))
    reasons.push('POLICY_CONSTRAINTS_NOT_PROCESSED');
  return reasons;
}

const NAMED_UNPROCESSED: ReadonlySet<string> = new Set<string>([
  OIDS.nameConstraints,
  OIDS.policyConstraints,
  OIDS.policyMappings,
  OIDS.inhibitAnyPolicy,
]);

function hasCritical(certificate: Certificate, oid: string): boolean {
  return certificate.extensions.some((extension) => extension.oid === oid && extension.critical);
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
