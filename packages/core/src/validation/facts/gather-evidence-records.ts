import {
  type ArchiveTimestamp,
  type ArchiveTimestampCover,
  CadesError,
  type DataObject,
  EXTERNAL_EVIDENCE_RECORD,
  INTERNAL_EVIDENCE_RECORD,
  type EvidenceRecord,
  type EvidenceRecordCover,
  materialOfSignedData,
  parseEvidenceRecord,
  readEvidenceRecordCover,
} from '../../cades/index.ts';
import type { SignerInfo } from '../../cms/index.ts';
import type { EvidenceRecordFacts } from './evidence-record-facts.ts';
import { certificateId, type EvidenceId, signatureId, timestampId } from './evidence-id.ts';
import { findTokens } from './found-tokens.ts';
import type { TimestampQuery } from './gather-timestamps.ts';
import { gatherToken } from './gather-token.ts';
import type { TimestampFacts } from './timestamp-facts.ts';

/** Of one signature; those behind count as not readable. */
const MOST_RECORDS = 16;
const MOST_TOKENS = 100;

export interface GatheredEvidenceRecords {
  readonly evidenceRecords: readonly EvidenceRecordFacts[];
  /** Follow the other time-stamps of the signature. */
  readonly timestamps: readonly TimestampFacts[];
}

/**
 * Evidence records in a signature: what they are over, and their time-stamps, each with all that it proves the existence of. A
 * record is over the whole file, other signatures included, but for what came with it and after it.
 *
 * @see RFC 4998 §5.3, Appendix A; ETSI TS 119 122-3 §5
 */
export async function gatherEvidenceRecords(query: TimestampQuery): Promise<GatheredEvidenceRecords> {
  const records = findRecords(query.signerInfo, query.index);
  const evidenceRecords: EvidenceRecordFacts[] = [];
  const timestamps: TimestampFacts[] = [];
  const before = findTokens(query.signerInfo).length;
  for (const record of records) {
    const later = records.filter((other) => other.attribute === record.attribute || cameLater(other, record));
    const cover = await coverOf(record, new Set(later.map(({ attribute }) => attribute)), query);
    const [first] = cover?.timestamps ?? [];
    evidenceRecords.push({
      kind: record.kind,
      fault: record.fault,
      isOverContainer: first === undefined ? null : isOver(first),
      unknownDigests: cover?.unknownDigests ?? 0,
      timestamps: record.timestamps.map((_, place) => before + timestamps.length + place),
    });
    const existed = await namesOfContainer(query);
    for (const older of records)
      if (!later.includes(older)) for (const each of older.timestamps) existed.push(...(await namesOf(each, query)));
    for (const [place, each] of record.timestamps.entries()) {
      const own = cover?.timestamps[place];
      const covers = own === undefined ? [] : [...new Set(existed)];
      const imprintMatches = own === undefined ? null : isOver(own);
      const subject = { value: each.timeStamp, kind: 'evidence-record-time-stamp', within: timestamps.length < MOST_TOKENS } as const;
      existed.push(...(await namesOf(each, query)));
      timestamps.push(await gatherToken(subject, () => Promise.resolve({ imprintMatches, covers }), query));
    }
  }
  return { evidenceRecords, timestamps };
}

interface NamedTimestamp extends ArchiveTimestamp {
  readonly id: EvidenceId;
}

interface FoundRecord {
  readonly kind: EvidenceRecordFacts['kind'];
  /** Place of its attribute among the unsigned ones. */
  readonly attribute: number;
  readonly fault: string | null;
  /** Undefined where it cannot be read. */
  readonly record: EvidenceRecord | undefined;
  /** Oldest first. */
  readonly timestamps: readonly NamedTimestamp[];
}

function findRecords(signerInfo: SignerInfo, index: number): readonly FoundRecord[] {
  const found: FoundRecord[] = [];
  let place = findTokens(signerInfo).length;
  signerInfo.unsignedAttributes.forEach(({ type, values }, attribute) => {
    if (type !== INTERNAL_EVIDENCE_RECORD && type !== EXTERNAL_EVIDENCE_RECORD) return;
    const kind = type === EXTERNAL_EVIDENCE_RECORD ? 'external-evidence-record' : 'internal-evidence-record';
    for (const value of values) {
      const { record, fault } =
        found.length < MOST_RECORDS ? readRecord(value) : { record: undefined, fault: 'CADES_EVIDENCE_RECORD_MALFORMED' };
      const all = record?.chains.flatMap(({ timestamps }) => timestamps) ?? [];
      found.push({
        kind,
        attribute,
        fault,
        record,
        timestamps: all.map((each, inside) => ({ ...each, id: timestampId(index, place + inside) })),
      });
      place += all.length;
    }
  });
  return found;
}

function readRecord(value: Uint8Array): Pick<FoundRecord, 'record' | 'fault'> {
  try {
    return { record: parseEvidenceRecord(value), fault: null };
  } catch (error) {
    if (error instanceof CadesError) return { record: undefined, fault: error.code };
    throw error;
  }
}

/** Attributes stand in any order; a record is over those that are older by their first time-stamp. Unreadable ones came after. */
function cameLater(other: FoundRecord, record: FoundRecord): boolean {
  const [theirs, ours] = [other, record].map(({ timestamps }) => timestamps[0]?.token.tstInfo.genTime.getTime());
  if (theirs === undefined || ours === undefined) return theirs === undefined;
  return theirs > ours || (theirs === ours && other.attribute > record.attribute);
}

/** By the form of the container that the record is over, where it is over one. */
async function coverOf(
  { kind, record }: FoundRecord,
  leftOut: ReadonlySet<number>,
  { container, signedData, signerInfo, content }: TimestampQuery,
): Promise<EvidenceRecordCover | undefined> {
  if (container === undefined || record === undefined) return undefined;
  const more = kind === 'external-evidence-record' && !container.holdsContent ? [content ?? UNKNOWN] : [];
  const covers: EvidenceRecordCover[] = [];
  for (const form of container.forms(signedData.signerInfos.indexOf(signerInfo), leftOut)) {
    const cover = await readEvidenceRecordCover(record, [form, ...more]);
    if (cover.objects[0] === true) return cover;
    covers.push(cover);
  }
  return container.isComplete ? covers[0] : undefined;
}

const UNKNOWN: DataObject = { digest: () => Promise.resolve(undefined) };

/** Null where one of the answers is not known and none speaks against it. */
export function isOver({ isOverRoot, isOverPrevious, isInOrder }: ArchiveTimestampCover): boolean | null {
  if (!isInOrder || isOverRoot === false || isOverPrevious === false) return false;
  return isOverRoot === null || isOverPrevious === null ? null : true;
}

/** Everything in the file, but for evidence records. */
async function namesOfContainer({ signedData, signer, material, firstIndex }: TimestampQuery): Promise<EvidenceId[]> {
  return [
    ...signedData.signerInfos.flatMap((each, index) => [
      signatureId(firstIndex + index),
      ...findTokens(each).map((_, place) => timestampId(firstIndex + index, place)),
    ]),
    ...(signer === null ? [] : [certificateId(signer)]),
    ...(await material.add(materialOfSignedData(signedData), 'document')),
  ];
}

/** A time-stamp with all that lies in it. */
async function namesOf({ id, token }: NamedTimestamp, { material }: TimestampQuery): Promise<readonly EvidenceId[]> {
  return [id, ...(await material.add(materialOfSignedData(token.signedData), 'document'))];
}
