import type { Certificate } from '../certificate.ts';
import { equalNames } from '../name.ts';
import type { RevokedEntry } from './crl-entries.ts';
import { crlScope } from './crl-scope.ts';
import { type Crl, findRevokedEntry } from './crl.ts';
import { crlIdentity } from './delta-crl.ts';
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
 * What one CRL, complete or delta, says of one certificate; `combineRevocationAnswers` joins them. A signer other than the issuer's own key needs a path to the same anchor,
 * which is the caller's to find (§6.3.3 (f)).
 *
 * @throws X509Error `X509_CRL_MALFORMED` when the certificate's entry cannot be read
 * @see RFC 5280 §6.3.3
 */
export async function verifyCrl(crl: Crl, subject: RevocationSubject): Promise<RevocationAnswer> {
  const { certificate, issuer } = subject;
  const scope = crlScope(crl, certificate);
  if (scope.faults.includes('ISSUER_NAME_DIFFERS'))
    return {
      kind: 'crl',
      raw: crl.raw,
      status: 'unknown',
      ...timesOf(crl),
      crl: crlIdentity(crl),
      isRemoved: false,
      signerNoCheck: false,
      signature: 'not-verified',
      faults: scope.faults,
    };
  const candidates = [issuer, ...(subject.candidates ?? [])].filter((candidate) => maySign(crl, candidate));
  const found = await findAnswerSigner(crl, candidates);
  const entry = findRevokedEntry(crl, certificate);
  const isRevoked = entry !== undefined && entry.reason !== 'removeFromCRL';
  const silence = isRevoked ? [] : silenceFaults(crl, certificate, scope.reasons !== undefined);
  const faults = [...scope.faults, ...silence, ...signerFaults(found, subject, crl.thisUpdate), ...usageFaults(found.signer)];
  return {
    kind: 'crl',
    raw: crl.raw,
    ...(isRevoked ? revocationOf(entry) : { status: scope.faults.length + silence.length === 0 ? 'good' : 'unknown' }),
    ...timesOf(crl),
    crl: crlIdentity(crl),
    isRemoved: entry?.reason === 'removeFromCRL',
    ...(scope.reasons === undefined ? {} : { reasons: scope.reasons }),
    ...(found.signer === undefined ? {} : { signer: found.signer, signerRole: isSelf(issuer, found.signer) ? 'issuer' : 'delegate' }),
    signerNoCheck: false,
    signature: found.signature,
    faults,
  };
}

function timesOf({ thisUpdate, nextUpdate }: Crl): Pick<RevocationAnswer, 'thisUpdate' | 'nextUpdate'> {
  return { thisUpdate, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
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
  return [
    // What a delta CRL lists is revoked; what it does not list may stand on its base (§5.2.4).
    ...(crl.baseCrlNumber === undefined ? [] : (['DELTA_CRL'] as const)),
    ...(isPartial ? (['ONLY_SOME_REASONS'] as const) : []),
    ...expiryFaults(certificate, crl.thisUpdate, crl.expiredCertsOnCrl),
  ];
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
