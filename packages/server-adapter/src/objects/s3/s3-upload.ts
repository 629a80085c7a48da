import { type Bytes, type CallOptions, encodeBase64, encodeUtf8, decodeHex } from '@sealkit/core/bytes';
import type { NewObject } from '../object-store.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import { refusal, textBetween, wordOf } from './s3-answer.ts';
import type { S3Client, S3Request } from './s3-client.ts';

/** Where an object goes. */
export interface S3Target {
  readonly client: S3Client;
  readonly key: readonly string[];
  /** Whether an object that is there already may be replaced. */
  readonly replace: boolean;
}

/** An object that is there was left as it is. */
export type UploadOutcome = 'done' | 'there-already';

/** Parts that one upload may have. @see Amazon S3 User Guide: multipart upload limits */
export const MAX_PARTS = 10_000;

/** Puts an object in one request; the service compares the digest too. */
export async function uploadWhole(target: S3Target, of: NewObject, body: Bytes, call?: CallOptions): Promise<UploadOutcome> {
  const sha256 = of.digest.slice('sha256:'.length);
  const request = { method: 'PUT', key: target.key, body, sha256 } as const;
  return publish(target, { ...request, headers: { 'x-amz-checksum-sha256': encodeBase64(decodeHex(sha256)) } }, call);
}

/** Puts an object in parts, of which nothing is seen before the last one is there and their source has ended well. */
export async function uploadParts(target: S3Target, parts: AsyncIterable<Bytes>, call?: CallOptions): Promise<UploadOutcome> {
  const { client, key } = target;
  const begun = await client.send({ method: 'POST', key, query: { uploads: '' }, expected: [200] }, call);
  const uploadId = textBetween(begun.body, 'UploadId');
  if (uploadId === '') throw new ObjectStoreError('OBJECT_STORE_REFUSED', 'expected an upload to begin, got no id of it');
  try {
    const tags: string[] = [];
    for await (const body of parts) {
      const query = { partNumber: String(tags.length + 1), uploadId };
      const { headers } = await client.send({ method: 'PUT', key, query, body, expected: [200] }, call);
      tags.push(headers.get('etag') ?? '');
    }
    const outcome = await publish(target, { method: 'POST', key, query: { uploadId }, body: completionOf(tags) }, call);
    if (outcome === 'there-already') await abandon(target, uploadId);
    return outcome;
  } catch (error) {
    await abandon(target, uploadId);
    throw error;
  }
}

/** The request that makes an object appear, under the condition that there is none, where the service knows conditions. */
async function publish({ client, replace }: S3Target, request: Omit<S3Request, 'expected'>, call?: CallOptions): Promise<UploadOutcome> {
  const condition = replace ? {} : { 'if-none-match': '*' };
  const headers = { ...request.headers, ...condition };
  const answer = await client.send({ ...request, headers, expected: [200, 404, 412, 501] }, call);
  switch (answer.status) {
    case 412:
      return 'there-already';
    case 404:
      // The upload is not known any more: an earlier try of this request completed it, and its answer was lost.
      if (wordOf(answer) === 'NoSuchUpload') return 'there-already';
      throw refusal(answer);
    case 501:
      if (replace) throw refusal(answer);
      return publish({ client, key: request.key, replace: true }, request, call);
    default:
      // A completion may fail after the status has been sent.
      if (wordOf(answer) !== '') throw refusal(answer);
      return 'done';
  }
}

/** Parts of an upload that nobody goes on with cost space. Where they cannot be removed, a life-cycle rule of the bucket does it. */
async function abandon({ client, key }: S3Target, uploadId: string): Promise<void> {
  try {
    await client.send({ method: 'DELETE', key, query: { uploadId }, expected: [204, 200, 404] });
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
  }
}

function completionOf(tags: readonly string[]): Bytes {
  const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`);
  return encodeUtf8(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
