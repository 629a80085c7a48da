import { z } from 'zod';
import { JSON_TYPE } from './answer.ts';
import { problemSchema } from './schemas/answers.ts';
import type { Route, UploadRoute, WriteRoute } from './route.ts';

/** The interface as an OpenAPI 3.1 document, made from the very schemas that check requests. @see OpenAPI 3.1.1 §4.8 */
export function describeRoutes(routes: readonly Route[], basePath: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const route of routes) {
    const path = route.path.replace('*}', '}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Sealkit server adapter', version: '0.1.0' },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths,
    components: { schemas },
  };
}

/** Schemas with a name of their own go into `named`, and are referred to. */
function describeRoute(route: Route, named: Record<string, object>): object {
  const responses: Record<string, object> = {};
  for (const [status, schema] of Object.entries(route.answers)) {
    responses[status] = { description: 'Done', content: { [route.answerType ?? JSON_TYPE]: { schema: jsonSchema(schema, named) } } };
  }
  responses['default'] = {
    description: 'Refused or failed',
    content: { 'application/problem+json': { schema: jsonSchema(problemSchema, named) } },
  };
  return {
    summary: route.summary,
    ...('public' in route ? { security: [] } : {}),
    parameters: [...pathParameters(route.path), ...queryParameters(route), ...(route.method === 'POST' ? [IDEMPOTENCY_KEY] : [])],
    ...(route.method === 'POST' ? { requestBody: { required: true, content: bodyOf(route, named) } } : {}),
    responses,
  };
}

function bodyOf(route: WriteRoute | UploadRoute, named: Record<string, object>): object {
  if ('takes' in route) return { [route.takes]: { schema: { type: 'string', format: 'binary' } } };
  return { 'application/json': { schema: jsonSchema(route.body, named) } };
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
  const { properties, required } = z.toJSONSchema(route.query, { io: 'input' });
  return Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required?.includes(name) ?? false,
    schema,
  }));
}

function jsonSchema(schema: z.ZodType, named: Record<string, object>): object {
  const { $schema: _dialect, $defs, ...own } = withReferences(z.toJSONSchema(schema, { io: 'input', override: asPlainArray }));
  for (const [name, definition] of Object.entries($defs ?? {})) named[name] = definition;
  const name = schema.meta()?.id;
  if (name === undefined) return own;
  const { id: _id, ...definition } = own as { readonly id?: string };
  named[name] = definition;
  return { $ref: `#/components/schemas/${name}` };
}

/** Tuples of one kind as arrays of a fixed length: the same values, in words that more programs read. */
function asPlainArray({ jsonSchema: schema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { prefixItems, items } = schema;
  const [first, ...others] = prefixItems ?? [];
  if (first === undefined || items !== false || others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) return;
  delete schema.prefixItems;
  schema.items = first;
}

/** References into the document's components, in place of those into a schema's own definitions. */
function withReferences(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}

interface JsonSchema {
  readonly $schema?: unknown;
  readonly $defs?: Readonly<Record<string, object>>;
}
