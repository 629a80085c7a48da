import type { RevocationReasonFlag } from '../distribution-points.ts';
import { ALL_REASON_FLAGS, type RevocationReason } from './crl-reasons.ts';
import { compareNumbers, continuesCrl } from './delta-crl.ts';
import type { RevocationAnswer, RevocationFault } from './revocation-answer.ts';

/** When a certificate was revoked, and why. */
export interface Revocation {
  /** Undefined where the answer does not say: it holds for all times. */
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
}

/** What of an answer counts when several are combined; facts that were saved can be given as well as answers. */
export type CombinableAnswer = Pick<
  RevocationAnswer,
  'status' | 'revokedAt' | 'reason' | 'invalidityDate' | 'thisUpdate' | 'reasons' | 'crl' | 'isRemoved' | 'faults'
>;

/** What all answers together say of one certificate. */
export interface RevocationStatus<T extends CombinableAnswer = RevocationAnswer> {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Where the status is revoked. */
  readonly revocation?: Revocation;
  /** A revocation after the time asked about; the status speaks of that time. */
  readonly laterRevocation?: Revocation;
  /** The answers that the status stands on: none where it is unknown. */
  readonly standsOn: readonly T[];
  /** When the oldest of them was made; of a complete CRL with its delta, the delta. */
  readonly thisUpdate?: Date;
  /** Why the answers that it does not stand on do not count, each fault once. */
  readonly faults: readonly RevocationFault[];
}

export interface CombineOptions {
  /** The time that the status is asked for. A revocation at this very time counts. */
  readonly at: Date;
}

/** An answer, or a complete CRL with its delta, seen as one. */
interface Statement<T> extends Revocation {
  readonly isRevoked: boolean;
  readonly thisUpdate: Date;
  readonly reasons: readonly RevocationReasonFlag[];
  readonly standsOn: readonly T[];
}

/**
 * What all answers about one certificate say together. Delta CRLs are joined with their complete ones, and CRLs that cover some
 * reasons each count as good where they cover all of them together. A revocation wins over every other answer, the earliest
 * first, save a hold, which a later answer may lift.
 *
 * Answers that are not fresh, or whose signer's own path does not hold, are the caller's to leave out first; a complete CRL
 * that a fresh delta continues (`continuesCrl`) may stay, since it is as current as the delta. The order of answers changes
 * nothing but the order of equals.
 *
 * @see RFC 5280 §5.2.4, §5.3.1, §6.3.3; RFC 6960 §2.2
 */
export function combineRevocationAnswers<T extends CombinableAnswer>(answers: readonly T[], { at }: CombineOptions): RevocationStatus<T> {
  const statements = statementsOf(answers);
  const revoked = statements.filter(({ isRevoked }) => isRevoked).sort(byRevocation);
  const good = statements.filter(({ isRevoked }) => !isRevoked);
  const standing = revoked.filter((statement) => !isLifted(statement, good));
  const now = standing.find(({ revokedAt }) => revokedAt === undefined || revokedAt <= at);
  if (now !== undefined) return { status: 'revoked', revocation: revocationOf(now), ...basis([now], answers) };
  const [later] = standing;
  const covering = coveringAll([...good, ...standing]);
  if (covering === undefined) return { status: 'unknown', ...basis([], answers) };
  return { status: 'good', ...(later === undefined ? {} : { laterRevocation: revocationOf(later) }), ...basis(covering, answers) };
}

/** Faults of an answer that says something in part. */
const PARTIAL: ReadonlySet<RevocationFault> = new Set<RevocationFault>(['ONLY_SOME_REASONS', 'DELTA_CRL']);

function statementsOf<T extends CombinableAnswer>(answers: readonly T[]): readonly Statement<T>[] {
  const usable = answers.filter(({ faults }) => faults.every((fault) => PARTIAL.has(fault)));
  const deltas = usable.filter(isDelta);
  return usable.flatMap((answer) => {
    if (answer.thisUpdate === undefined) return [];
    if (isDelta(answer)) return answer.status === 'revoked' ? [statementOf(answer, answer.thisUpdate)] : [];
    return [withDelta(statementOf(answer, answer.thisUpdate), answer, deltas)];
  });
}

/** Facts that were saved without the CRL's numbers have the fault alone. */
function isDelta({ crl, faults }: CombinableAnswer): boolean {
  return crl?.baseNumber !== undefined || faults.includes('DELTA_CRL');
}

function statementOf<T extends CombinableAnswer>(answer: T, thisUpdate: Date): Statement<T> {
  return {
    isRevoked: answer.status === 'revoked',
    thisUpdate,
    reasons: answer.reasons ?? ALL_REASON_FLAGS,
    standsOn: [answer],
    ...revocationOf(answer),
  };
}

/** §6.3.3 (j) to (l): what the latest delta says of the certificate; where it is silent, what the complete CRL says. */
function withDelta<T extends CombinableAnswer>(statement: Statement<T>, answer: T, deltas: readonly T[]): Statement<T> {
  const { crl: complete } = answer;
  if (complete === undefined) return statement;
  const [delta] = deltas
    .filter(({ crl }) => crl !== undefined && continuesCrl(crl, complete))
    .sort((left, right) => compareNumbers(right.crl?.number ?? '', left.crl?.number ?? ''));
  if (delta?.thisUpdate === undefined) return statement;
  const { thisUpdate, isRemoved } = delta;
  const standsOn = [answer, delta];
  if (delta.status === 'revoked') return { ...statementOf(delta, thisUpdate), standsOn };
  if (isRemoved) return { isRevoked: false, thisUpdate, reasons: statement.reasons, standsOn };
  return { ...statement, thisUpdate, standsOn };
}

/** §5.3.1: a hold ends where a later answer that covers holds knows of none; every other revocation is for ever. */
function isLifted({ reason, thisUpdate }: Statement<unknown>, good: readonly Statement<unknown>[]): boolean {
  return reason === 'certificateHold' && good.some((other) => other.thisUpdate > thisUpdate && other.reasons.includes('certificateHold'));
}

/** §6.3.3, reasons_mask: the latest statement that covers all reasons, or else all that do so together. */
function coveringAll<T>(statements: readonly Statement<T>[]): readonly Statement<T>[] | undefined {
  const latestFirst = statements.toSorted((left, right) => right.thisUpdate.getTime() - left.thisUpdate.getTime());
  const whole = latestFirst.find(({ reasons }) => reasons.length === ALL_REASON_FLAGS.length);
  if (whole !== undefined) return [whole];
  const covered = new Set<RevocationReasonFlag>();
  const needed = latestFirst.filter(({ reasons }) => {
    const adds = reasons.some((reason) => !covered.has(reason));
    for (const reason of reasons) covered.add(reason);
    return adds;
  });
  return covered.size === ALL_REASON_FLAGS.length ? needed : undefined;
}

/** Those for ever before holds, the earliest first. */
function byRevocation(left: Revocation, right: Revocation): number {
  const isHold = ({ reason }: Revocation): number => (reason === 'certificateHold' ? 1 : 0);
  const time = ({ revokedAt }: Revocation): number => revokedAt?.getTime() ?? -Infinity;
  return isHold(left) - isHold(right) || (time(left) === time(right) ? 0 : time(left) - time(right));
}

function revocationOf({ revokedAt, reason, invalidityDate }: Revocation): Revocation {
  return {
    ...(revokedAt === undefined ? {} : { revokedAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(invalidityDate === undefined ? {} : { invalidityDate }),
  };
}

function basis<T extends CombinableAnswer>(
  statements: readonly Statement<T>[],
  answers: readonly T[],
): Pick<RevocationStatus<T>, 'standsOn' | 'thisUpdate' | 'faults'> {
  const standsOn = [...new Set(statements.flatMap((statement) => statement.standsOn))];
  const [oldest] = statements.map(({ thisUpdate }) => thisUpdate).sort((left, right) => left.getTime() - right.getTime());
  const others = answers.filter((answer) => !standsOn.includes(answer));
  return {
    standsOn,
    ...(oldest === undefined ? {} : { thisUpdate: oldest }),
    faults: [...new Set(others.flatMap(({ faults }) => faults))],
  };
}
