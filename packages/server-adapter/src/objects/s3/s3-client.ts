import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { Clock } from '@sealkit/core/ports';
import { type AwsCredentials, signSigV4 } from '../../outbound/sigv4.ts';
import { ObjectStoreError } from '../object-store-error.ts';
import { createRetryBudget } from './retry-budget.ts';
import { refusal, type S3Answer } from './s3-answer.ts';

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path segments of the object. */
  readonly key: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** In lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Bytes;
  /** Digest of the body, in hexadecimal, where it is known already. */
  readonly sha256?: string;
  /** Statuses that are an answer; every other one is an error. */
  readonly expected: readonly number[];
}

export interface S3ClientOptions {
  /** Address of the bucket, without a slash at its end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: (call?: CallOptions) => Promise<AwsCredentials | undefined>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly retryDelayMs: number;
}

export interface S3Client {
  /** @throws {@link ObjectStoreError} for every answer that is not expected, after repeats where it may pass. */
  send(request: S3Request, call?: CallOptions): Promise<S3Answer>;
}

/** Times that one request is sent, at most. */
const MAX_ATTEMPTS = 4;
/** Repeats that all requests of a store share. */
const BUDGET = 50;
const NOTHING: Bytes = new Uint8Array();

/** Sends signed requests to one bucket. Every one of them may be sent again: what it does is the same the second time. */
export function createS3Client(options: S3ClientOptions): S3Client {
  const budget = createRetryBudget(BUDGET);
  return {
    async send(request, call) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(request, options, call);
        if (outcome instanceof ObjectStoreError) {
          if (!outcome.retryable || attempt === MAX_ATTEMPTS || !budget.take()) throw outcome;
          await pause(options.retryDelayMs * 2 ** (attempt - 1), call);
        } else {
          budget.earn();
          return outcome;
        }
      }
    },
  };
}

async function attemptOnce(request: S3Request, options: S3ClientOptions, call?: CallOptions): Promise<S3Answer | ObjectStoreError> {
  const [url, init] = await signedRequest(request, options, call);
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const signal = call?.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  let answer: S3Answer;
  try {
    const { fetch } = options;
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    answer = { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
  } catch (cause) {
    call?.signal?.throwIfAborted();
    const why = deadline.aborted ? 'no answer in time' : 'no answer';
    return new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', `${new URL(url).host}: ${why}`, { cause });
  }
  return request.expected.includes(answer.status) ? answer : refusal(answer);
}

async function pause(milliseconds: number, call?: CallOptions): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal: call?.signal });
  } catch (error) {
    call?.signal?.throwIfAborted();
    throw error;
  }
}

async function signedRequest(request: S3Request, options: S3ClientOptions, call?: CallOptions): Promise<readonly [string, RequestInit]> {
  const { method, key, query = {}, headers = {}, body = NOTHING } = request;
  call?.signal?.throwIfAborted();
  const credentials = await options.credentials(call);
  if (credentials === undefined)
    throw new ObjectStoreError('OBJECT_STORE_REFUSED', 'expected keys of the object store from the host, got none');
  const search = new URLSearchParams(query).toString();
  const url = `${options.url}/${key.join('/')}${search === '' ? '' : `?${search}`}`;
  const signed = signSigV4(
    {
      method,
      url,
      headers: { ...headers, 'x-amz-content-sha256': request.sha256 ?? createHash('sha256').update(body).digest('hex') },
      body,
    },
    { credentials, region: options.region, service: 's3', time: options.clock.now() },
  );
  return [url, { method, headers: signed, ...(method === 'GET' || method === 'DELETE' ? {} : { body }) }];
}
