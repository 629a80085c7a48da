import type { Bytes } from './bytes.ts';
import { BytesError } from './bytes-error.ts';
import { decodeLatin1 } from './text.ts';

const HEX_OF_OCTET: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
const NO_DIGIT = 255;
/** Value of a hexadecimal digit by its character code. */
const VALUE_OF_DIGIT = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) {
  VALUE_OF_DIGIT[digit.charCodeAt(0)] = value;
  VALUE_OF_DIGIT[digit.toUpperCase().charCodeAt(0)] = value;
}
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const BASE64_URL = /^[A-Za-z0-9_-]*$/;

/** Lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX_OF_OCTET[byte];
  return text;
}

/** @throws {@link BytesError} `BYTES_HEX_MALFORMED` */
export function decodeHex(text: string): Bytes {
  if (text.length % 2 !== 0) throw new BytesError('BYTES_HEX_MALFORMED', 'expected pairs of hexadecimal digits');
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const high = VALUE_OF_DIGIT[text.charCodeAt(index * 2)] ?? NO_DIGIT;
    const low = VALUE_OF_DIGIT[text.charCodeAt(index * 2 + 1)] ?? NO_DIGIT;
    if (high === NO_DIGIT || low === NO_DIGIT) throw new BytesError('BYTES_HEX_MALFORMED', 'expected pairs of hexadecimal digits');
    bytes[index] = high * 16 + low;
  }
  return bytes;
}

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(decodeLatin1(bytes));
}

/**
 * Strict base64 with padding, without white space; bits after the last octet must be zero, so that every value has one spelling.
 *
 * @throws {@link BytesError} `BYTES_BASE64_MALFORMED`
 */
export function decodeBase64(text: string): Bytes {
  if (!BASE64.test(text)) throw new BytesError('BYTES_BASE64_MALFORMED', 'expected base64 with padding');
  const decoded = atob(text);
  const bytes = new Uint8Array(decoded.length);
  for (let index = 0; index < decoded.length; index += 1) bytes[index] = decoded.charCodeAt(index);
  if (text.endsWith('=') && encodeBase64(bytes.subarray(bytes.length - (bytes.length % 3))) !== text.slice(-4)) {
    throw new BytesError('BYTES_BASE64_MALFORMED', 'expected zero bits after the last octet');
  }
  return bytes;
}

/** Base64url without padding (RFC 4648 §5, RFC 7515). */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws {@link BytesError} `BYTES_BASE64_MALFORMED` */
export function decodeBase64Url(text: string): Bytes {
  if (!BASE64_URL.test(text) || text.length % 4 === 1) throw new BytesError('BYTES_BASE64_MALFORMED', 'expected base64url without padding');
  const padded = text.replaceAll('-', '+').replaceAll('_', '/');
  return decodeBase64(padded + '='.repeat((4 - (padded.length % 4)) % 4));
}
