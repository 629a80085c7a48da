import { inflateSync } from 'node:zlib';

/** `DigestEngine.inflate`: for what is in a PDF, threads cost more than they bring. */
export function inflateInThread(bytes: Uint8Array, maximum: number): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(inflateSync(bytes, { maxOutputLength: maximum }));
  } catch {
    // Damaged, cut or too long, whatever zlib calls it: core's own decoder finds out.
    return undefined;
  }
}
