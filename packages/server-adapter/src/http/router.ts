import type { ProblemDetails } from '@sealkit/core/protocol';
import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { answerOnce } from './answer-once.ts';
import { answerInWords } from './answer-in-words.ts';
import { type Answer, jsonAnswer, type OctetAnswer, toResponse } from './answer.ts';
import { toProblem } from './problem.ts';
import { withRefusalRow } from './refused-request.ts';
import { readJsonBody, readOctetBody } from './request-body.ts';
import type { PublicRoute, ReadRoute, Route, UploadRoute, WriteRoute } from './route.ts';
import { assertSameOrigin } from './same-origin.ts';

/** One fetch function over the routes: sign-in, origin, size, schema and idempotency come before any of them runs. */
export function createRouter(context: AdapterContext, routes: readonly Route[]): (request: Request) => Promise<Response> {
  const app = new Hono().basePath(context.basePath === '' ? '/' : context.basePath);
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), (c) => respond(context, route, c));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    app.all(honoPath(path), () => toResponse(problemAnswer(new AdapterError('METHOD_NOT_ALLOWED')), { allow: methods.join(', ') }));
  }
  app.notFound(() => toResponse(problemAnswer(new AdapterError('NOT_FOUND'))));
  app.onError((error) => toResponse(problemAnswer(error)));
  return async (request) => app.fetch(request);
}

async function respond(context: AdapterContext, route: Route, c: Context): Promise<Response> {
  const started = context.clock.now().getTime();
  const answer = await settle(context, route, c);
  context.log('info', 'request', {
    method: route.method,
    route: route.path,
    status: answer.status,
    milliseconds: context.clock.now().getTime() - started,
  });
  return toResponse(answer, retryAfter(answer));
}

/** Seconds after which to come again, where that is worth it. @see RFC 9110 §10.2.3 */
function retryAfter({ status, body }: Answer | OctetAnswer): Readonly<Record<string, string>> {
  if (status === 503 || status === 409) return { 'retry-after': '1' };
  if (status !== 429 || typeof body !== 'string') return {};
  const { values } = JSON.parse(body) as ProblemDetails;
  return { 'retry-after': String(Math.ceil(Number(values?.['retryAfterMs'] ?? 1000) / 1000)) };
}

async function settle(context: AdapterContext, route: Route, c: Context): Promise<Answer | OctetAnswer> {
  let tenant: string | undefined;
  try {
    if ('public' in route) return await (route satisfies PublicRoute).run(context);
    const principal = await signIn(context, c.req.raw);
    await assertInLimits(context, principal, route.method === 'GET' ? 'read' : 'write');
    tenant = principal.tenant;
    return await answerInWords(context, tenant, await runRoute(context, route, principal, c));
  } catch (error) {
    return answerOfError(context, error);
  } finally {
    // Refusals are events too.
    if (tenant !== undefined) context.transparencyLog?.wake(tenant);
  }
}

function runRoute(
  context: AdapterContext,
  route: Exclude<Route, PublicRoute>,
  principal: Principal,
  c: Context,
): Promise<Answer | OctetAnswer> {
  if (route.method === 'GET') return runRead(context, route, principal, c);
  return 'takes' in route ? runUpload(context, route, principal, c) : runWrite(context, route, principal, c);
}

async function signIn(context: AdapterContext, request: Request): Promise<Principal> {
  const principal = await context.authenticate(request);
  if (principal === null) throw new AdapterError('AUTHENTICATION_REQUIRED');
  if (principal.sessionExpiresAt !== undefined && principal.sessionExpiresAt <= context.clock.now()) {
    throw new AdapterError('AUTHENTICATION_REQUIRED', { detail: 'the session has expired' });
  }
  return principal;
}

async function assertInLimits({ rateLimiter }: AdapterContext, { tenant, personId }: Principal, kind: 'read' | 'write'): Promise<void> {
  const waitMs = (await rateLimiter?.take({ tenant, personId, kind })) ?? 0;
  if (waitMs > 0) throw new AdapterError('RATE_LIMITED', { values: { retryAfterMs: Math.ceil(waitMs) } });
}

async function runRead(context: AdapterContext, route: ReadRoute, principal: Principal, c: Context): Promise<Answer | OctetAnswer> {
  const query = route.query === undefined ? undefined : check(route.query, readQuery(c.req.raw), 'QUERY_MALFORMED');
  return route.run({ context, principal, path: c.req.param(), query });
}

async function runUpload(context: AdapterContext, route: UploadRoute, principal: Principal, c: Context): Promise<Answer | OctetAnswer> {
  const request = c.req.raw;
  assertSameOrigin(request, principal, context.allowedOrigins);
  assertKey(request);
  const body = readOctetBody(request, route.takes, context.policy.maxDocumentLength);
  return route.run({ context, principal, path: c.req.param(), body });
}

/** @throws {@link AdapterError} `IDEMPOTENCY_KEY_REQUIRED` */
function assertKey(request: Request): string {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new AdapterError('IDEMPOTENCY_KEY_REQUIRED');
  return key;
}

async function runWrite(context: AdapterContext, route: WriteRoute, principal: Principal, c: Context): Promise<Answer> {
  const request = c.req.raw;
  let sent: unknown;
  const refusal = (error: unknown): unknown => {
    if (route.stage === undefined) return error;
    return withRefusalRow(context, { principal, stage: route.stage, path: c.req.param(), body: sent }, error);
  };
  try {
    assertSameOrigin(request, principal, context.allowedOrigins);
    const key = assertKey(request);
    const { bytes, value } = await readJsonBody(request, route.bodyLimit);
    sent = value;
    const body = check(route.body, value, 'BODY_MALFORMED');
    const repeatable = { principal, route: `${route.method} ${new URL(request.url).pathname}`, key, body: bytes };
    const options = { keepsResult: route.repeatsWork !== true };
    return await answerOnce(context, repeatable, options, async (remember) => {
      try {
        return await route.run({ context, principal, path: c.req.param(), body, remember });
      } catch (error) {
        // Before the answer is kept, so that a repeat is told of the same row.
        if (error instanceof AdapterError) return answerOfError(context, await refusal(error));
        throw error;
      }
    });
  } catch (error) {
    throw await refusal(error);
  }
}

/** Values that fail are named by their path alone; what they held is not repeated. */
function check<T>(schema: z.ZodType<T>, value: unknown, code: 'BODY_MALFORMED' | 'QUERY_MALFORMED'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the whole' : issue.path.map(String).join('.').slice(0, 200);
  throw new AdapterError(code, { detail: `not as the schema says: ${where} (${issue?.code ?? 'unknown'})` });
}

/** A name given twice is refused, not silently taken once. */
function readQuery(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(query, name)) throw new AdapterError('QUERY_MALFORMED', { detail: 'a name stands twice' });
    query[name] = value;
  }
  return query;
}

function answerOfError(context: AdapterContext, error: unknown): Answer {
  const answer = problemAnswer(error);
  if (answer.status >= 500) context.log('error', 'request-failed', failureFields(error));
  return answer;
}

function problemAnswer(error: unknown): Answer {
  const problem = toProblem(error);
  return jsonAnswer(problem.status, problem);
}

/** The operator sees the kind and code of a failure, and of what caused it; messages of foreign code may hold anything. */
function failureFields(error: unknown): Readonly<Record<string, string | null>> {
  const cause = error instanceof Error ? error.cause : undefined;
  return { name: nameOf(error), code: codeOf(error), cause: cause === undefined ? null : nameOf(cause), causeCode: codeOf(cause) };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}

function honoPath(path: string): string {
  return path.replaceAll(/\{([a-z]+)\*\}/gi, ':$1{.+}').replaceAll(/\{([a-z]+)\}/gi, ':$1');
}
