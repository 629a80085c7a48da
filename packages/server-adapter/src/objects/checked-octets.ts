import { createHash } from 'node:crypto';
import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { NewObject } from './object-store.ts';
import { ObjectStoreError } from './object-store-error.ts';

/**
 * The same octets, which end without an error only where digest and length are those of the object.
 *
 * @throws {@link ObjectStoreError} `OBJECT_DIGEST_DIFFERS`, as soon as it is known.
 */
export async function* checkedOctets(
  { digest, length }: NewObject,
  octets: AsyncIterable<Bytes>,
  options?: CallOptions,
): AsyncGenerator<Bytes, void> {
  const hash = createHash('sha256');
  let received = 0;
  options?.signal?.throwIfAborted();
  for await (const part of octets) {
    options?.signal?.throwIfAborted();
    received += part.length;
    if (received > length) throw new ObjectStoreError('OBJECT_DIGEST_DIFFERS', `expected ${length} octets, got more`);
    hash.update(part);
    yield part;
  }
  options?.signal?.throwIfAborted();
  if (received !== length) throw new ObjectStoreError('OBJECT_DIGEST_DIFFERS', `expected ${length} octets, got ${received}`);
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== digest) throw new ObjectStoreError('OBJECT_DIGEST_DIFFERS', `expected octets of ${digest}, got ${actual}`);
}
