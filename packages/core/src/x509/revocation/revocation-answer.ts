import { type Bytes, equalBytes } from '../../bytes/index.ts';
import type { SignatureValueResult } from '../../crypto/index.ts';
import type { Certificate } from '../certificate.ts';
import type { RevocationReasonFlag } from '../distribution-points.ts';
import { equalNames } from '../name.ts';
import { verifyCertificateSignature } from '../verify-certificate-signature.ts';
import type { RevocationReason } from './crl-reasons.ts';
import type { CrlIdentity } from './delta-crl.ts';

/** Why an answer says nothing, or must not be relied on, for a certificate. */
export type RevocationFault =
  /** The responder answered with an error instead. */
  | 'RESPONSE_NOT_SUCCESSFUL'
  /** It speaks of other certificates. */
  | 'OTHER_CERTIFICATE'
  /** The responder does not know the certificate. */
  | 'STATUS_UNKNOWN'
  | 'SIGNER_NOT_FOUND'
  | 'SIGNATURE_INVALID'
  | 'SIGNATURE_UNSUPPORTED'
  /** Key usage, or critical or malformed extensions of the signer's certificate, do not allow it. */
  | 'SIGNER_UNSUITABLE'
  /** The signer's certificate was not valid when the answer was made. */
  | 'SIGNER_OUT_OF_VALIDITY'
  /** The certificate asked about signed the answer itself. */
  | 'SIGNED_BY_SUBJECT'
  /** The responder's certificate lacks id-kp-OCSPSigning (RFC 6960 §4.2.2.2). */
  | 'RESPONDER_NOT_DELEGATED'
  /** The responder's certificate was not issued by the key that issued the certificate (RFC 6960 §4.2.2.2). */
  | 'RESPONDER_OF_OTHER_ISSUER'
  /** The CRL is of another issuer, and no distribution point names it (RFC 5280 §6.3.3 (b)). */
  | 'ISSUER_NAME_DIFFERS'
  | 'OTHER_DISTRIBUTION_POINT'
  | 'ONLY_USER_CERTIFICATES'
  | 'ONLY_CA_CERTIFICATES'
  | 'ONLY_ATTRIBUTE_CERTIFICATES'
  /** The certificate is not on a list that covers some reasons only. */
  | 'ONLY_SOME_REASONS'
  /** The certificate is not on a list that holds the changes to another one only. */
  | 'DELTA_CRL'
  | 'UNKNOWN_CRITICAL_EXTENSION'
  | 'EXTENSION_MALFORMED'
  /** Made after the certificate expired, by a service that need not remember it any more. */
  | 'CERTIFICATE_EXPIRED_BEFORE';

/** What a CRL or an OCSP response says of one certificate: facts, no verdict. Whether it is fresh is the caller's question. */
export interface RevocationAnswer {
  readonly kind: 'crl' | 'ocsp';
  /** DER of the CRL or of the OCSPResponse. */
  readonly raw: Bytes;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly reason?: RevocationReason;
  readonly revokedAt?: Date;
  readonly invalidityDate?: Date;
  /** Undefined where an OCSP response does not speak of the certificate. */
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  /** Of an OCSP response. */
  readonly producedAt?: Date;
  readonly nonce?: Bytes;
  /** Of a CRL: what tells whether a delta CRL goes with it. */
  readonly crl?: CrlIdentity;
  /** A delta CRL takes the certificate off the list (removeFromCRL, RFC 5280 §5.3.1). */
  readonly isRemoved: boolean;
  /** The reasons that a CRL covers for this certificate; all when absent. */
  readonly reasons?: readonly RevocationReasonFlag[];
  /** The certificate whose key made the signature, or the likeliest one where none verifies. */
  readonly signer?: Certificate;
  /** `issuer`: the key and name of the issuer itself. `delegate`: another certificate, whose own path is yet to be checked. */
  readonly signerRole?: 'issuer' | 'delegate';
  /** The signer carries id-pkix-ocsp-nocheck: its own status need not be asked (RFC 6960 §4.2.2.2.1). */
  readonly signerNoCheck: boolean;
  /** `not-verified`: the answer is plainly about other certificates. */
  readonly signature: SignatureValueResult | 'no-signer' | 'not-verified';
  /** Empty where the answer may be relied on for this certificate. */
  readonly faults: readonly RevocationFault[];
}

/** Whom an answer is verified for. */
export interface RevocationSubject {
  readonly certificate: Certificate;
  /** The certificate that issued it. */
  readonly issuer: Certificate;
  /** Certificates that may have signed the answer, besides the issuer and those inside the answer. */
  readonly candidates?: readonly Certificate[];
}

/** Signatures tried for one answer. */
const MAX_ATTEMPTS = 8;

export interface FoundSigner {
  readonly signer?: Certificate;
  readonly signature: SignatureValueResult | 'no-signer';
}

/** The first certificate whose key verifies the signature; else the first one and its result. */
export async function findAnswerSigner(
  signed: { readonly tbs: Bytes; readonly signatureAlgorithm: Bytes; readonly signature: Bytes },
  candidates: readonly Certificate[],
): Promise<FoundSigner> {
  let best: FoundSigner = { signature: 'no-signer' };
  for (const signer of distinctKeys(candidates).slice(0, MAX_ATTEMPTS)) {
    const signature = await verifyCertificateSignature(signed, signer.spki);
    if (signature === 'valid') return { signer, signature };
    if (best.signer === undefined || (best.signature === 'invalid' && signature === 'unsupported')) best = { signer, signature };
  }
  return best;
}

/** Faults of the signature and of the signer's certificate that both kinds of answers share. */
export function signerFaults({ signer, signature }: FoundSigner, subject: RevocationSubject, madeAt: Date): readonly RevocationFault[] {
  if (signer === undefined) return ['SIGNER_NOT_FOUND'];
  const faults: RevocationFault[] = [];
  if (signature !== 'valid') faults.push(signature === 'unsupported' ? 'SIGNATURE_UNSUPPORTED' : 'SIGNATURE_INVALID');
  // The issuer's own validity is a matter of the certificate's path; it may have been renewed since.
  if (isSelf(subject.issuer, signer)) return faults;
  if (madeAt < signer.notBefore || madeAt > signer.notAfter) faults.push('SIGNER_OUT_OF_VALIDITY');
  if (equalBytes(signer.spki, subject.certificate.spki)) faults.push('SIGNED_BY_SUBJECT');
  return faults;
}

/** The same key under the same name: the certificate itself or another one of that authority. */
export function isSelf(authority: Certificate, other: Certificate): boolean {
  return equalBytes(authority.spki, other.spki) && equalNames(authority.subject, other.subject);
}

/** The faults of an answer that is about an expired certificate and made after it expired. */
export function expiryFaults(certificate: Certificate, thisUpdate: Date, remembersFrom: Date | undefined): readonly RevocationFault[] {
  if (thisUpdate <= certificate.notAfter) return [];
  return remembersFrom !== undefined && remembersFrom <= certificate.notAfter ? [] : ['CERTIFICATE_EXPIRED_BEFORE'];
}

function distinctKeys(candidates: readonly Certificate[]): readonly Certificate[] {
  return candidates.filter((candidate, index) => candidates.findIndex((other) => equalBytes(other.raw, candidate.raw)) === index);
}
