import type { AlgorithmUse } from '../certificates/algorithm-catalogue.ts';
import type { JudgingContext } from '../certificates/judging-context.ts';
import { type JudgedSigner, judgeSigner } from '../certificates/judged-signer.ts';
import type { CheckContext, Outcome, ProvenTimes } from '../checks/check.ts';
import { authorityOutcome, tokenOutcome } from '../checks/timestamp-judgement.ts';
import { type EvidenceId, signatureId, timestampId } from '../facts/evidence-id.ts';
import type { TimestampFacts } from '../facts/timestamp-facts.ts';
import type { SignatureFacts, ValidationFacts } from '../facts/validation-facts.ts';
import { isSoundTimestamp } from './form-validation.ts';

/** A time-stamp wherever it lies. */
export interface Stamp {
  readonly id: EvidenceId;
  readonly time: string;
  readonly covers: readonly EvidenceId[];
  readonly paths: TimestampFacts['paths'];
  readonly algorithms: readonly AlgorithmUse[];
  /** What is wrong with it, whoever made it; undefined where nothing is. */
  readonly flaw: Outcome | undefined;
  readonly archives: boolean;
}

type ExistenceContext = Omit<CheckContext, 'existence'>;

/**
 * Judges all time-stamps, those that keep others alive first and the newest of them before older ones, so that each may rest on
 * what is proven by then; what one that holds covers is proven to have been there at its time.
 *
 * @see ETSI EN 319 102-1 §5.6.3.4, §5.6.2.3
 */
export function proveTimes(facts: ValidationFacts, around: ExistenceContext): ProvenTimes {
  const times = new Map<EvidenceId, Date>();
  const outcomes = new Map<EvidenceId, Outcome>();
  const authorities = new Map<EvidenceId, JudgedSigner>();
  const archived = new Set<EvidenceId>();
  const proven: ProvenTimes = {
    timeOf: (id) => times.get(id) ?? around.validationTime,
    isArchived: (id) => archived.has(id),
    outcomeOf: (id) => outcomes.get(id),
    authorityOf: (id) => authorities.get(id),
  };
  const context: CheckContext = { ...around, existence: proven };
  const stamps = stampsOf(facts, context);
  for (const { archives, covers } of stamps) if (archives) for (const id of covers) archived.add(id);
  const judge = (stamp: Stamp): JudgedSigner => {
    const authority = judgeAuthority(stamp, context);
    authorities.set(stamp.id, authority);
    return authority;
  };
  for (const stamp of stamps.toSorted(newestFirst)) {
    const outcome = stamp.flaw ?? authorityOutcome(judge(stamp));
    outcomes.set(stamp.id, outcome);
    if (outcome.status !== 'passed') continue;
    const time = new Date(stamp.time);
    for (const id of stamp.covers) if (time < proven.timeOf(id)) times.set(id, time);
  }
  return proven;
}

function judgeAuthority({ id, time, paths, algorithms }: Stamp, context: JudgingContext): JudgedSigner {
  const { existence, policy } = context;
  const statusAt = policy.timestampStatus === 'stated-time' ? { statusAt: new Date(time) } : {};
  return judgeSigner(
    { paths, purpose: 'timestamping', provenAt: existence.timeOf(id), isArchived: existence.isArchived(id), algorithms, ...statusAt },
    context,
  );
}

/** All time-stamps of a file, those inside its signatures included. */
export function stampsOf({ signatures }: Pick<ValidationFacts, 'signatures'>, context: CheckContext): readonly Stamp[] {
  return signatures.flatMap((signature, index) => [
    ...documentStamp(signature, index, context),
    ...signature.timestamps.map((token, place) => innerStamp(token, timestampId(index, place))),
  ]);
}

function documentStamp(signature: SignatureFacts, index: number, context: CheckContext): readonly Stamp[] {
  const { kind, statedTime, covers, paths, cms } = signature;
  if (statedTime === null || (kind !== 'document-time-stamp' && kind !== 'time-stamp-token')) return [];
  const flaw: Outcome = { status: 'failed', subIndication: 'FORMAT_FAILURE', reason: 'TIMESTAMP_NOT_GENUINE', values: {} };
  const { signer } = cms;
  const algorithms =
    signer === null
      ? []
      : [
          { digest: signer.digestAlgorithm.digest },
          { digest: signer.signatureAlgorithm.digest, signature: signer.signatureAlgorithm.name },
        ];
  return [
    {
      id: signatureId(index),
      time: statedTime,
      covers,
      paths,
      algorithms,
      flaw: isSoundTimestamp(signature, context) ? undefined : flaw,
      archives: true,
    },
  ];
}

function innerStamp(token: TimestampFacts, id: EvidenceId): Stamp {
  const { time, covers, paths, algorithms, kind } = token;
  return {
    id,
    time: time ?? '',
    covers,
    paths,
    algorithms:
      algorithms === null ? [] : [{ digest: algorithms.digest }, { digest: algorithms.signatureDigest, signature: algorithms.signature }],
    flaw: tokenOutcome(token),
    archives: kind === 'archive-time-stamp' || kind === 'evidence-record-time-stamp',
  };
}

/** Archiving ones before the others, the newest first, and of the same second the one that is over the other. */
function newestFirst(left: Stamp, right: Stamp): number {
  if (left.archives !== right.archives) return left.archives ? -1 : 1;
  if (left.time !== right.time) return left.time < right.time ? 1 : -1;
  return Number(left.covers.includes(right.id)) * -1 + Number(right.covers.includes(left.id));
}
