import { createHash } from 'node:crypto';
import { type Bytes, type ByteSource, type CallOptions, memorySource } from '@sealkit/core/bytes';
import { ObjectStoreError } from '../object-store-error.ts';
import { refusal, type S3Answer, wordOf } from './s3-answer.ts';
import type { S3Client } from './s3-client.ts';

export interface S3Place {
  readonly client: S3Client;
  readonly key: readonly string[];
  readonly digest: string;
  /** Octets that are asked for at a time. */
  readonly partLength: number;
}

/**
 * The object at a place, digested once from end to end; undefined where there is none. A small one is kept in memory, a larger
 * one is asked for by ranges of that very version.
 *
 * @throws {@link ObjectStoreError} `OBJECT_BROKEN` where its digest is another one.
 */
export async function openS3Object(place: S3Place, call?: CallOptions): Promise<ByteSource | undefined> {
  const first = await firstPart(place, call);
  if (first === undefined) return undefined;
  const hash = createHash('sha256').update(first.octets);
  const source = first.octets.length === first.size ? memorySource(first.octets) : rangedSource(place, first.size, first.tag);
  for (let start = first.octets.length; start < source.size; start += place.partLength)
    hash.update(await source.read(start, Math.min(start + place.partLength, source.size), call));
  const actual = `sha256:${hash.digest('hex')}`;
  if (actual !== place.digest) throw new ObjectStoreError('OBJECT_BROKEN', `expected an object of ${place.digest}, found ${actual}`);
  return source;
}

interface FirstPart {
  readonly octets: Bytes;
  /** Of the whole object. */
  readonly size: number;
  /** Names the version of the object. */
  readonly tag: string;
}

async function firstPart({ client, key, partLength }: S3Place, call?: CallOptions): Promise<FirstPart | undefined> {
  const headers = { range: `bytes=0-${partLength - 1}` };
  const answer = await client.send({ method: 'GET', key, headers, expected: [200, 206, 404, 416] }, call);
  switch (answer.status) {
    case 404:
      if (wordOf(answer) !== 'NoSuchKey') throw refusal(answer);
      return undefined;
    case 206:
      return { octets: answer.body, size: sizeOf(answer, 0, answer.body.length), tag: answer.headers.get('etag') ?? '' };
    case 416: {
      // An empty object has no first octet.
      const whole = await client.send({ method: 'GET', key, expected: [200] }, call);
      return { octets: whole.body, size: whole.body.length, tag: '' };
    }
    default:
      return { octets: answer.body, size: answer.body.length, tag: '' };
  }
}

function rangedSource({ client, key, digest }: S3Place, size: number, tag: string): ByteSource {
  return {
    size,
    async read(start, end, call) {
      if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > size)
        throw new RangeError(`start, end: expected a range within ${size} octets, got ${start} to ${end}`);
      if (start === end) return new Uint8Array();
      const headers = { range: `bytes=${start}-${end - 1}`, 'if-match': tag };
      const answer = await client.send({ method: 'GET', key, headers, expected: [206, 404, 412] }, call);
      if (answer.status === 412)
        throw new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', `the object ${digest} was replaced while it was read: open it again`);
      if (answer.status === 404) throw new ObjectStoreError('OBJECT_BROKEN', `the object ${digest} was removed while it was read`);
      if (sizeOf(answer, start, end) !== size || answer.body.length !== end - start)
        throw new ObjectStoreError(
          'OBJECT_BROKEN',
          `expected octets ${start} to ${end} of the object ${digest}, got ${answer.body.length}`,
        );
      return answer.body;
    },
  };
}

/** The size of the whole, from the part that was asked for. @see RFC 9110 §14.4 */
function sizeOf({ headers }: S3Answer, start: number, end: number): number {
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (Number(first) !== start || Number(last) !== end - 1)
    throw new ObjectStoreError('OBJECT_STORE_REFUSED', `expected the range ${start} to ${end} from the object store, got another or none`);
  return Number(size);
}
