import type { PdfDict, PdfObject, PdfRef } from '../../../pdf/index.ts';
import { PDF_NULL, dictOf, entryOf } from '../../../pdf/index.ts';

/** The objects of a document as one revision leaves them. Everything is loaded, so that comparing is synchronous. */
export interface RevisionSnapshot {
  readonly revision: number;
  readonly trailer: PdfDict;
  /** Null for what is absent, free or of another generation. */
  object(ref: PdfRef): PdfObject;
}

/** What a revision did to an object. An object that is written again unchanged is not touched. */
export type Touch = 'added' | 'changed' | 'freed';

/** A revision and the one before it. */
export interface RevisionStep {
  readonly revision: number;
  readonly older: RevisionSnapshot;
  /** The revisions before `older` that were loaded, oldest first. */
  readonly history: readonly RevisionSnapshot[];
  readonly newer: RevisionSnapshot;
  /** By object number. */
  readonly touched: ReadonlyMap<number, Touch>;
  /** The titles that the catalog's metadata state before and after; undefined for what is no well-formed XMP without entities. */
  readonly xmpTitles: readonly [before: string | undefined, after: string | undefined];
  /** Decoded appearance streams and character maps of the fields that the revision fills, by where their octets begin. */
  readonly contents: ReadonlyMap<number, Uint8Array>;
}

const LONGEST_CHAIN = 32;

/** The value behind a chain of references. */
export function valueOf(snapshot: RevisionSnapshot, object: PdfObject | undefined): PdfObject {
  let value = object ?? PDF_NULL;
  for (let hops = 0; value.kind === 'ref' && hops < LONGEST_CHAIN; hops += 1) value = snapshot.object(value);
  return value.kind === 'ref' ? PDF_NULL : value;
}

/** The value of a key, references followed. */
export function valueAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): PdfObject {
  return valueOf(snapshot, entryOf(dict, key));
}

/** The dictionary that a key leads to; undefined for anything else. */
export function dictAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): PdfDict | undefined {
  return dictOf(valueAt(snapshot, dict, key));
}

/** The items of the array that a key leads to; undefined for anything else. */
export function itemsAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): readonly PdfObject[] | undefined {
  const value = valueAt(snapshot, dict, key);
  return value.kind === 'array' ? value.items : undefined;
}

export function catalogOf(snapshot: RevisionSnapshot): PdfDict | undefined {
  return dictAt(snapshot, snapshot.trailer, 'Root');
}
