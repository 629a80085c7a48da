import type { Bytes } from './bytes.ts';
import { BytesError } from './bytes-error.ts';

const encoder = new TextEncoder();

/** UTF-8 octets of a text. */
export function encodeUtf8(text: string): Bytes {
  return encoder.encode(text);
}

/** @throws {@link BytesError} `BYTES_UTF8_MALFORMED` when the octets are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BytesError('BYTES_UTF8_MALFORMED', 'expected UTF-8 text', { cause });
  }
}

/** One octet for each UTF-16 unit below 256. */
export function encodeLatin1(text: string): Bytes {
  // Most texts are ASCII, which the runtime encodes natively.
  const utf8 = encoder.encode(text);
  if (utf8.length === text.length) return utf8;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 255) throw new BytesError('BYTES_LATIN1_OUT_OF_RANGE', `expected Latin-1 text, got U+${unit.toString(16)} at ${index}`);
    bytes[index] = unit;
  }
  return bytes;
}

const LATIN1_CHUNK = 8192;

/** The text whose UTF-16 units are the octets; never fails. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += LATIN1_CHUNK)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, start + LATIN1_CHUNK)) as string;
  return text;
}
