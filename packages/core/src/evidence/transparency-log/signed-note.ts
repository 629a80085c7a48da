import { type Bytes, BytesError, concatBytes, decodeBase64, encodeBase64 } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { isKeyName } from './verifier-key.ts';

/** A text and the signatures under it, of whomever. Nothing in it counts before a signature of a known key was verified. */
export interface SignedNote {
  /** Ends with a newline; the signed octets are its UTF-8. */
  readonly text: string;
  /** In the order of their lines. */
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Unsigned, 32 bits. */
  readonly keyId: number;
  /** What the type of the key says it is; at least one octet. */
  readonly value: Bytes;
}

/** Longer notes are refused unread. */
export const NOTE_LIMITS = {
  /** UTF-16 units. */
  length: 1_000_000,
  signatures: 100,
} as const;

const SEPARATOR = '\n\n';
const SIGNATURE_LINE = /^— ([^ ]+) ([^ ]+)$/u;
const KEY_ID_LENGTH = 4;

/**
 * Reads a note: text, empty line, signature lines. The last empty line separates them. No signature is verified.
 *
 * @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED`
 * @see C2SP signed-note, Format
 */
export function parseSignedNote(note: string): SignedNote {
  if (note.length > NOTE_LIMITS.length) throw malformed(`expected at most ${NOTE_LIMITS.length} characters, got ${note.length}`);
  if (!isNoteText(note)) throw malformed('expected text without control characters that ends with a newline');
  const separator = note.lastIndexOf(SEPARATOR);
  if (separator < 0) throw malformed('expected an empty line before the signatures');
  const lines = note.slice(separator + SEPARATOR.length, -1).split('\n');
  if (lines.length > NOTE_LIMITS.signatures) throw malformed(`expected at most ${NOTE_LIMITS.signatures} signatures, got ${lines.length}`);
  return { text: note.slice(0, separator + 1), signatures: lines.map(parseSignatureLine) };
}

/**
 * The note of a text and its signatures.
 *
 * @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED` where the text is no note text, or there is no signature.
 */
export function composeSignedNote({ text, signatures }: SignedNote): string {
  if (signatures.length === 0) throw malformed('expected at least one signature');
  const note = `${text}\n${signatures.map(formatSignatureLine).join('')}`;
  const read = parseSignedNote(note);
  if (read.text !== text || read.signatures.length !== signatures.length) throw malformed('expected a text that ends with a newline');
  return note;
}

/** Whether it is UTF-8 text that ends with a newline, without other control characters below U+0020. */
export function isNoteText(text: string): boolean {
  if (!text.endsWith('\n') || !text.isWellFormed()) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) < 0x20 && text.charCodeAt(at) !== 0x0a) return false;
  return true;
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  if (!isKeyName(name)) throw malformed('expected a signature line: em dash, key name, signature');
  const octets = decodeSignature(encoded);
  if (octets.length <= KEY_ID_LENGTH) throw malformed('expected a signature behind the key id');
  return { name, keyId: new DataView(octets.buffer).getUint32(0), value: octets.slice(KEY_ID_LENGTH) };
}

function formatSignatureLine({ name, keyId, value }: NoteSignature): string {
  const octets = concatBytes(new Uint8Array(KEY_ID_LENGTH), value);
  new DataView(octets.buffer).setUint32(0, keyId);
  return `— ${name} ${encodeBase64(octets)}\n`;
}

function decodeSignature(encoded: string): Bytes {
  try {
    return decodeBase64(encoded);
  } catch (cause) {
    if (cause instanceof BytesError) throw new EvidenceError('EVIDENCE_NOTE_MALFORMED', 'expected a signature in base64', { cause });
    throw cause;
  }
}

function malformed(message: string): EvidenceError {
  return new EvidenceError('EVIDENCE_NOTE_MALFORMED', message);
}
