import { type Bytes, concatBytes, memorySource } from '@sealkit/core/bytes';
import { checkedOctets } from './checked-octets.ts';
import { assertObjectLength, objectKey } from './object-key.ts';
import type { ObjectStore } from './object-store.ts';

/** Keeps objects as long as the process lives: for tests and trials. */
export function createMemoryObjectStore(): ObjectStore {
  const objects = new Map<string, Bytes>();
  return {
    async put(of, octets, options) {
      const key = objectKey(of).join('/');
      assertObjectLength(of);
      const parts: Bytes[] = [];
      for await (const part of checkedOctets(of, octets, options)) parts.push(part.slice());
      objects.set(key, concatBytes(...parts));
    },
    async open(of, options) {
      const octets = objects.get(objectKey(of).join('/'));
      options?.signal?.throwIfAborted();
      return octets && memorySource(octets);
    },
  };
}
