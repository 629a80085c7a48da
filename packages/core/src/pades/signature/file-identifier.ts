import { concatBytes, encodeHex } from '../../bytes/index.ts';
import { digest, parseDigest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';

const IDENTIFIER_LENGTH = 16;

/**
 * The second file identifier of a signed document: the first 16 octets of SHA-256 over the permit digest and the frame
 * digest, both as octets, in lower-case hexadecimal (explained signing, rule 9). An act without a permit takes the digest
 * of the act in its place.
 */
export async function fileIdentifierOf(permitDigest: string, frameDigest: string, engine?: DigestEngine): Promise<string> {
  const value = await digest('SHA-256', concatBytes(parseDigest(permitDigest).value, parseDigest(frameDigest).value), engine);
  return encodeHex(value.subarray(0, IDENTIFIER_LENGTH));
}
