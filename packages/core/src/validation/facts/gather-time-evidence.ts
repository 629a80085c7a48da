import { hasEvidenceRecord } from '../../cades/index.ts';
import { gatherTimestamps, type TimestampQuery } from './gather-timestamps.ts';
import type { SignatureFacts } from './validation-facts.ts';

/** What in a signature speaks of time: its time-stamps, and its evidence records, whose reading is loaded where there are some. */
export async function gatherTimeEvidence(query: TimestampQuery): Promise<Pick<SignatureFacts, 'timestamps' | 'evidenceRecords'>> {
  const timestamps = await gatherTimestamps(query);
  if (!hasEvidenceRecord(query.signedData)) return { timestamps, evidenceRecords: [] };
  const { gatherEvidenceRecords } = await import('./gather-evidence-records.ts');
  const records = await gatherEvidenceRecords(query);
  return { timestamps: [...timestamps, ...records.timestamps], evidenceRecords: records.evidenceRecords };
}
