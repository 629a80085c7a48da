import { type Bytes, BytesError, decodeBase64, encodeBase64 } from '../../bytes/index.ts';
import { isTreeSize, TREE_HASH_LENGTH } from '../../merkle/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { findDecimal } from './decimal.ts';
import { NOTE_LIMITS } from './signed-note.ts';

/** That a leaf is in a log, and who saw the log so: everything that is needed offline, besides the keys. */
export interface TlogProof {
  /** What the issuer added; nobody vouches for it. */
  readonly extra: Bytes | null;
  readonly index: number;
  /** Siblings of the leaf up to the root, lowest first. */
  readonly path: readonly Bytes[];
  /** The signed note of the checkpoint, as received. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';
/** A tree of 2^53 leaves is not higher. */
const MAX_PATH = 53;
/** UTF-16 units: of the longest note, and as much again for extra data. Longer proofs are refused unread. */
const MAX_LENGTH = NOTE_LIMITS.length * 2;

/**
 * Reads a proof. Neither the path nor a signature is verified, and the checkpoint is not read.
 *
 * @throws {@link EvidenceError} `EVIDENCE_TLOG_PROOF_MALFORMED`
 * @see C2SP tlog-proof, Format
 */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > MAX_LENGTH) throw malformed(`expected at most ${MAX_LENGTH} characters, got ${text.length}`);
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('expected an empty line before the checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== HEADER) throw malformed(`expected the first line to be ${HEADER}`);
  const extra = lines[0]?.startsWith(EXTRA) ? decode(lines.shift()?.slice(EXTRA.length) ?? '') : null;
  const [indexLine = '', ...hashes] = lines;
  const index = indexLine.startsWith(INDEX) ? findDecimal(indexLine.slice(INDEX.length)) : undefined;
  if (index === undefined) throw malformed('expected the index as a decimal number without leading zeros');
  if (hashes.length > MAX_PATH) throw malformed(`expected at most ${MAX_PATH} hashes, got ${hashes.length}`);
  return { extra, index, path: hashes.map(decodeHash), checkpoint: text.slice(end + 2) };
}

/** @throws {@link EvidenceError} `EVIDENCE_TLOG_PROOF_MALFORMED` */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  if (!isTreeSize(index)) throw malformed('expected the index to be a whole number');
  if (path.some(({ length }) => length !== TREE_HASH_LENGTH)) throw malformed(`expected hashes of ${TREE_HASH_LENGTH} octets`);
  const lines = [HEADER, ...(extra === null ? [] : [`${EXTRA}${encodeBase64(extra)}`]), `${INDEX}${index}`, ...path.map(encodeBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

function decodeHash(line: string): Bytes {
  const hash = decode(line);
  if (hash.length !== TREE_HASH_LENGTH) throw malformed(`expected hashes of ${TREE_HASH_LENGTH} octets, got ${hash.length}`);
  return hash;
}

function decode(encoded: string): Bytes {
  try {
    return decodeBase64(encoded);
  } catch (cause) {
    if (cause instanceof BytesError) throw new EvidenceError('EVIDENCE_TLOG_PROOF_MALFORMED', 'expected base64', { cause });
    throw cause;
  }
}

function malformed(message: string): EvidenceError {
  return new EvidenceError('EVIDENCE_TLOG_PROOF_MALFORMED', message);
}
