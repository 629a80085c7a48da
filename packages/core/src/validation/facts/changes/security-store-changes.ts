import { type PdfDict, type PdfObject, dictOf } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { equalObjects } from './equal-objects.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueOf } from './revision-step.ts';

const STORE_STREAMS = ['Certs', 'CRLs', 'OCSPs'] as const;
const STORE_KEYS: ReadonlySet<string> = new Set(['Type', 'VRI', ...STORE_STREAMS]);
const VRI_STREAMS = ['Cert', 'CRL', 'OCSP'] as const;
const VRI_KEYS: ReadonlySet<string> = new Set(['Type', 'TU', 'TS', ...VRI_STREAMS]);
const VRI_NAME = /^[0-9A-Fa-f]{40}$/;

/**
 * The document security store: later revisions may bring material; single certificates and revocation answers may go, the
 * store and the entries for other signatures may not.
 *
 * @see ISO 32000-2 §12.8.4.3, §12.8.4.4; ETSI EN 319 142-1 §5.4.2
 */
export function compareSecurityStore(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  const was = before.entries.get('DSS');
  const now = after.entries.get('DSS');
  const touched = comparison.allow(now);
  if (!touched && equalObjects(was, now)) return;
  const store = dictAt(comparison.step.newer, after, 'DSS');
  if (store === undefined) {
    comparison.report({ code: 'DSS_REMOVED', level: 'forbidden' });
    return;
  }
  const old = dictAt(comparison.step.older, before, 'DSS');
  const fault = storeFault(comparison.step.newer, store) ?? vriFault(comparison, old, store);
  if (fault !== undefined) comparison.report({ code: 'DSS_CHANGED', level: 'forbidden', subject: fault });
  else comparison.report({ code: old === undefined ? 'DSS_ADDED' : 'DSS_EXTENDED', level: 'validation-material' });
}

/** The first key of a store that holds what it must not hold. */
function storeFault(snapshot: RevisionSnapshot, store: PdfDict): string | undefined {
  const unknown = [...store.entries.keys()].find((key) => !STORE_KEYS.has(key));
  return unknown ?? STORE_STREAMS.find((key) => !holdsStreams(snapshot, store, key));
}

/** Entries for other signatures stay; new ones are named and shaped as they must. */
function vriFault(comparison: Comparison, old: PdfDict | undefined, store: PdfDict): string | undefined {
  const { older, newer } = comparison.step;
  const was = old && dictAt(older, old, 'VRI');
  const now = dictAt(newer, store, 'VRI');
  if (now === undefined) return was === undefined && !store.entries.has('VRI') ? undefined : 'VRI';
  for (const [key, value] of was?.entries ?? []) {
    if (key !== 'Type' && !equalObjects(value, now.entries.get(key))) return `VRI/${key}`;
  }
  for (const [key, value] of now.entries) {
    if (key === 'Type') continue;
    const entry = valueOf(newer, value);
    const isNew = was?.entries.has(key) !== true;
    if (isNew && (!VRI_NAME.test(key) || !isVriEntry(newer, entry))) return `VRI/${key}`;
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
