import { BytesError } from './bytes-error.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

/**
 * The one spelling of a JSON value under the JSON Canonicalization Scheme: keys sorted by UTF-16 units, no white space,
 * numbers as ECMAScript prints them. Members whose value is `undefined` are left out.
 *
 * @throws {@link BytesError} `BYTES_JSON_NOT_CANONICAL` for a number that is not finite or a lone surrogate.
 * @see RFC 8785 §3.2
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(member)}`);
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
