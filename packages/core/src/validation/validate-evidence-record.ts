import type { ByteSource } from '../bytes/index.ts';
import { parseEvidenceRecord } from '../cades/index.ts';
import { timestampId } from './facts/evidence-id.ts';
import type { GatherOptions } from './facts/gather-context.ts';
import { type GatheredEvidenceRecord, gatherEvidenceRecord } from './facts/gather-evidence-record.ts';
import { contextOf } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { reportTimestamps } from './processes/timestamp-report.ts';
import { blockVerdictOfChecks } from './processes/verdict-algebra.ts';
import type { TimestampReport, ValidationPolicy, ValidationReport } from './report/report.ts';
import type { BlockVerdict } from './report/verdict.ts';

export interface ValidateEvidenceRecordOptions extends GatherOptions {
  /** What the record should be over, whole. */
  readonly objects: readonly ByteSource[];
  /** `strict` when absent. */
  readonly policy?: ValidationPolicy;
  readonly validationTime: Date;
}

export interface EvidenceRecordReport {
  readonly version: 1;
  readonly policy: ValidationPolicy;
  readonly validationTime: string;
  readonly indication: BlockVerdict['indication'];
  readonly subIndication?: string;
  /** Since when all objects are proven to have been there, ISO 8601; null unless the record passes. */
  readonly provenTime: string | null;
  /** For each object whether the record is over it; null where that cannot be computed. */
  readonly objects: readonly (boolean | null)[];
  /** Digests in the first list that belong to none of the objects: others were archived together with them. */
  readonly unknownDigests: number;
  /** Oldest first. */
  readonly timestamps: readonly TimestampReport[];
  readonly notices: ValidationReport['notices'];
}

/**
 * Validates an evidence record in a file of its own: it passes where it is over all objects and each of its time-stamps holds, the
 * outermost now and each older one when the next one was made.
 *
 * @param record DER. Records in XML (RFC 6283) are not read.
 * @throws {@link CadesError} `CADES_EVIDENCE_RECORD_MALFORMED` for octets that are no evidence record.
 * @see RFC 4998 §5.3; ETSI EN 319 102-1 §5.6.2
 */
export async function validateEvidenceRecord(record: Uint8Array, options: ValidateEvidenceRecordOptions): Promise<EvidenceRecordReport> {
  const { policy = VALIDATION_POLICIES.strict, validationTime, objects } = options;
  const gathered = await gatherEvidenceRecord(parseEvidenceRecord(record), record, objects, options);
  const { facts, cover } = gathered;
  const context = contextOf(facts, policy, validationTime);
  const [subject] = facts.signatures;
  const outcomes = (subject?.timestamps ?? []).map((_, place) => context.existence.outcomeOf(timestampId(0, place)));
  const verdict = blockVerdictOfChecks([coverOutcome(gathered), ...outcomes.map((outcome) => outcome ?? OPEN)]);
  return {
    version: 1,
    policy,
    validationTime: validationTime.toISOString(),
    indication: verdict.indication,
    ...(verdict.indication === 'PASSED' ? {} : { subIndication: verdict.subIndication }),
    provenTime: verdict.indication === 'PASSED' ? (subject?.timestamps[0]?.time ?? null) : null,
    objects: cover.objects,
    unknownDigests: cover.unknownDigests,
    timestamps: subject === undefined ? [] : reportTimestamps(subject, context),
    notices: facts.document.notices,
  };
}

const OPEN = { status: 'indeterminate', subIndication: 'SIGNED_DATA_NOT_FOUND' } as const;

/** Whether the record is over all objects; open without any, and where a digest cannot be computed. */
function coverOutcome({ cover: { objects } }: GatheredEvidenceRecord): Parameters<typeof blockVerdictOfChecks>[0][number] {
  if (objects.includes(false)) return { status: 'failed', subIndication: 'HASH_FAILURE' };
  return objects.length === 0 || objects.includes(null) ? OPEN : { status: 'passed' };
}
