import type { JsonValue } from '../../bytes/index.ts';

/** Reads a JSON value as one type, or throws {@link ShapeMismatch}. Nothing is coerced and nothing is left out. */
export type Shape<T> = (value: JsonValue | undefined, path: string) => T;

/** Shapes of an object's members; those marked by {@link optional} may be absent. */
export type MemberShapes<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalShape<Exclude<T[K], undefined>> : Shape<T[K]>;
};

export interface OptionalShape<T> {
  readonly optional: Shape<T>;
}

/** A value that has not the shape; the caller turns it into the error of what it read. */
export class ShapeMismatch extends TypeError {}

export function text(pattern: RegExp, longest: number): Shape<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value.length > longest || !pattern.test(value))
      throw new ShapeMismatch(`${path}: expected ${String(pattern)}`);
    return value;
  };
}

export function integer(least: number, most: number): Shape<number> {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || Object.is(value, -0) || value < least || value > most)
      throw new ShapeMismatch(`${path}: expected an integer from ${least} to ${most}`);
    return value;
  };
}

export function literal<const T extends string | number>(...allowed: readonly T[]): Shape<T> {
  return (value, path) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new ShapeMismatch(`${path}: expected ${allowed.join(' or ')}`);
    return found;
  };
}

export const boolean: Shape<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ShapeMismatch(`${path}: expected true or false`);
  return value;
};

/** RFC 3339 in UTC with `Z`, to the second or millisecond, and a time that exists. */
export const instant: Shape<string> = (value, path) => {
  const spelled = typeof value === 'string' && INSTANT.test(value) ? value : '';
  const time = Date.parse(spelled);
  const exact = Number.isFinite(time) && new Date(time).toISOString().slice(0, 19) === spelled.slice(0, 19);
  if (!exact) throw new ShapeMismatch(`${path}: expected a time in UTC that exists`);
  return spelled;
};
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

export function list<T>(shape: Shape<T>, longest: number): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > longest) throw new ShapeMismatch(`${path}: expected a list of at most ${longest}`);
    return value.map((entry: JsonValue, index) => shape(entry, `${path}[${index}]`));
  };
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

/** An object with these members and no other. */
export function members<T>(shapes: MemberShapes<T>): Shape<T> {
  const entries = Object.entries<Shape<unknown> | OptionalShape<unknown>>(shapes);
  return (value, path) => {
    if (!isRecord(value)) throw new ShapeMismatch(`${path}: expected an object`);
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(shapes, name));
    if (unknown !== undefined) throw new ShapeMismatch(`${path}: unknown member ${unknown.slice(0, 40)}`);
    const read: [string, unknown][] = [];
    for (const [name, shape] of entries) {
      const member = value[name];
      if (typeof shape === 'function') read.push([name, shape(member, `${path}.${name}`)]);
      else if (member !== undefined) read.push([name, shape.optional(member, `${path}.${name}`)]);
    }
    // Every member was read by the shape of its name, and none is missing.
    return Object.fromEntries(read) as T;
  };
}

function isRecord(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
