import { equalBytes } from '../../../bytes/index.ts';
import type { PdfDict, PdfObject } from '../../../pdf/index.ts';

/** Whether two values are written alike: references by number and generation, numbers by their decimal text, strings by octets. */
export function equalObjects(left: PdfObject | undefined, right: PdfObject | undefined): boolean {
  const a = left?.kind === 'null' ? undefined : left;
  const b = right?.kind === 'null' ? undefined : right;
  if (a === undefined || b === undefined) return a === b;
  switch (a.kind) {
    case 'boolean':
      return b.kind === 'boolean' && a.value === b.value;
    case 'number':
      return b.kind === 'number' && a.value === b.value;
    case 'name':
      return b.kind === 'name' && a.value === b.value;
    case 'string':
      return b.kind === 'string' && equalBytes(a.bytes, b.bytes);
    case 'ref':
      return b.kind === 'ref' && a.number === b.number && a.generation === b.generation;
    case 'array':
      return b.kind === 'array' && a.items.length === b.items.length && a.items.every((item, index) => equalObjects(item, b.items[index]));
    case 'dict':
      return b.kind === 'dict' && equalDicts(a, b);
    case 'stream':
      return b.kind === 'stream' && a.ref.number === b.ref.number && a.rawRange.start === b.rawRange.start && equalDicts(a.dict, b.dict);
  }
}

/** Whether two dictionaries hold equal values, without the keys in `except`; null entries count as absent. */
export function equalDicts(left: PdfDict, right: PdfDict, except: ReadonlySet<string> = NO_KEYS): boolean {
  return differentKeys(left, right, except).length === 0 && left.duplicates.join('/') === right.duplicates.join('/');
}

/** The keys whose values differ. */
export function differentKeys(left: PdfDict, right: PdfDict, except: ReadonlySet<string> = NO_KEYS): readonly string[] {
  const keys = new Set([...left.entries.keys(), ...right.entries.keys()]);
  return [...keys].filter((key) => !except.has(key) && !equalObjects(left.entries.get(key), right.entries.get(key)));
}

const NO_KEYS: ReadonlySet<string> = new Set();
