import type { CallOptions } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import { PortError, type RevocationSource } from '@sealkit/core/ports';
import {
  type Certificate,
  combineRevocationAnswers,
  hasNoRevocation,
  isAnswerCurrentAt,
  isAnswerFromFuture,
  parseCrl,
  parseOcspResponse,
  type RevocationAnswer,
  verifyCrl,
  verifyOcsp,
  X509Error,
} from '@sealkit/core/x509';

/** Why nobody knows whether a certificate is revoked. */
export type UnknownStatus =
  /** The services that the certificate names gave nothing. */
  | 'NO_ANSWER'
  | 'UNREACHABLE'
  /** What came is not of who may speak of the certificate, or cannot be read. */
  | 'UNRELIABLE'
  | 'STALE';

/** What is known of one certificate now; `answer` is the digest of the octets that it stands on. */
export type ConfirmedStatus =
  | { readonly status: 'good'; readonly kind: 'ocsp' | 'crl'; readonly thisUpdate: string; readonly answer: string }
  | { readonly status: 'revoked'; readonly kind: 'ocsp' | 'crl'; readonly revokedAt: string | null; readonly answer: string }
  /** Its issuer says that nobody keeps its status (RFC 9608). */
  | { readonly status: 'not-kept' }
  | { readonly status: 'unknown'; readonly reason: UnknownStatus };

export interface StatusQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly at: Date;
  readonly maxAgeMs?: number | undefined;
}

/**
 * The status of a certificate by OCSP, and by CRLs where that gives nothing fresh. A revocation counts however old the answer is. CRLs
 * count that the issuer's own key signed; responders that the issuer delegated, too.
 *
 * @see RFC 5280 §6.3.3, RFC 6960 §3.2
 */
export async function askStatus(question: StatusQuestion, source: RevocationSource, call?: CallOptions): Promise<ConfirmedStatus> {
  const { certificate, issuer } = question;
  if (hasNoRevocation(certificate)) return { status: 'not-kept' };
  const query = { certificate: certificate.raw, issuer: issuer.raw };
  const found: RevocationAnswer[] = [];
  const faults: UnknownStatus[] = [];
  for (const ask of [
    async () => {
      const response = await source.fetchOcsp(query, call);
      return response === undefined ? [] : [await verifyOcsp(parseOcspResponse(response), { certificate, issuer })];
    },
    async () => {
      const crls = await source.fetchCrls(query, call);
      return Promise.all(crls.map((crl) => verifyCrl(parseCrl(crl), { certificate, issuer })));
    },
  ]) {
    try {
      found.push(...(await ask()));
    } catch (error) {
      faults.push(unknownOf(error));
    }
    const status = await judge(found, question);
    if (status.status !== 'unknown') return status;
    faults.push(status.reason);
  }
  // The first reason that says more than that nothing came.
  return { status: 'unknown', reason: faults.find((fault) => fault !== 'NO_ANSWER') ?? 'NO_ANSWER' };
}

function unknownOf(error: unknown): UnknownStatus {
  if (error instanceof PortError) return 'UNREACHABLE';
  if (error instanceof X509Error) return 'UNRELIABLE';
  throw error;
}

async function judge(found: readonly RevocationAnswer[], question: StatusQuestion): Promise<ConfirmedStatus> {
  if (found.length === 0) return { status: 'unknown', reason: 'NO_ANSWER' };
  const reliable = found.filter((answer) => isReliable(answer, question.at));
  if (reliable.length === 0) return { status: 'unknown', reason: 'UNRELIABLE' };
  const counting = reliable.filter((answer) => answer.status === 'revoked' || isFresh(answer, question));
  const combined = combineRevocationAnswers(counting, { at: question.at });
  const [basis] = combined.standsOn;
  if (basis === undefined || combined.status === 'unknown') return { status: 'unknown', reason: 'STALE' };
  const answer = await digestText('SHA-256', basis.raw);
  if (combined.status === 'revoked')
    return { status: 'revoked', kind: basis.kind, revokedAt: combined.revocation?.revokedAt?.toISOString() ?? null, answer };
  return { status: 'good', kind: basis.kind, thisUpdate: (combined.thisUpdate ?? question.at).toISOString(), answer };
}

/** Delegated signers of CRLs need a path of their own, which is not looked for here. */
function isReliable(answer: RevocationAnswer, at: Date): boolean {
  const { signature, signerRole, kind, thisUpdate } = answer;
  if (signature !== 'valid' || thisUpdate === undefined || isAnswerFromFuture(answer, at)) return false;
  return signerRole === 'issuer' || kind === 'ocsp';
}

function isFresh(answer: RevocationAnswer, { at, maxAgeMs }: StatusQuestion): boolean {
  const age = at.getTime() - (answer.thisUpdate?.getTime() ?? 0);
  return (maxAgeMs === undefined || age <= maxAgeMs) && isAnswerCurrentAt(answer, at);
}
