import { BytesError } from './bytes-error.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/** Arrays and objects inside of each other: far more than any record has, and far less than a stack takes. */
export const MAX_JSON_DEPTH = 128;

/** Whether a value has no more levels than {@link MAX_JSON_DEPTH}; found without descending by calls. */
export function isShallowJson(value: JsonValue): boolean {
  let level = [value].filter(hasLevels);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_JSON_DEPTH) return false;
    level = level.flatMap((item) => Object.values(item)).filter(hasLevels);
  }
  return true;
}

function hasLevels(value: JsonValue | undefined): value is Extract<JsonValue, object> {
  return typeof value === 'object' && value !== null;
}

/**
 * The one spelling of a JSON value under the JSON Canonicalization Scheme: keys sorted by UTF-16 units, no white space,
 * numbers as ECMAScript prints them. Members whose value is `undefined` are left out.
 *
 * @throws {@link BytesError} `BYTES_JSON_NOT_CANONICAL` for a number that is not finite, a lone surrogate, and more than
 * {@link MAX_JSON_DEPTH} arrays and objects inside of each other.
 * @see RFC 8785 §3.2
 */
export function canonicalJson(value: JsonValue): string {
  return spelled(value, MAX_JSON_DEPTH);
}

function spelled(value: JsonValue, levels: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (levels === 0) throw new BytesError('BYTES_JSON_NOT_CANONICAL', `expected at most ${MAX_JSON_DEPTH} levels`);
  if (isArray(value)) return `[${value.map((item) => spelled(item, levels - 1)).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${canonicalString(key)}:${spelled(member, levels - 1)}`);
  }
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new BytesError('BYTES_JSON_NOT_CANONICAL', 'expected a finite number');
  return JSON.stringify(value);
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new BytesError('BYTES_JSON_NOT_CANONICAL', 'expected text without lone surrogates');
  return JSON.stringify(text);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
