import { compareEncodings, encodeSequence } from '../../asn1/index.ts';
import { type Bytes, concatBytes, equalBytes } from '../../bytes/index.ts';
import { type AnyDigestAlgorithm, digest } from '../../crypto/index.ts';
import type { ArchiveTimestamp, ArchiveTimestampChain, EvidenceRecord } from './evidence-record.ts';

/** What a record may be over: its digest by an algorithm, undefined where that cannot be known. */
export interface DataObject {
  digest(algorithm: AnyDigestAlgorithm): Promise<Bytes | undefined>;
}

/** What one archive time-stamp is over. */
export interface ArchiveTimestampCover {
  /** Whether its token is over the root of its lists; null where the algorithm or a digest is not known. */
  readonly isOverRoot: boolean | null;
  /**
   * Whether its first list holds what comes before it: the time-stamp before it in its chain, or in the first one of a chain every
   * data object, from the second chain on together with all chains before. Null where that cannot be computed.
   */
  readonly isOverPrevious: boolean | null;
  /** It names another digest than its chain or its token, or a time before that of the one before it. */
  readonly isInOrder: boolean;
}

export interface EvidenceRecordCover {
  /** Oldest first, the chains one after the other. */
  readonly timestamps: readonly ArchiveTimestampCover[];
  /** For each data object, whether the first archive time-stamp of every chain is over it; null where that cannot be computed. */
  readonly objects: readonly (boolean | null)[];
  /** Digests in the very first list that belong to none of the data objects. */
  readonly unknownDigests: number;
}

/**
 * Compares an evidence record with the data objects that it should be over. The tokens themselves are not verified here.
 *
 * @see RFC 4998 §4.3, §5.2, §5.3
 */
export async function readEvidenceRecordCover(record: EvidenceRecord, objects: readonly DataObject[]): Promise<EvidenceRecordCover> {
  const timestamps: ArchiveTimestampCover[] = [];
  const found: (boolean | null)[] = objects.map(() => true);
  let unknownDigests = 0;
  let latest = -Infinity;
  for (const [place, chain] of record.chains.entries()) {
    const wanted = await digestsOf(objects, chain, record.chains.slice(0, place));
    const [first] = chain.timestamps;
    wanted.forEach((value, index) => {
      const holds = value === undefined || first === undefined ? null : holdsDigest(firstList(first), value);
      found[index] = both(found[index] ?? null, holds);
    });
    if (place === 0 && first !== undefined)
      unknownDigests = firstList(first).filter((each) => !wanted.some((value) => value !== undefined && equalBytes(value, each))).length;
    for (const [index, timestamp] of chain.timestamps.entries()) {
      const before = chain.timestamps[index - 1];
      const { genTime } = timestamp.token.tstInfo;
      timestamps.push({
        isOverRoot: await isOverRoot(timestamp),
        isOverPrevious:
          before === undefined
            ? wanted
                .map((value) => (value === undefined ? null : holdsDigest(firstList(timestamp), value)))
                .reduce(both, objects.length > 0 ? true : null)
            : await isOverTimestamp(timestamp, before),
        isInOrder: usesDigestOf(timestamp, chain) && genTime.getTime() >= latest,
      });
      latest = genTime.getTime();
    }
  }
  return { timestamps, objects: found, unknownDigests };
}

/** What the first list of a chain holds for each object: its digest, from the second chain on hashed with that of all chains before. */
async function digestsOf(
  objects: readonly DataObject[],
  { timestamps }: ArchiveTimestampChain,
  earlier: readonly ArchiveTimestampChain[],
): Promise<readonly (Bytes | undefined)[]> {
  const algorithm = timestamps[0]?.digestAlgorithm.name;
  if (algorithm === undefined) return objects.map(() => undefined);
  const own = await Promise.all(objects.map((object) => object.digest(algorithm)));
  if (earlier.length === 0) return own;
  const sequence = await digest(algorithm, encodeSequence(...earlier.map(({ raw }) => raw)));
  return Promise.all(own.map(async (value) => (value === undefined ? undefined : digest(algorithm, concatBytes(value, sequence)))));
}

/** Time-stamp renewal: the field timeStamp of the one before. @see RFC 4998 §5.2 */
async function isOverTimestamp(timestamp: ArchiveTimestamp, before: ArchiveTimestamp): Promise<boolean | null> {
  const { name } = timestamp.digestAlgorithm;
  return name === undefined ? null : holdsDigest(firstList(timestamp), await digest(name, before.timeStamp));
}

/**
 * Each list in ascending order, joined and hashed, and the result put into the next. A list of one digest stands for that digest
 * (§4.2, step 3: only groups of more than one are hashed).
 */
async function isOverRoot({ digestAlgorithm, reducedHashtree, token }: ArchiveTimestamp): Promise<boolean | null> {
  const { algorithm, value } = token.tstInfo.messageImprint;
  const { name } = digestAlgorithm;
  if (name === undefined || algorithm.name === undefined) return null;
  if (reducedHashtree.length === 0) return true;
  let root: Bytes | undefined;
  for (const list of reducedHashtree) {
    const digests: readonly Bytes[] = root === undefined || holdsDigest(list, root) ? list : [...list, root];
    const [only, ...others] = digests.toSorted(compareEncodings);
    if (only === undefined) return false;
    root = others.length === 0 ? only : await digest(name, concatBytes(only, ...others));
  }
  return root !== undefined && equalBytes(root, value);
}

/** Without lists the token is over the one digest itself. */
function firstList({ reducedHashtree, token }: ArchiveTimestamp): readonly Bytes[] {
  return reducedHashtree[0] ?? [token.tstInfo.messageImprint.value];
}

/** One algorithm in a chain, and the token's own is the same. @see RFC 4998 §4.1, §5.1 */
function usesDigestOf({ digestAlgorithm, token }: ArchiveTimestamp, { timestamps }: ArchiveTimestampChain): boolean {
  const { oid } = digestAlgorithm;
  return token.tstInfo.messageImprint.algorithm.oid === oid && timestamps[0]?.digestAlgorithm.oid === oid;
}

function holdsDigest(list: readonly Bytes[], value: Uint8Array): boolean {
  return list.some((each) => equalBytes(each, value));
}

function both(left: boolean | null, right: boolean | null): boolean | null {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}
