import { encodeBitString, encodeOid, encodeSequence, OIDS } from '../../asn1/index.ts';
import { type Bytes, BytesError, concatBytes, decodeBase64, encodeBase64, encodeUtf8 } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import { EvidenceError } from '../evidence-error.ts';

/** What a key signs: note texts as they are, or checkpoints with the time at which a witness saw them. */
export type NoteKeyType = 'ed25519' | 'cosignature/v1';

/** Signature type identifier octets. @see C2SP signed-note, Signature types */
const TYPE_OCTETS = { ed25519: 0x01, 'cosignature/v1': 0x04 } as const satisfies { readonly [type in NoteKeyType]: number };

const PUBLIC_KEY_LENGTH = 32;

/** A public key that notes are verified with. Name and key id together find its signatures; the public key alone verifies them. */
export interface VerifierKey {
  readonly name: string;
  readonly type: NoteKeyType;
  /** First four octets of the SHA-256 of name, type and key, as an unsigned number. */
  readonly keyId: number;
  /** 32 octets of an Ed25519 key. @see RFC 8032 §5.1.5 */
  readonly publicKey: Bytes;
}

/**
 * A verifier key with its key id.
 *
 * @throws {@link EvidenceError} `EVIDENCE_VERIFIER_KEY_MALFORMED` for a name with white space or plus, or a key that is not 32 octets.
 * @see C2SP signed-note, Signatures
 */
export async function createVerifierKey(of: Pick<VerifierKey, 'name' | 'type'> & { readonly publicKey: Uint8Array }): Promise<VerifierKey> {
  const { name, type } = of;
  if (!isKeyName(name)) throw malformed('expected a key name without white space and plus');
  if (of.publicKey.length !== PUBLIC_KEY_LENGTH)
    throw malformed(`expected ${PUBLIC_KEY_LENGTH} octets of a key, got ${of.publicKey.length}`);
  const publicKey = concatBytes(of.publicKey);
  const hash = await digest('SHA-256', concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(TYPE_OCTETS[type]), publicKey));
  return { name, type, keyId: new DataView(hash.buffer).getUint32(0), publicKey };
}

/** `<name>+<key id>+<base64 of type and key>`. @see C2SP signed-note, Verifier keys */
export function formatVerifierKey({ name, type, keyId, publicKey }: VerifierKey): string {
  return `${name}+${formatKeyId(keyId)}+${encodeBase64(concatBytes(Uint8Array.of(TYPE_OCTETS[type]), publicKey))}`;
}

/** 33 octets in base64 take 44 characters. */
const VERIFIER_KEY = /^([^+]+)\+([0-9a-f]{8})\+(.{44})$/s;

/**
 * Reads a verifier key; its key id must be the one that name, type and key have.
 *
 * @throws {@link EvidenceError} `EVIDENCE_VERIFIER_KEY_MALFORMED`; also for types other than Ed25519 and cosignature/v1.
 */
export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const [, name = '', keyId = '', encoded = ''] = VERIFIER_KEY.exec(text) ?? [];
  const octets = decodeKey(encoded);
  const type = findKeyType(octets[0]);
  if (type === undefined) throw malformed('expected the type Ed25519 or cosignature/v1');
  const key = await createVerifierKey({ name, type, publicKey: octets.subarray(1) });
  if (formatKeyId(key.keyId) !== keyId) throw malformed(`expected the key id ${formatKeyId(key.keyId)}, got ${keyId}`);
  return key;
}

/** Non-empty, well-formed, without Unicode white space, control characters and plus. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}\p{Cc}+]+$/u.test(name) && name.isWellFormed();
}

/** The key as SubjectPublicKeyInfo. @see RFC 8410 §4 */
export function publicKeyInfoOf({ publicKey }: VerifierKey): Bytes {
  return encodeSequence(encodeSequence(encodeOid(OIDS.ed25519)), encodeBitString(publicKey));
}

function formatKeyId(keyId: number): string {
  return keyId.toString(16).padStart(8, '0');
}

function findKeyType(octet: number | undefined): NoteKeyType | undefined {
  if (octet === TYPE_OCTETS.ed25519) return 'ed25519';
  return octet === TYPE_OCTETS['cosignature/v1'] ? 'cosignature/v1' : undefined;
}

function decodeKey(encoded: string): Bytes {
  try {
    return decodeBase64(encoded);
  } catch (cause) {
    if (cause instanceof BytesError) throw new EvidenceError('EVIDENCE_VERIFIER_KEY_MALFORMED', 'expected a key in base64', { cause });
    throw cause;
  }
}

function malformed(message: string): EvidenceError {
  return new EvidenceError('EVIDENCE_VERIFIER_KEY_MALFORMED', message);
}
