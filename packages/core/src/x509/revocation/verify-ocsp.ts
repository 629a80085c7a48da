import { OIDS } from '../../asn1/index.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { equalNames } from '../name.ts';
import { verifyCertificateSignature } from '../verify-certificate-signature.ts';
import { X509Error } from '../x509-error.ts';
import { keyHash, matchesCertId } from './cert-id.ts';
import type { BasicOcspResponse, OcspResponse, ResponderId, SingleResponse } from './ocsp-response.ts';
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
 * What an OCSP response says of one certificate. The responder is the issuer itself, or a certificate with
 * id-kp-OCSPSigning that the very key of the issuer signed; responders trusted by agreement alone are not known here.
 *
 * @see RFC 6960 §3.2, §4.2.2.2
 */
export async function verifyOcsp(response: OcspResponse, subject: RevocationSubject): Promise<RevocationAnswer> {
  const { basic, raw } = response;
  if (basic === undefined)
    return {
      kind: 'ocsp',
      raw,
      status: 'unknown',
      isRemoved: false,
      signerNoCheck: false,
      signature: 'no-signer',
      faults: ['RESPONSE_NOT_SUCCESSFUL'],
    };
  const single = await findSingleResponse(basic, subject);
  const { producedAt } = basic;
  if (single === undefined)
    return {
      kind: 'ocsp',
      raw,
      status: 'unknown',
      producedAt,
      isRemoved: false,
      signerNoCheck: false,
      signature: 'not-verified',
      faults: ['OTHER_CERTIFICATE'],
    };
  const found = await findAnswerSigner(basic, await responders(basic, subject));
  const isIssuer = found.signer !== undefined && isSelf(subject.issuer, found.signer);
  const faults = [
    ...answerFaults(basic, single, subject.certificate),
    ...signerFaults(found, subject, producedAt),
    ...(found.signer === undefined || isIssuer ? [] : await delegationFaults(found.signer, subject.issuer)),
  ];
  return {
    kind: 'ocsp',
    raw,
    ...statusOf(single),
    producedAt,
    isRemoved: false,
    ...(basic.nonce === undefined ? {} : { nonce: basic.nonce }),
    ...(found.signer === undefined ? {} : { signer: found.signer, signerRole: isIssuer ? 'issuer' : 'delegate' }),
    signerNoCheck: found.signer?.ocspNoCheck === true,
    signature: found.signature,
    faults,
  };
}

/** Of several answers about the certificate a revocation first, then the latest. */
async function findSingleResponse(basic: BasicOcspResponse, subject: RevocationSubject): Promise<SingleResponse | undefined> {
  const matching: SingleResponse[] = [];
  for (const single of basic.responses) if (await matchesCertId(single.certId, subject.certificate, subject.issuer)) matching.push(single);
  const latestFirst = matching.sort((left, right) => right.thisUpdate.getTime() - left.thisUpdate.getTime());
  return latestFirst.find(({ status }) => status === 'revoked') ?? latestFirst[0];
}

function statusOf(single: SingleResponse): Pick<RevocationAnswer, 'status' | 'reason' | 'revokedAt' | 'thisUpdate' | 'nextUpdate'> {
  const { status, reason, revokedAt, thisUpdate, nextUpdate } = single;
  return {
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(revokedAt === undefined ? {} : { revokedAt }),
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  };
}

function answerFaults(basic: BasicOcspResponse, single: SingleResponse, certificate: Certificate): readonly RevocationFault[] {
  const unknown = basic.unknownCriticalExtensions.length + single.unknownCriticalExtensions.length;
  return [
    ...(single.status === 'unknown' ? (['STATUS_UNKNOWN'] as const) : []),
    ...(single.status === 'good' ? expiryFaults(certificate, single.thisUpdate, single.archiveCutoff) : []),
    ...(unknown > 0 ? (['UNKNOWN_CRITICAL_EXTENSION'] as const) : []),
  ];
}

/** The issuer, certificates that came along, certificates that are known: those that the responder's identifier names. */
async function responders(basic: BasicOcspResponse, subject: RevocationSubject): Promise<readonly Certificate[]> {
  const all = [subject.issuer, ...basic.certificates.flatMap(parseOrNone), ...(subject.candidates ?? [])];
  const named = await Promise.all(all.map((candidate) => isNamed(basic.responderId, candidate)));
  return all.filter((_, index) => named[index]);
}

async function isNamed(responderId: ResponderId, candidate: Certificate): Promise<boolean> {
  if (responderId.kind === 'byName') return equalNames(responderId.name, candidate.subject);
  return responderId.keyHash === (await keyHash(candidate.spki, 'SHA-1'));
}

/** RFC 6960 §4.2.2.2: the purpose itself, not anyExtendedKeyUsage, and the issuer's own key. */
async function delegationFaults(responder: Certificate, issuer: Certificate): Promise<readonly RevocationFault[]> {
  const faults: RevocationFault[] = [];
  if (responder.extendedKeyUsage?.includes(OIDS.ocspSigning) !== true) faults.push('RESPONDER_NOT_DELEGATED');
  const isIssued = equalNames(responder.issuer, issuer.subject) && (await verifyCertificateSignature(responder, issuer.spki)) === 'valid';
  if (!isIssued) faults.push('RESPONDER_OF_OTHER_ISSUER');
  const { keyUsage, malformedExtensions, unknownCriticalExtensions } = responder;
  const signs = keyUsage === undefined || keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');
  if (!signs || malformedExtensions.length + unknownCriticalExtensions.length > 0) faults.push('SIGNER_UNSUITABLE');
  return faults;
}

function parseOrNone(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof X509Error) return [];
    throw error;
  }
}
