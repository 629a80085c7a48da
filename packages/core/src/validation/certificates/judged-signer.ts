import type { PathPurpose } from '../../x509/index.ts';
import type { CertificatePathFacts } from '../facts/path-facts.ts';
import type { FailedSubIndication, IndeterminateSubIndication } from '../report/verdict.ts';
import { type AlgorithmLimit, type AlgorithmUse, limitReached } from './algorithm-catalogue.ts';
import { countingFault, holds, type JudgedPath, judgePaths, type PathTimes, type StatusFault } from './judged-path.ts';
import type { JudgingContext } from './judging-context.ts';
import { type PastPath, pastPath } from './time-sliding.ts';

/** Whose certificates are judged, and what is known of when they were used. */
export interface SignerQuery {
  readonly paths: CertificatePathFacts;
  readonly purpose: PathPurpose;
  /** Until when the signature is proven to have been there. */
  readonly provenAt: Date;
  /** Whether a time-stamp that keeps others alive is over it: the past is asked then, and its answer counts. */
  readonly isArchived: boolean;
  /** Since when it cannot have been there: the time of a content time-stamp that holds. */
  readonly notBefore?: Date;
  /** At which answers about its certificates must be current now; the validation time when absent. */
  readonly statusAt?: Date;
  /** The algorithms of the signature itself, but for its key. */
  readonly algorithms: readonly AlgorithmUse[];
}

/** The signer's certificates at the time that decides. */
export interface JudgedSigner {
  /** Undefined when no path leads to an anchor. */
  readonly path: JudgedPath | undefined;
  /** The time at which the path is shown: at which it holds, else the validation time. */
  readonly at: Date;
  /** Why the path holds at another time than now: the signature is proven to be older. */
  readonly proof: 'none' | 'best-signature-time' | 'past-validation';
  /** The past was asked, and what is proven does not reach back far enough. */
  readonly isPastUnproven: boolean;
  /** What keeps the signature's own algorithms from proving anything; null where nothing does. */
  readonly limit: AlgorithmLimit | null;
  /** The status fault that counts; null where none does. */
  readonly fault: StatusFault | null;
  /** What speaks against the signature for good. */
  readonly failure: { readonly subIndication: FailedSubIndication; readonly reason: string } | null;
}

/** Open answers of now that a proof of an earlier time may settle. @see ETSI EN 319 102-1 §5.5.4 step 2, §5.6.3.4 */
const MAY_BE_SETTLED: ReadonlySet<IndeterminateSubIndication> = new Set<IndeterminateSubIndication>([
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'TRY_LATER',
]);

/**
 * Judges the signer's certificates now; where that stays open and the signature is proven to be older, at its best time; where that
 * stays open, in the past by sliding back over what is proven.
 *
 * @see ETSI EN 319 102-1 §5.3.4, §5.5.4, §5.6.2.4
 */
export function judgeSigner(query: SignerQuery, context: JudgingContext): JudgedSigner {
  const { validationTime } = context;
  const { provenAt } = query;
  const now = { leaf: validationTime, authorities: validationTime, status: query.statusAt ?? validationTime };
  const present = judgeAt(query, now, validationTime, context);
  if (isSettled(present, context)) return { ...present, proof: 'none', isPastUnproven: false, failure: failureOf(query, present) };
  if (present.path === undefined || !MAY_BE_SETTLED.has(openWord(present))) return { ...present, proof: 'none', isPastUnproven: false };
  if (provenAt < validationTime) {
    const then = judgeAt(query, { leaf: provenAt, authorities: validationTime, status: provenAt }, provenAt, context);
    if (isSettled(then, context) && isStatusProven(then, context)) return { ...then, proof: 'best-signature-time', isPastUnproven: false };
  }
  const past = pastPath(query.paths, query.purpose, context);
  const settled = past === undefined ? undefined : judgePast(query, past);
  if (settled !== undefined) return settled;
  // A past that is proven, and that the signature is not proven to reach back to, leaves the answer of now (§5.6.2.4).
  const isPastUnproven = query.isArchived && past === undefined;
  return { ...present, proof: 'none', isPastUnproven, failure: failureOf(query, present) };
}

type Attempt = Omit<JudgedSigner, 'proof' | 'isPastUnproven'>;

function judgeAt(query: SignerQuery, times: PathTimes, at: Date, context: JudgingContext): Attempt {
  const path = judgePaths(query.paths, query.purpose, times, context);
  const key = path?.path.certificates[0]?.publicKey;
  const provenAt = at < query.provenAt ? at : query.provenAt;
  return {
    path,
    at,
    limit: firstLimit(query.algorithms, key, provenAt) ?? null,
    fault: path === undefined ? null : countingFault(path, context.policy.revocation),
    failure: null,
  };
}

function firstLimit(
  algorithms: readonly AlgorithmUse[],
  key: NonNullable<JudgedPath['path']['certificates'][0]>['publicKey'] | undefined,
  at: Date,
): AlgorithmLimit | undefined {
  return algorithms.map((use) => limitReached(key === undefined ? use : { ...use, key }, at)).find((limit) => limit !== undefined);
}

function isSettled({ path, limit }: Attempt, context: JudgingContext): boolean {
  return path !== undefined && limit === null && holds(path, context);
}

/** An expired certificate holds for an earlier time only where it is known not to have been revoked before it expired. */
function isStatusProven({ path }: Attempt, { validationTime, policy }: JudgingContext): boolean {
  const leaf = path?.path.certificates[0];
  if (leaf === undefined || validationTime <= leaf.notAfter || policy.revocation === 'ignore') return true;
  // Whatever fault a path that holds has left, by a policy that does not ignore revocation, is that nobody knows.
  return path?.fault === null;
}

/** The word for what is open, in the order in which it counts. */
function openWord({ path, fault }: Attempt): IndeterminateSubIndication {
  const verdict = path?.result.verdict;
  if (verdict?.indication === 'INDETERMINATE' && verdict.subIndication !== 'OUT_OF_BOUNDS_NO_POE') return verdict.subIndication;
  if (fault !== null) return fault.subIndication;
  return verdict?.indication === 'INDETERMINATE' ? verdict.subIndication : 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE';
}

function judgePast(query: SignerQuery, past: PastPath): JudgedSigner | undefined {
  if (query.provenAt > past.controlTime) return undefined;
  const [leaf] = past.path.certificates;
  if (leaf === undefined || query.provenAt < leaf.notBefore) return undefined;
  if (firstLimit(query.algorithms, leaf.publicKey, query.provenAt) !== undefined) return undefined;
  const path: JudgedPath = { ...past, statuses: past.path.certificates.map(() => null), fault: null, limit: null };
  return { path, at: past.controlTime, proof: 'past-validation', isPastUnproven: false, limit: null, fault: null, failure: null };
}

/**
 * What the times prove against the signature. The steps of §5.5.4 compare the best signature time with the certificate's issuance only
 * where the certificate is out of bounds now; the meaning of NOT_YET_VALID (§5.1.3) knows no such condition, and what was signed before
 * its certificate is no less so once that has come into force. DSS reads it so too, pyHanko by the steps.
 *
 * @see ETSI EN 319 102-1 §5.1.3, §5.3.4, §5.5.4, §5.6.2.4
 */
function failureOf({ provenAt, notBefore }: SignerQuery, { path, fault }: Attempt): JudgedSigner['failure'] {
  const [leaf] = path?.path.certificates ?? [];
  if (leaf === undefined) return null;
  if (provenAt < leaf.notBefore) return { subIndication: 'NOT_YET_VALID', reason: 'SIGNED_BEFORE_CERTIFICATE' };
  if (notBefore === undefined) return null;
  if (fault?.reason === 'CERTIFICATE_REVOKED' && fault.status.kind === 'revoked' && notBefore >= fault.status.at)
    return { subIndication: 'REVOKED', reason: 'SIGNED_AFTER_REVOCATION' };
  return notBefore > leaf.notAfter ? { subIndication: 'EXPIRED', reason: 'SIGNED_AFTER_EXPIRY' } : null;
}
