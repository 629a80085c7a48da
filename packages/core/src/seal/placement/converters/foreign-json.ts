import type { JsonValue } from '../../../bytes/index.ts';
import { SealError } from '../../seal-error.ts';
import type { DisplayedPage } from '../page-anchor.ts';
import { parsePageSet } from '../page-set.ts';

export type ForeignObject = { readonly [name: string]: JsonValue | undefined };

/**
 * Reads one value of a vendor's JSON, and knows its path for the error. Members that are not asked for are passed over, since vendors
 * add them; what is asked for has the right type or is refused.
 */
export interface ForeignReader {
  readonly path: string;
  member(name: string): ForeignReader;
  list(): readonly ForeignReader[];
  isAbsent(): boolean;
  text(): string;
  /** A number, or a decimal number in a string: vendors' own examples have both. */
  number(): number;
  integer(): number;
  /** A number above zero. */
  size(): number;
  refuse(expectation: string): SealError;
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/u;
const LONGEST_LIST = 10_000;

/** @throws never; the methods throw {@link SealError} `PLACEMENT_IMPORT_MALFORMED` with `facts.vendor` and `facts.path`. */
export function foreignReader(vendor: string, value: JsonValue | undefined, path = '$'): ForeignReader {
  const refuse = (expectation: string): SealError =>
    new SealError('PLACEMENT_IMPORT_MALFORMED', `${path}: expected ${expectation}`, { facts: { vendor, path } });
  const number = (): number => {
    const read = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    if (typeof read !== 'number' || !Number.isFinite(read) || Math.abs(read) > 1e7) throw refuse('a number');
    return read;
  };
  return {
    path,
    refuse,
    number,
    member: (name) => {
      if (!isObject(value)) throw refuse('an object');
      return foreignReader(vendor, Object.hasOwn(value, name) ? value[name] : undefined, `${path}.${name}`);
    },
    list: () => {
      if (!Array.isArray(value) || value.length > LONGEST_LIST) throw refuse(`a list of at most ${LONGEST_LIST}`);
      return value.map((entry: JsonValue, index) => foreignReader(vendor, entry, `${path}[${index}]`));
    },
    isAbsent: () => value === undefined || value === null || value === '',
    text: () => {
      if (typeof value !== 'string') throw refuse('a text');
      return value;
    },
    size: () => {
      const read = number();
      if (read <= 0) throw refuse('a number above zero');
      return read;
    },
    integer: () => {
      const read = number();
      if (!Number.isSafeInteger(read)) throw refuse('a whole number');
      return read;
    },
  };
}

/** The number, or the other one where there is none. */
export function numberOr(reader: ForeignReader, otherwise: number): number {
  return reader.isAbsent() ? otherwise : reader.number();
}

export function pageAt(pages: readonly DisplayedPage[], reader: ForeignReader, page: number = reader.integer()): DisplayedPage {
  const found = pages.find((candidate) => candidate.page === page);
  if (found === undefined) throw reader.refuse(`a page of the document's ${pages.length}`);
  return found;
}

export function pageSetAt(reader: ForeignReader, pageCount: number): readonly number[] {
  try {
    return parsePageSet(reader.text(), pageCount);
  } catch (error) {
    if (error instanceof SealError && error.code !== 'PLACEMENT_IMPORT_MALFORMED') throw reader.refuse('pages of the document');
    throw error;
  }
}

function isObject(value: JsonValue | undefined): value is ForeignObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
