import type { Bytes } from '@sealkit/core/bytes';
import type { z } from 'zod';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import type { ActStage } from '../audit/use-log.ts';
import type { Answer, OctetAnswer, PDF_TYPE } from './answer.ts';
import type { Remember } from './answer-once.ts';
import type { UseStage } from './refused-request.ts';

/** A request after sign-in, limits and schema. */
export interface Call<Body, Query> {
  readonly context: AdapterContext;
  readonly principal: Principal;
  /** Values of the `{name}` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  readonly remember: Remember;
}

interface RouteBase {
  /** With `{name}` parts, relative to the base path; `{name*}` at the end takes the rest with its slashes. */
  readonly path: string;
  readonly summary: string;
  /** Schemas of the answers by status. */
  readonly answers: Readonly<Record<number, z.ZodType>>;
  /** Of the answers; JSON where absent. */
  readonly answerType?: string;
}

export interface ReadRoute<Query = unknown> extends RouteBase {
  readonly method: 'GET';
  readonly query?: z.ZodType<Query>;
  readonly run: (call: Omit<Call<undefined, Query>, 'remember' | 'body'>) => Promise<Answer | OctetAnswer>;
}

export interface WriteRoute<Body = unknown> extends RouteBase {
  readonly method: 'POST';
  readonly body: z.ZodType<Body>;
  readonly bodyLimit: number;
  /** Which step of a use or which act it is: whatever refuses it, the refusal is a row in the use log. */
  readonly stage?: UseStage | ActStage;
  /**
   * A repeat does the work again and finds its own result: no answer but a refusal is kept under the idempotency key. For
   * answers that are judged afresh each time they leave.
   */
  readonly repeatsWork?: true;
  readonly run: (call: Omit<Call<Body, undefined>, 'query'>) => Promise<Answer>;
}

/**
 * Takes the octets of a document as they come in, instead of JSON. A repeat does the work again and finds its own result; no answer is
 * kept under the idempotency key.
 */
export interface UploadRoute extends RouteBase {
  readonly method: 'POST';
  /** Media type of the body. */
  readonly takes: typeof PDF_TYPE;
  readonly run: (call: Omit<Call<AsyncIterable<Bytes>, undefined>, 'query' | 'remember'>) => Promise<Answer | OctetAnswer>;
}

/** Open to everybody: the register's public keys and the description of the interface. */
export interface PublicRoute extends RouteBase {
  readonly method: 'GET';
  readonly public: true;
  readonly run: (context: AdapterContext) => Promise<Answer>;
}

export type Route = ReadRoute | WriteRoute | UploadRoute | PublicRoute;

/** Keeps body and schema of a route together, then forgets the type so that routes fit in one list. */
export function readRoute<Query>(route: ReadRoute<Query>): ReadRoute {
  return route as ReadRoute;
}

export function writeRoute<Body>(route: WriteRoute<Body>): WriteRoute {
  return route as WriteRoute;
}
