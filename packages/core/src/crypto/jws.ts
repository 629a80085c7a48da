import {
  type Bytes,
  BytesError,
  canonicalJson,
  decodeBase64,
  decodeBase64Url,
  decodeUtf8,
  encodeBase64Url,
  encodeLatin1,
  encodeUtf8,
  type JsonValue,
} from '../bytes/index.ts';
import { CryptoError } from './crypto-error.ts';
import { ecdsaRawToDer } from './ecdsa-value.ts';
import { parsePublicKey } from './public-key.ts';
import { type SignatureValueResult, verifySignatureValue } from './signature-verification.ts';

/** Protected header: exactly these four members. `x5c` is base64 DER, leaf first, without the anchor. */
export interface JwsHeader {
  readonly alg: string;
  readonly kid: string;
  readonly typ: string;
  readonly x5c: readonly string[];
}

/** A compact JWS, parsed; its signature is not verified by that. */
export interface Jws {
  readonly compact: string;
  readonly header: JwsHeader;
  readonly payload: JsonValue;
  readonly payloadBytes: Bytes;
  /** DER certificates of `x5c`. */
  readonly certificates: readonly Bytes[];
  /** ASCII octets that are signed. */
  readonly signingInput: Bytes;
  readonly signature: Bytes;
}

const MAX_COMPACT_LENGTH = 1 << 20;
const MAX_CERTIFICATES = 16;
const HEADER_MEMBERS = 'alg,kid,typ,x5c';

/**
 * Parses a compact JWS whose header and payload are RFC 8785 JSON: one spelling, no duplicate member, no further header.
 *
 * @throws {@link CryptoError} `CRYPTO_JWS_MALFORMED`
 * @see RFC 7515 §3.1, §7.1
 */
export function parseJws(compact: string): Jws {
  const parts = compact.length <= MAX_COMPACT_LENGTH ? compact.split('.') : [];
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) throw malformed('three parts separated by dots');
  try {
    const parsedHeader = assertHeader(canonicalValue(decodeBase64Url(header)));
    const payloadBytes = decodeBase64Url(payload);
    return {
      compact,
      header: parsedHeader,
      payload: canonicalValue(payloadBytes),
      payloadBytes,
      certificates: parsedHeader.x5c.map((certificate) => decodeBase64(certificate)),
      signingInput: encodeLatin1(`${header}.${payload}`),
      signature: decodeBase64Url(signature),
    };
  } catch (cause) {
    if (cause instanceof BytesError) throw new CryptoError('CRYPTO_JWS_MALFORMED', 'expected base64url of canonical JSON', { cause });
    throw cause;
  }
}

/** The text to be signed: base64url of header and payload in their RFC 8785 spelling. */
export function jwsSigningInput(header: JwsHeader, payload: JsonValue): string {
  return `${encodeBase64Url(encodeUtf8(canonicalJson({ ...header })))}.${encodeBase64Url(encodeUtf8(canonicalJson(payload)))}`;
}

/** The compact form from a signing input and the raw signature value (r‖s for ES256). */
export function assembleJws(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${encodeBase64Url(signature)}`;
}

/** Verifies the value of an ES256 signature; other algorithms are `unsupported`. @see RFC 7518 §3.4 */
export async function verifyJwsSignature(jws: Jws, publicKey: Uint8Array): Promise<SignatureValueResult> {
  if (jws.header.alg !== 'ES256') return 'unsupported';
  if (jws.signature.length !== 64) return 'invalid';
  const key = parsePublicKey(publicKey);
  if (key.kind !== 'EC' || key.curve !== 'P-256') return 'invalid';
  const signature = ecdsaRawToDer(jws.signature, 'P-256');
  return verifySignatureValue({
    algorithm: { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' },
    publicKey,
    signature,
    message: jws.signingInput,
  });
}

function canonicalValue(bytes: Bytes): JsonValue {
  const text = decodeUtf8(bytes);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw malformed('JSON');
  }
  if (canonicalJson(value) !== text) throw malformed('JSON in its canonical spelling');
  return value;
}

function assertHeader(value: JsonValue): JwsHeader {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('a header object');
  const header = value as { readonly [name: string]: JsonValue };
  if (Object.keys(header).join(',') !== HEADER_MEMBERS) throw malformed(`a header of ${HEADER_MEMBERS}`);
  const { alg, kid, typ, x5c } = header;
  if (typeof alg !== 'string' || typeof kid !== 'string' || typeof typ !== 'string') throw malformed('text for alg, kid and typ');
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > MAX_CERTIFICATES) throw malformed('one to sixteen certificates in x5c');
  if (!x5c.every((entry): entry is string => typeof entry === 'string')) throw malformed('base64 text in x5c');
  return { alg, kid, typ, x5c };
}

function malformed(expected: string): CryptoError {
  return new CryptoError('CRYPTO_JWS_MALFORMED', `compact JWS: expected ${expected}`);
}
