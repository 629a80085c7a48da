import type { Certificate } from '../certificate.ts';
import { equalNames } from '../name.ts';
import type { RevokedEntry } from './crl-entries.ts';
import { crlScope } from './crl-scope.ts';
import { type Crl, findRevokedEntry } from './crl.ts';
import {
  expiryFaults,
  findAnswerSigner,
  isSelf,
  type RevocationAnswer,
  type RevocationFault,
  type RevocationSubject,
  signerFaults,
} from './revocation-answer.ts';

/**
 * What a complete CRL says of one certificate. A signer other than the issuer's own key needs a path to the same anchor,
 * which is the caller's to find (§6.3.3 (f)).
 *
 * @throws X509Error `X509_CRL_MALFORMED` when the certificate's entry cannot be read
 * @see RFC 5280 §6.3.3
 */
export async function verifyCrl(crl: Crl, subject: RevocationSubject): Promise<RevocationAnswer> {
  const { certificate, issuer } = subject;
  const candidates = [issuer, ...(subject.candidates ?? [])].filter((candidate) => maySign(crl, candidate));
  const found = await findAnswerSigner(crl, candidates);
  const scope = crlScope(crl, certificate);
  const entry = findRevokedEntry(crl, certificate);
  const isRevoked = entry !== undefined && entry.reason !== 'removeFromCRL';
  const silence = isRevoked ? [] : silenceFaults(crl, certificate, scope.reasons !== undefined);
  const faults = [...scope.faults, ...silence, ...signerFaults(found, subject, crl.thisUpdate), ...usageFaults(found.signer)];
  return {
    kind: 'crl',
    raw: crl.raw,
    ...(isRevoked ? revocationOf(entry) : { status: scope.faults.length + silence.length === 0 ? 'good' : 'unknown' }),
    thisUpdate: crl.thisUpdate,
    ...(crl.nextUpdate === undefined ? {} : { nextUpdate: crl.nextUpdate }),
    ...(scope.reasons === undefined ? {} : { reasons: scope.reasons }),
    ...(found.signer === undefined ? {} : { signer: found.signer, signerRole: isSelf(issuer, found.signer) ? 'issuer' : 'delegate' }),
    signerNoCheck: false,
    signature: found.signature,
    faults,
  };
}

function revocationOf(entry: RevokedEntry): Pick<RevocationAnswer, 'status' | 'reason' | 'revokedAt' | 'invalidityDate'> {
  const { revokedAt, reason, invalidityDate } = entry;
  return {
    status: 'revoked',
    revokedAt,
    ...(reason === undefined ? {} : { reason }),
    ...(invalidityDate === undefined ? {} : { invalidityDate }),
  };
}

/** Why it means nothing that the certificate is not on the list. */
function silenceFaults(crl: Crl, certificate: Certificate, isPartial: boolean): readonly RevocationFault[] {
  return [...(isPartial ? (['ONLY_SOME_REASONS'] as const) : []), ...expiryFaults(certificate, crl.thisUpdate, crl.expiredCertsOnCrl)];
}

/** By name, and by key identifier where both state one (§5.2.1). */
function maySign(crl: Crl, candidate: Certificate): boolean {
  if (!equalNames(crl.issuer, candidate.subject)) return false;
  const wanted = crl.authorityKeyId?.keyIdentifier;
  return wanted === undefined || candidate.subjectKeyId === undefined || wanted === candidate.subjectKeyId;
}

/** §6.3.3 (f). */
function usageFaults(signer: Certificate | undefined): readonly RevocationFault[] {
  if (signer === undefined) return [];
  const isSuitable = signer.keyUsage === undefined || signer.keyUsage.includes('cRLSign');
  return isSuitable && signer.malformedExtensions.length === 0 ? [] : ['SIGNER_UNSUITABLE'];
}
