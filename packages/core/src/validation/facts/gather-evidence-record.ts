import type { ByteSource } from '../../bytes/index.ts';
import { type EvidenceRecord, type EvidenceRecordCover, materialOfSignedData, readEvidenceRecordCover } from '../../cades/index.ts';
import { digestText } from '../../crypto/index.ts';
import { blankSignature } from './blank-signature.ts';
import { type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import type { GatherOptions } from './gather-context.ts';
import { isOver } from './gather-evidence-records.ts';
import { gatherToken } from './gather-token.ts';
import { beginGathering, endGathering, type Gathering } from './gathering.ts';
import { contentOfSpans } from './signed-content.ts';
import type { TimestampFacts } from './timestamp-facts.ts';
import type { SignatureFacts, ValidationFacts } from './validation-facts.ts';

export interface GatheredEvidenceRecord {
  readonly cover: EvidenceRecordCover;
  /** The one signature in it stands for the data objects: its time-stamps are those of the record. */
  readonly facts: ValidationFacts;
}

/** A data object that a record may be over, and what lies in it that existed when it did. */
export interface ArchivedObject {
  readonly source: ByteSource;
  readonly names: readonly EvidenceId[];
}

/**
 * Facts of a record that lies in a file of its own, over data objects of any length.
 *
 * @param bytes the record as received.
 * @see RFC 4998 §4.3, §5.3
 */
export async function gatherEvidenceRecord(
  record: EvidenceRecord,
  bytes: Uint8Array,
  objects: readonly ByteSource[],
  options: GatherOptions,
): Promise<GatheredEvidenceRecord> {
  const gathering = await beginGathering(options);
  const archived = objects.map((source) => ({ source, names: [] }));
  const { cover, stand } = await gatherRecordTimestamps(record, archived, gathering, 0);
  const file = { kind: 'evidence-record', size: bytes.length, digest: await digestText('SHA-256', bytes) } as const;
  return { cover, facts: await endGathering(gathering, file, [stand]) };
}

/**
 * The time-stamps of a record, oldest first, each with all that it proves the existence of: the older ones, and the objects that the
 * record is over.
 *
 * @param index place of the entry that stands for the record among all signatures.
 */
export async function gatherRecordTimestamps(
  record: EvidenceRecord,
  objects: readonly ArchivedObject[],
  gathering: Gathering,
  index: number,
): Promise<{ readonly cover: EvidenceRecordCover; readonly stand: SignatureFacts }> {
  const { options, material, pool, issuers } = gathering;
  const contents = objects.map(({ source }) => contentOfSpans(source, [{ start: 0, end: source.size }], options));
  const cover = await readEvidenceRecordCover(record, contents);
  const around = { material, trust: options.trust, pool, ...issuers };
  const timestamps: TimestampFacts[] = [];
  const existed = [signatureId(index), ...objects.flatMap(({ names }, place) => (cover.objects[place] === true ? names : []))];
  for (const [place, { timeStamp, token }] of record.chains.flatMap((chain) => chain.timestamps).entries()) {
    const own = cover.timestamps[place];
    const imprintMatches = own === undefined ? null : isOver(own);
    const covers = [...existed];
    existed.push(timestampId(index, place), ...(await material.add(materialOfSignedData(token.signedData), 'document')));
    const subject = { value: timeStamp, kind: 'evidence-record-time-stamp', within: true } as const;
    timestamps.push(await gatherToken(subject, () => Promise.resolve({ imprintMatches, covers }), around));
  }
  return { cover, stand: { ...blankSignature(null), timestamps } };
}
