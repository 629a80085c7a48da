import { type PdfDict, type PdfObject, dictOf } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { equalObjects } from './equal-objects.ts';
import { type RevisionSnapshot, catalogOf, dictAt, itemsAt, valueOf } from './revision-step.ts';

const STORE_STREAMS = ['Certs', 'CRLs', 'OCSPs'] as const;
const STORE_KEYS: ReadonlySet<string> = new Set(['Type', 'VRI', ...STORE_STREAMS]);
const VRI_STREAMS = ['Cert', 'CRL', 'OCSP'] as const;
const VRI_KEYS: ReadonlySet<string> = new Set(['Type', 'TU', 'TS', ...VRI_STREAMS]);
/** A digest in hexadecimal: SHA-1 as the standards say, or one that a writer took in its place; entries are found in the store by no name. */
const VRI_NAME = /^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128})$/;

/**
 * The document security store: later revisions may bring material; single certificates and revocation answers may go. What
 * a signed revision has, the store and the entries for single signatures, may not.
 *
 * @see ISO 32000-2 §12.8.4.3, §12.8.4.4; ETSI EN 319 142-1 §5.4.2
 */
export function compareSecurityStore(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  const { older, newer } = comparison.step;
  const was = before.entries.get('DSS');
  const now = after.entries.get('DSS');
  const touched = comparison.allow(now);
  if (!touched && equalObjects(was, now)) return;
  const store = dictAt(newer, after, 'DSS');
  const old = dictAt(older, before, 'DSS');
  if (store === undefined) {
    comparison.report({
      code: 'DSS_REMOVED',
      level: 'forbidden',
      since: sinceWhen(comparison, (snapshot) => storeOf(snapshot) !== undefined),
    });
    return;
  }
  const fault = storeFault(newer, store) ?? newEntryFault(newer, old && dictAt(older, old, 'VRI'), dictAt(newer, store, 'VRI'));
  if (fault !== undefined) comparison.report({ code: 'DSS_CHANGED', level: 'forbidden', subject: fault });
  nameLostEntries(comparison, old, store);
  comparison.report({ code: old === undefined ? 'DSS_ADDED' : 'DSS_EXTENDED', level: 'validation-material' });
}

function storeOf(snapshot: RevisionSnapshot): PdfDict | undefined {
  const catalog = catalogOf(snapshot);
  return catalog && dictAt(snapshot, catalog, 'DSS');
}

function entryIn(snapshot: RevisionSnapshot, key: string): PdfObject | undefined {
  const store = storeOf(snapshot);
  return store && dictAt(snapshot, store, 'VRI')?.entries.get(key);
}

/** The first of the loaded revisions from which on something held without a break. */
function sinceWhen({ step }: Comparison, holds: (snapshot: RevisionSnapshot) => boolean): number {
  const earlier = [...step.history, step.older];
  const broken = earlier.findLastIndex((snapshot) => !holds(snapshot));
  return earlier[broken + 1]?.revision ?? step.older.revision;
}

/** Entries for single signatures that are gone or say something else. */
function nameLostEntries(comparison: Comparison, old: PdfDict | undefined, store: PdfDict): void {
  const { older, newer } = comparison.step;
  const now = dictAt(newer, store, 'VRI');
  for (const [key, value] of (old && dictAt(older, old, 'VRI')?.entries) ?? []) {
    if (key === 'Type' || equalObjects(value, now?.entries.get(key))) continue;
    const since = sinceWhen(comparison, (snapshot) => equalObjects(entryIn(snapshot, key), value));
    comparison.report({ code: 'DSS_ENTRY_REMOVED', level: 'forbidden', subject: `VRI/${key}`, since });
  }
}

/** The first key of a store that holds what it must not hold. */
function storeFault(snapshot: RevisionSnapshot, store: PdfDict): string | undefined {
  const unknown = [...store.entries.keys()].find((key) => !STORE_KEYS.has(key));
  return unknown ?? STORE_STREAMS.find((key) => !holdsStreams(snapshot, store, key));
}

/** New entries for single signatures are named and shaped as they must. */
function newEntryFault(snapshot: RevisionSnapshot, was: PdfDict | undefined, now: PdfDict | undefined): string | undefined {
  for (const [key, value] of now?.entries ?? []) {
    const isNew = key !== 'Type' && was?.entries.has(key) !== true;
    if (isNew && (!VRI_NAME.test(key) || !isVriEntry(snapshot, valueOf(snapshot, value)))) return `VRI/${key}`;
  }
  return undefined;
}

function isVriEntry(snapshot: RevisionSnapshot, entry: PdfObject): boolean {
  if (entry.kind !== 'dict') return false;
  const known = [...entry.entries.keys()].every((key) => VRI_KEYS.has(key));
  return known && VRI_STREAMS.every((key) => holdsStreams(snapshot, entry, key));
}

/** Absent, or an array of references to streams. */
function holdsStreams(snapshot: RevisionSnapshot, dict: PdfDict, key: string): boolean {
  if (!dict.entries.has(key)) return true;
  const items = itemsAt(snapshot, dict, key);
  return items !== undefined && items.every((item) => item.kind === 'ref' && isDataStream(snapshot.object(item)));
}

function isDataStream(object: PdfObject): boolean {
  return object.kind === 'stream' && dictOf(object)?.entries.get('Subtype') === undefined;
}
