import type { JsonValue } from '@sealkit/core/bytes';

type Members = { readonly [name: string]: JsonValue };

/** A record as JSON: interfaces lack the index signature, their values do not. */
export function toJson(record: object): Members {
  return JSON.parse(JSON.stringify(record)) as Members;
}

/** A value that is an object; null for any other. */
export function jsonObject(value: JsonValue): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}
