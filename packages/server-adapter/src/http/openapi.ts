import { z } from 'zod';
import { JSON_TYPE } from './answer.ts';
import { problemSchema } from './schemas/answers.ts';
import type { Route } from './route.ts';

/** The interface as an OpenAPI 3.1 document, made from the very schemas that check requests. @see OpenAPI 3.1.1 §4.8 */
export function describeRoutes(routes: readonly Route[], basePath: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace('*}', '}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Sealkit server adapter', version: '0.1.0' },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths,
  };
}

function describeRoute(route: Route): object {
  const responses: Record<string, object> = {};
  for (const [status, schema] of Object.entries(route.answers)) {
    responses[status] = { description: 'Done', content: { [route.answerType ?? JSON_TYPE]: { schema: jsonSchema(schema) } } };
  }
  responses['default'] = {
    description: 'Refused or failed',
    content: { 'application/problem+json': { schema: jsonSchema(problemSchema) } },
  };
  return {
    summary: route.summary,
    ...('public' in route ? { security: [] } : {}),
    parameters: [...pathParameters(route.path), ...queryParameters(route), ...(route.method === 'POST' ? [IDEMPOTENCY_KEY] : [])],
    ...(route.method === 'POST'
      ? { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body) } } } }
      : {}),
    responses,
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  description: 'The same key and body get the same answer; another body under it is refused.',
} as const;

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/\{([a-z]+)\*?\}/gi)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 64 },
  }));
}

function queryParameters(route: Route): readonly object[] {
  if (route.method !== 'GET' || 'public' in route || route.query === undefined) return [];
  const { properties } = z.toJSONSchema(route.query, { io: 'input' });
  return Object.entries(properties ?? {}).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}
