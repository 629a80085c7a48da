import { type Bytes, BytesError, decodeBase64, encodeBase64 } from '../../bytes/index.ts';
import { isTreeSize, TREE_HASH_LENGTH } from '../../merkle/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { findDecimal } from './decimal.ts';
import { isNoteText } from './signed-note.ts';

/** What a log says of its tree at one size: the text of a signed note. */
export interface Checkpoint {
  /** Names the log; usually a URL without scheme. */
  readonly origin: string;
  readonly size: number;
  /** 32 octets. */
  readonly root: Bytes;
  /** Further lines, kept as they are; nobody but the log knows what they mean. */
  readonly extensions: readonly string[];
}

/** Of 32 octets in base64. */
const ENCODED_ROOT_LENGTH = 44;

/**
 * Reads the text of a checkpoint note.
 *
 * @throws {@link EvidenceError} `EVIDENCE_CHECKPOINT_MALFORMED`; also for sizes beyond 2^53 - 1.
 * @see C2SP tlog-checkpoint, Note text
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (!isNoteText(text)) throw malformed('expected text without control characters that ends with a newline');
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || extensions.includes('')) throw malformed('expected lines that are not empty');
  const count = findDecimal(size);
  if (count === undefined) throw malformed('expected the size as a decimal number without leading zeros');
  return { origin, size: count, root: decodeRoot(root), extensions };
}

/** @throws {@link EvidenceError} `EVIDENCE_CHECKPOINT_MALFORMED` */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  if (!isTreeSize(size)) throw malformed('expected the size to be a whole number');
  if (root.length !== TREE_HASH_LENGTH) throw malformed(`expected a root of ${TREE_HASH_LENGTH} octets, got ${root.length}`);
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n'))) throw malformed('expected lines that are neither empty nor broken');
  const text = `${lines.join('\n')}\n`;
  if (!isNoteText(text)) throw malformed('expected lines without control characters');
  return text;
}

function decodeRoot(encoded: string): Bytes {
  if (encoded.length !== ENCODED_ROOT_LENGTH) throw malformed(`expected a root of ${TREE_HASH_LENGTH} octets in base64`);
  try {
    const root = decodeBase64(encoded);
    if (root.length === TREE_HASH_LENGTH) return root;
  } catch (cause) {
    if (!(cause instanceof BytesError)) throw cause;
    throw new EvidenceError('EVIDENCE_CHECKPOINT_MALFORMED', 'expected the root hash in base64', { cause });
  }
  throw malformed(`expected a root of ${TREE_HASH_LENGTH} octets`);
}

function malformed(message: string): EvidenceError {
  return new EvidenceError('EVIDENCE_CHECKPOINT_MALFORMED', message);
}
