import { type Bytes, type ByteSource, encodeHex, equalBytes } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { SealkitError } from '@sealkit/core/errors';
import type { NewObject } from '../object-store.ts';
import { ObjectStoreError, type ObjectStoreErrorCode } from '../object-store-error.ts';

/** A promise of the port that an implementation does not keep. */
export class ObjectStoreContractError extends SealkitError<'OBJECT_STORE_CONTRACT_BROKEN'> {}

/** @throws {@link ObjectStoreContractError} */
export function expectThat(kept: boolean, broken: string): asserts kept {
  if (!kept) throw new ObjectStoreContractError('OBJECT_STORE_CONTRACT_BROKEN', broken);
}

/** @throws {@link ObjectStoreContractError} */
export function expectSame(actual: Bytes, expected: Bytes): void {
  expectThat(equalBytes(actual, expected), `expected the ${expected.length} octets that were put, got ${actual.length} of another value`);
}

/** What work rejects with; the contract is broken when it does not. */
export async function caught(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new ObjectStoreContractError('OBJECT_STORE_CONTRACT_BROKEN', 'expected a refusal, got an answer');
}

export async function expectRefused(code: ObjectStoreErrorCode, work: () => Promise<unknown>): Promise<void> {
  const error = await caught(work);
  expectThat(error instanceof ObjectStoreError && error.code === code, `expected ${code}, got ${String(error)}`);
}

/** Octets of which each short run is another. */
export function numbered(length: number): Bytes {
  const octets = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) octets[index] = (index * 31 + (index >> 8) * 17 + (index >> 16)) & 0xff;
  return octets;
}

export async function referenceTo(octets: Bytes, tenant = 'tenant'): Promise<NewObject> {
  return { tenant, digest: `sha256:${encodeHex(await digest('SHA-256', octets))}`, length: octets.length };
}

export async function* inParts(octets: Bytes, length = 64 * 1024): AsyncGenerator<Bytes, void> {
  for (let start = 0; start < octets.length; start += length) yield octets.slice(start, start + length);
}

/** All of a source, read in ranges of a few MiB. */
export async function collect(source: ByteSource): Promise<Bytes> {
  const octets = new Uint8Array(source.size);
  for (let start = 0; start < source.size; start += 3_000_000)
    octets.set(await source.read(start, Math.min(start + 3_000_000, source.size)), start);
  return octets;
}
