import {
  checkPath,
  type CombinableAnswer,
  combineRevocationAnswers,
  hasNoRevocation,
  isAnswerCurrentAt,
  isAnswerFromFuture,
} from '../../x509/index.ts';
import { answerId } from '../facts/evidence-id.ts';
import type { RevocationFacts } from '../facts/revocation-facts.ts';
import { limitReached } from './algorithm-catalogue.ts';
import { chainsOf } from './path-chains.ts';
import type { JudgingContext } from './judging-context.ts';

/** What is known of a certificate's status. */
export type CertificateStatus =
  | { readonly kind: 'good'; readonly answer: RevocationFacts }
  | { readonly kind: 'revoked'; readonly answer: RevocationFacts; readonly at: Date }
  | { readonly kind: 'on-hold'; readonly answer: RevocationFacts; readonly at: Date }
  /** There is an answer that may be relied on, and it is too old for the time that counts. */
  | { readonly kind: 'stale'; readonly answer: RevocationFacts }
  /** There are answers, and none may be relied on; the first fault of the first. */
  | { readonly kind: 'unreliable'; readonly fault: string }
  | { readonly kind: 'missing' };

export interface StatusQuery {
  /** Fingerprints. */
  readonly certificate: string;
  readonly issuer: string;
  readonly anchor: string;
  /** An answer must have been current at this time, or be made after it. */
  readonly at: Date;
  /** Certificates whose status waits for this one. */
  readonly waiting?: readonly string[];
}

const MAX_WAITING = 4;
/**
 * The status of one certificate by all answers that may be relied on. A revocation stands whatever came later, but for a hold that
 * was released; of other answers the newest counts.
 *
 * @see ETSI EN 319 102-1 §5.2.5; RFC 5280 §6.3.3
 */
export function certificateStatus(query: StatusQuery, context: JudgingContext): CertificateStatus {
  const combined = combineAnswers(reliableAnswers(query, context), context.validationTime);
  if (combined !== undefined) {
    const { answer, revokedAt, isOnHold } = combined;
    if (revokedAt !== undefined) return { kind: isOnHold ? 'on-hold' : 'revoked', answer, at: revokedAt };
    return { kind: isFresh(answer, query.at, context) ? 'good' : 'stale', answer };
  }
  const [first] = answersAbout(query, context);
  return first === undefined ? { kind: 'missing' } : { kind: 'unreliable', fault: first.faults[0] ?? 'SIGNER_UNSUITABLE' };
}

/** What reliable answers say together at a time: the one that decides, and since when the certificate was revoked by it. */
export interface CombinedAnswers {
  readonly answer: RevocationFacts;
  readonly revokedAt?: Date;
  readonly isOnHold: boolean;
}

/** Undefined where they say nothing. */
export function combineAnswers(answers: readonly RevocationFacts[], at: Date): CombinedAnswers | undefined {
  const { status, standsOn, revocation, thisUpdate } = combineRevocationAnswers(answers.map(combinable), { at });
  // Of a complete CRL with its delta the delta tells how current both are.
  const [decisive] = standsOn.toSorted((left, right) => distance(left, thisUpdate) - distance(right, thisUpdate));
  if (decisive === undefined || status === 'unknown') return undefined;
  if (status === 'good') return { answer: decisive.facts, isOnHold: false };
  // A revocation without a time counts from the beginning.
  return { answer: decisive.facts, revokedAt: revocation?.revokedAt ?? new Date(0), isOnHold: revocation?.reason === 'certificateHold' };
}

function distance(answer: CombinableAnswer, time: Date | undefined): number {
  return Math.abs((answer.thisUpdate?.getTime() ?? 0) - (time?.getTime() ?? 0));
}

function combinable(facts: RevocationFacts): CombinableAnswer & { readonly facts: RevocationFacts } {
  const { status, faults, isRemoved, revokedAt, reason, thisUpdate, reasons, crl } = facts;
  return {
    facts,
    status,
    faults,
    isRemoved,
    ...(revokedAt === null ? {} : { revokedAt: new Date(revokedAt) }),
    ...(reason === null ? {} : { reason }),
    ...(thisUpdate === null ? {} : { thisUpdate: new Date(thisUpdate) }),
    ...(reasons === null ? {} : { reasons }),
    ...(crl === null ? {} : { crl }),
  };
}

/** Whether an answer is new enough for a time: as new as the policy asks for, else current then. @see EN 319 102-1 §5.2.5.4 */
export function isFresh(answer: RevocationFacts, at: Date, { policy }: Pick<JudgingContext, 'policy'>): boolean {
  const times = timesOf(answer);
  if (policy.revocationFreshness === undefined) return isAnswerCurrentAt(times, at);
  return times.thisUpdate !== undefined && times.thisUpdate.getTime() >= at.getTime() - policy.revocationFreshness * 1000;
}

function timesOf({ thisUpdate, nextUpdate }: RevocationFacts): { readonly thisUpdate?: Date; readonly nextUpdate?: Date } {
  return {
    ...(thisUpdate === null ? {} : { thisUpdate: new Date(thisUpdate) }),
    ...(nextUpdate === null ? {} : { nextUpdate: new Date(nextUpdate) }),
  };
}

/** The answers that may be relied on, also those that say something in part. */
export function reliableAnswers(query: Omit<StatusQuery, 'at'>, context: JudgingContext): readonly RevocationFacts[] {
  return answersAbout(query, context).filter((answer) => isReliable(answer, query, context));
}

function answersAbout({ certificate, issuer }: Omit<StatusQuery, 'at'>, { revocation }: JudgingContext): readonly RevocationFacts[] {
  return (revocation.get(certificate) ?? []).filter((answer) => answer.issuer === issuer);
}

/** A list that covers some reasons only says what it revokes, and with others what it does not. */
const PARTIAL_FAULTS: ReadonlySet<string> = new Set(['ONLY_SOME_REASONS', 'DELTA_CRL']);

function isReliable(answer: RevocationFacts, query: Omit<StatusQuery, 'at'>, context: JudgingContext): boolean {
  const { thisUpdate, faults, signature, algorithm } = answer;
  if (signature !== 'valid' || thisUpdate === null || !faults.every((fault) => PARTIAL_FAULTS.has(fault))) return false;
  if (isAnswerFromFuture(timesOf(answer), context.validationTime)) return false;
  const proven = context.existence.timeOf(answerId(answer.answer));
  const signer = answer.signer === null ? undefined : context.certificates.get(answer.signer);
  const key = signer ?? context.certificates.get(answer.issuer);
  const use = {
    digest: algorithm?.digest ?? null,
    signature: algorithm?.name ?? null,
    ...(key === undefined ? {} : { key: key.publicKey }),
  };
  if (limitReached(use, proven) !== undefined) return false;
  return answer.signerRole === 'issuer' || isDelegateTrusted(answer, query, context);
}

/**
 * Who answers for the issuer needs a path of its own to the same anchor (RFC 5280 §6.3.3 (f)), in force when the answer is proven to
 * have been there, and is not revoked itself; a responder with nocheck need not be asked about.
 */
function isDelegateTrusted(answer: RevocationFacts, query: Omit<StatusQuery, 'at'>, context: JudgingContext): boolean {
  const waiting = [...(query.waiting ?? []), query.certificate];
  if (answer.signerPaths === null || answer.signer === null || waiting.length > MAX_WAITING || waiting.includes(answer.signer))
    return false;
  const at = context.existence.timeOf(answerId(answer.answer));
  const purpose = answer.kind === 'crl' ? 'crl-signing' : 'ocsp-signing';
  const made = new Date(answer.producedAt ?? answer.thisUpdate ?? at);
  return chainsOf(answer.signerPaths, context.certificates).some(({ path, fingerprints }) => {
    const anchor = fingerprints.at(-1);
    if (anchor !== query.anchor || checkPath(path, { at, purpose }).verdict.indication !== 'PASSED') return false;
    return fingerprints.slice(0, -1).every((certificate, index) => {
      const parsed = path.certificates[index];
      // Its own issuer stands above the certificate asked about as well, and is judged there.
      if ((parsed !== undefined && hasNoRevocation(parsed)) || (index === 0 && answer.signerNoCheck) || certificate === query.issuer)
        return true;
      if (waiting.includes(certificate)) return false;
      const status = certificateStatus({ certificate, issuer: fingerprints[index + 1] ?? '', anchor, at: made, waiting }, context);
      if (status.kind === 'revoked') return status.at > made;
      return status.kind === 'good' || (context.policy.revocation !== 'require' && status.kind !== 'on-hold');
    });
  });
}
