import type { DigestEngine, DigestStream, SigningDigest } from '../ports/index.ts';
import { isSpongeDigest } from './digest-algorithms.ts';
import { createDigest } from './digest-stream.ts';

/**
 * A running digest of any algorithm that signs: of `engine`, or in JavaScript. SHA-3 and SHAKE256 are in JavaScript too where
 * the engine has them not.
 */
export async function createSigningDigest(algorithm: SigningDigest, engine?: DigestEngine): Promise<DigestStream> {
  if (!isSpongeDigest(algorithm)) return createDigest(algorithm, engine);
  const native = engine?.createSponge?.(algorithm);
  if (native !== undefined) return native;
  const { createSpongeDigest } = await import('./sponge-digest.ts');
  return createSpongeDigest(algorithm);
}
