import { type Bytes, type CallOptions, concatBytes, encodeUtf8 } from '../../bytes/index.ts';
import { verifySignatureValue } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { composeSignedNote, isNoteText, type NoteSignature, parseSignedNote, type SignedNote } from './signed-note.ts';
import { publicKeyInfoOf, type VerifierKey } from './verifier-key.ts';

/** Signs notes; the private key is wherever the function says. */
export interface NoteSigner {
  readonly key: VerifierKey;
  /** The Ed25519 value over exactly these octets, 64 octets. */
  readonly sign: (message: Bytes, options?: CallOptions) => Promise<Uint8Array>;
}

/**
 * What a key says of a note. `absent`: the key has not signed. `invalid`: a signature under its name and id does not verify,
 * and the note is to be refused. `unsupported`: this runtime has no Ed25519.
 */
export type NoteVerification =
  | { readonly result: 'absent' | 'invalid' | 'unsupported' }
  /** `time` is when a witness saw the checkpoint; null of other keys. */
  | { readonly result: 'valid'; readonly time: Date | null };

const ED25519_LENGTH = 64;
const TIMESTAMP_LENGTH = 8;
/** The last second that a `Date` can hold. */
const MAX_TIMESTAMP = 8_640_000_000_000;

/**
 * Signs a note's text.
 *
 * @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED`, `EVIDENCE_KEY_UNSUITABLE` for the key of a witness.
 * @see C2SP signed-note, Ed25519 signatures
 */
export async function signNote(text: string, signer: NoteSigner, options?: CallOptions): Promise<string> {
  assertKeyType(signer.key, 'ed25519');
  if (!isNoteText(text)) throw new EvidenceError('EVIDENCE_NOTE_MALFORMED', 'expected a text that ends with a newline');
  const value = await signatureValue(signer, encodeUtf8(text), options);
  return composeSignedNote({ text, signatures: [{ name: signer.key.name, keyId: signer.key.keyId, value }] });
}

/**
 * A witness's signature on a checkpoint, and the time at which it was seen, in whole seconds.
 *
 * @throws {@link EvidenceError} `EVIDENCE_KEY_UNSUITABLE` for a key that is not of a witness.
 * @see C2SP tlog-cosignature, Ed25519 signed message
 */
export async function cosignNote(note: SignedNote, signer: NoteSigner, time: Date, options?: CallOptions): Promise<NoteSignature> {
  assertKeyType(signer.key, 'cosignature/v1');
  const timestamp = Math.floor(time.getTime() / 1000);
  if (!(timestamp >= 0)) throw new RangeError('time: expected an instant since 1970');
  const value = await signatureValue(signer, cosignedMessage(note.text, timestamp), options);
  return { name: signer.key.name, keyId: signer.key.keyId, value: concatBytes(timestampOctets(timestamp), value) };
}

/** The same note with signatures of others added. @throws {@link EvidenceError} `EVIDENCE_NOTE_MALFORMED` */
export function addNoteSignatures(note: string, signatures: readonly NoteSignature[]): string {
  const parsed = parseSignedNote(note);
  return composeSignedNote({ ...parsed, signatures: [...parsed.signatures, ...signatures] });
}

/**
 * Looks for the signatures of a key and verifies them, each one: a single one that fails makes it `invalid`.
 *
 * @see C2SP signed-note, Signatures; C2SP tlog-cosignature, Format
 */
export async function verifyNote(note: SignedNote, key: VerifierKey, engine?: DigestEngine): Promise<NoteVerification> {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  let verification: NoteVerification = { result: 'absent' };
  for (const { value } of own) {
    const next = await verifyOne(note.text, value, key, engine);
    if (next.result !== 'valid') return next;
    if (verification.result === 'absent') verification = next;
  }
  return verification;
}

async function verifyOne(text: string, value: Bytes, key: VerifierKey, engine: DigestEngine | undefined): Promise<NoteVerification> {
  const signed = key.type === 'ed25519' ? { message: encodeUtf8(text), signature: value, time: null } : readCosignature(text, value);
  if (signed === undefined || signed.signature.length !== ED25519_LENGTH) return { result: 'invalid' };
  const result = await verifySignatureValue({
    algorithm: { name: 'Ed25519', digest: 'SHA-512' },
    publicKey: publicKeyInfoOf(key),
    signature: signed.signature,
    message: signed.message,
    engine,
  });
  return result === 'valid' ? { result, time: signed.time } : { result };
}

interface SignedMessage {
  readonly message: Bytes;
  readonly signature: Bytes;
  readonly time: Date | null;
}

/** Undefined where the value is no timestamped signature, or its time is beyond all calendars. */
function readCosignature(text: string, value: Bytes): SignedMessage | undefined {
  if (value.length !== TIMESTAMP_LENGTH + ED25519_LENGTH) return undefined;
  const timestamp = new DataView(value.buffer, value.byteOffset, value.length).getBigUint64(0);
  if (timestamp > MAX_TIMESTAMP) return undefined;
  const seconds = Number(timestamp);
  return { message: cosignedMessage(text, seconds), signature: value.slice(TIMESTAMP_LENGTH), time: new Date(seconds * 1000) };
}

function cosignedMessage(text: string, timestamp: number): Bytes {
  return encodeUtf8(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

function timestampOctets(timestamp: number): Bytes {
  const octets = new Uint8Array(TIMESTAMP_LENGTH);
  new DataView(octets.buffer).setBigUint64(0, BigInt(timestamp));
  return octets;
}

async function signatureValue(signer: NoteSigner, message: Bytes, options: CallOptions | undefined): Promise<Bytes> {
  const value = await signer.sign(message, options);
  if (value.length === ED25519_LENGTH) return concatBytes(value);
  throw new EvidenceError('EVIDENCE_KEY_UNSUITABLE', `expected ${ED25519_LENGTH} octets of an Ed25519 signature, got ${value.length}`);
}

/** @throws {@link EvidenceError} `EVIDENCE_KEY_UNSUITABLE` */
export function assertKeyType(key: VerifierKey, type: VerifierKey['type']): void {
  if (key.type !== type) throw new EvidenceError('EVIDENCE_KEY_UNSUITABLE', `expected a key of type ${type}, got ${key.type}`);
}
