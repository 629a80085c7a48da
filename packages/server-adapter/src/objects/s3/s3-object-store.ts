import { type Bytes, type CallOptions, concatBytes } from '@sealkit/core/bytes';
import type { Clock } from '@sealkit/core/ports';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import type { AwsCredentials } from '../../outbound/sigv4.ts';
import { systemClock } from '../../system-clock.ts';
import { checkedOctets } from '../checked-octets.ts';
import { assertObjectLength, objectKey } from '../object-key.ts';
import type { NewObject, ObjectStore } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import { createS3Client } from './s3-client.ts';
import { openS3Object } from './s3-download.ts';
import { MAX_PARTS, type S3Target, uploadParts, type UploadOutcome, uploadWhole } from './s3-upload.ts';

export interface S3ObjectStoreOptions {
  /** Such as `https://s3.eu-central-1.amazonaws.com`: HTTPS, or this machine itself. The bucket is named in the path. */
  readonly endpoint: string;
  readonly region: string;
  /** It is there already. */
  readonly bucket: string;
  /** Path segments in the bucket under which the objects lie: letters, digits, `-` and `_`. */
  readonly prefix?: readonly string[];
  /** Asked before each request. */
  readonly credentials: (call?: CallOptions) => Promise<AwsCredentials | undefined>;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** Milliseconds for one request from its start to the last octet of the answer; a minute by default. */
  readonly timeoutMs?: number;
  /** Milliseconds before the first repeat, twice as many before each further one; 250 by default. */
  readonly retryDelayMs?: number;
}

/** Octets of an upload's part, and of a read: larger objects than this go in several requests. */
const PART_LENGTH = 8 * 1024 * 1024;
const MINUTE_MS = 60_000;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const SEGMENT = /^[\w-]+$/;

/**
 * Objects in a bucket of Amazon S3 or of a service that speaks its protocol, as `<prefix>/<tenant>/sha256/<hex>`. Every body is signed
 * with its digest (Signature Version 4), which the service compares; an object of several parts appears with its last one. A failure
 * that may pass is tried again, four times in all and within a budget that all requests share. Conditions (`If-None-Match`) are asked
 * for and not relied on. At most one part is held in memory.
 *
 * @throws TypeError where the endpoint, the bucket or the prefix is none.
 * @see Amazon S3 API Reference: PutObject, CreateMultipartUpload, GetObject
 */
export function createS3ObjectStore(options: S3ObjectStoreOptions): ObjectStore {
  const { clock = systemClock, timeoutMs = MINUTE_MS, retryDelayMs = 250, prefix = [] } = options;
  if (!BUCKET.test(options.bucket)) throw new TypeError('bucket: expected the name of a bucket');
  if (!prefix.every((segment) => SEGMENT.test(segment))) throw new TypeError('prefix: expected letters, digits, - and _');
  const client = createS3Client({
    url: `${assertServiceUrl(options.endpoint, 'endpoint')}/${options.bucket}`,
    region: options.region,
    credentials: options.credentials,
    clock,
    fetch: options.fetch ?? fetch,
    timeoutMs,
    retryDelayMs,
  });
  const store: ObjectStore = {
    async put(of, octets, call) {
      const key = [...prefix, ...objectKey(of)];
      assertObjectLength(of);
      const outcome = await upload({ client, key, replace: false }, of, checkedOctets(of, octets, call), call);
      if (outcome === 'there-already') await assertSound(of, call);
    },
    open: (of, call) => {
      call?.signal?.throwIfAborted();
      return openS3Object({ client, key: [...prefix, ...objectKey(of)], digest: of.digest, partLength: PART_LENGTH }, call);
    },
  };
  return store;

  /** What was put counts as durable only where what is there in its place is the same. */
  async function assertSound(of: NewObject, call?: CallOptions): Promise<void> {
    if ((await store.open(of, call)) === undefined)
      throw new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', 'an object that was said to be there is not');
  }
}

async function upload(target: S3Target, of: NewObject, octets: AsyncIterable<Bytes>, call?: CallOptions): Promise<UploadOutcome> {
  const partLength = Math.max(PART_LENGTH, Math.ceil(of.length / MAX_PARTS));
  const parts = inParts(octets, partLength);
  if (of.length > partLength) return uploadParts(target, parts, call);
  let body: Bytes = new Uint8Array();
  for await (const part of parts) body = part;
  return uploadWhole(target, of, body, call);
}

/** The same octets in parts of one length, but for the last; each is a copy. */
async function* inParts(octets: AsyncIterable<Bytes>, length: number): AsyncGenerator<Bytes, void> {
  let held: Bytes[] = [];
  let size = 0;
  for await (const received of octets) {
    for (let start = 0; start < received.length;) {
      const piece = received.slice(start, start + length - size);
      held.push(piece);
      start += piece.length;
      size += piece.length;
      if (size === length) {
        yield concatBytes(...held);
        held = [];
        size = 0;
      }
    }
  }
  if (size > 0) yield concatBytes(...held);
}
