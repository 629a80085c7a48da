import { type Bytes, decodeLatin1 } from '@sealkit/core/bytes';
import { ObjectStoreError } from '../object-store-error.ts';

export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Bytes;
}

/** Octets of an error that are looked at. */
const MAX_ERROR = 16 * 1024;

/** The word of an error, such as `NoSuchKey`; the empty string where there is none. */
export function wordOf({ body }: Pick<S3Answer, 'body'>): string {
  return textBetween(body, 'Code')
    .replaceAll(/[^A-Za-z]/g, '')
    .slice(0, 64);
}

/** What stands in the first element of a name; the empty string where there is none. */
export function textBetween(body: Bytes, name: string): string {
  const text = decodeLatin1(body.subarray(0, MAX_ERROR));
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
}

/** Whether the same request may go well in a while. */
function mayPass(status: number, word: string): boolean {
  return PASSING_WORDS.has(word) || status === 429 || (status >= 500 && status !== 501 && status !== 507);
}

/** What an answer means that is none of those that were expected. The word of the service is named, its text is not. */
export function refusal(answer: S3Answer): ObjectStoreError {
  const word = wordOf(answer);
  const said = `the object store answered ${answer.status}${word === '' ? '' : ` ${word}`}`;
  if (mayPass(answer.status, word)) return new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', said);
  if (answer.status === 507 || FULL_WORDS.has(word)) return new ObjectStoreError('OBJECT_STORE_FULL', said);
  return new ObjectStoreError('OBJECT_STORE_REFUSED', said);
}

const PASSING_WORDS = new Set([
  'RequestTimeout',
  'SlowDown',
  'InternalError',
  'ServiceUnavailable',
  'OperationAborted',
  'ConditionalRequestConflict',
]);
const FULL_WORDS = new Set(['QuotaExceeded', 'XMinioStorageFull', 'InsufficientCapacity']);
