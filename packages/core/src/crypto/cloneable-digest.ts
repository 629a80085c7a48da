import type { DigestEngine, DigestStream, SigningDigest } from '../ports/index.ts';
import { createSigningDigest } from './signing-digest.ts';

/** A running digest that can be taken apart. */
export type CloneableDigest = DigestStream & Required<Pick<DigestStream, 'clone'>>;

/** A running digest of the engine, or in JavaScript where the caller's cannot be cloned. */
export async function createCloneableDigest(algorithm: SigningDigest, engine?: DigestEngine): Promise<CloneableDigest> {
  const stream = await createSigningDigest(algorithm, engine);
  return isCloneable(stream) ? stream : cloneDigest(await createSigningDigest(algorithm));
}

/** @throws TypeError when an engine's stream makes no clones, or clones that make none. */
export function cloneDigest(stream: DigestStream): CloneableDigest {
  const copy = stream.clone?.();
  if (copy === undefined || !isCloneable(copy)) throw new TypeError('engine: expected clones that can be cloned');
  return copy;
}

function isCloneable(stream: DigestStream): stream is CloneableDigest {
  return 'clone' in stream;
}
