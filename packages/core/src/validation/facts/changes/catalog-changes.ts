import { type PdfDict, type PdfObject, sameRef } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import { catalogOf, valueOf } from './revision-step.ts';
import { compareSecurityStore } from './security-store-changes.ts';

/** Entries that other rules judge. */
const ELSEWHERE: ReadonlySet<string> = new Set(['Pages', 'AcroForm', 'DSS', 'Extensions', 'Metadata', 'MarkInfo', 'Version']);

const NAMES: Readonly<Record<string, string>> = {
  AA: 'ACTION_CHANGED',
  OpenAction: 'ACTION_CHANGED',
  Names: 'NAMES_CHANGED',
  Dests: 'NAMES_CHANGED',
  Outlines: 'OUTLINES_CHANGED',
  OCProperties: 'OPTIONAL_CONTENT_CHANGED',
  StructTreeRoot: 'STRUCTURE_CHANGED',
  Perms: 'PERMISSIONS_CHANGED',
  AF: 'ATTACHMENTS_CHANGED',
  Collection: 'ATTACHMENTS_CHANGED',
};

/** The document catalog. @see ISO 32000-2 §7.7.2 */
export function compareCatalog(comparison: Comparison): void {
  const before = catalogOf(comparison.step.older);
  const after = catalogOf(comparison.step.newer);
  if (before === undefined || after === undefined) return;
  comparison.cover(comparison.step.newer.trailer.entries.get('Root'));
  const different = new Set(differentKeys(before, after, ELSEWHERE));
  for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    if (ELSEWHERE.has(key)) continue;
    if (different.has(key)) nameCatalogKey(comparison, before, after, key);
    else comparison.keep(after.entries.get(key), { code: codeOf(key), subject: key });
  }
  if (after.duplicates.join('/') !== before.duplicates.join('/'))
    comparison.report({ code: 'CATALOG_CHANGED', level: 'forbidden', subject: after.duplicates[0] ?? '' });
  comparePlainEntry(comparison, before, after, 'Extensions', 'EXTENSIONS_CHANGED');
  comparePlainEntry(comparison, before, after, 'MarkInfo', 'MARK_INFO_CHANGED');
  comparePlainEntry(comparison, before, after, 'Version', 'VERSION_CHANGED');
  compareMetadata(comparison, before, after);
  compareSecurityStore(comparison, before, after);
}

function codeOf(key: string): string {
  return NAMES[key] ?? 'CATALOG_CHANGED';
}

function nameCatalogKey(comparison: Comparison, before: PdfDict, after: PdfDict, key: string): void {
  const added = !before.entries.has(key);
  const code = codeOf(key) === 'ACTION_CHANGED' && added ? 'ACTION_ADDED' : codeOf(key);
  comparison.report({ code, level: 'forbidden', subject: key });
  comparison.coverBelow(after.entries.get(key));
}

/** Entries of names, numbers and dictionaries without effect on a page: they may change, but hold no streams. */
function comparePlainEntry(comparison: Comparison, before: PdfDict, after: PdfDict, key: string, code: string): void {
  const now = after.entries.get(key);
  const was = before.entries.get(key);
  const removed = was !== undefined && now === undefined;
  const changed = comparison.allow(now) || !equalObjects(was, now);
  if (!changed) return;
  const plain = !removed && isPlain(comparison, now, 0);
  comparison.report({ code, level: plain ? 'validation-material' : 'forbidden', subject: key });
}

function isPlain(comparison: Comparison, object: PdfObject | undefined, depth: number): boolean {
  const value = valueOf(comparison.step.newer, object);
  if (depth > 6) return false;
  if (value.kind === 'array') return value.items.every((item) => isPlain(comparison, item, depth + 1));
  if (value.kind === 'dict') return [...value.entries.values()].every((entry) => isPlain(comparison, entry, depth + 1));
  return value.kind !== 'stream';
}

/** XMP may be rewritten, as long as it is XMP; another title is more than material. @see ISO 32000-2 §14.3.2 */
function compareMetadata(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  const now = after.entries.get('Metadata');
  const was = before.entries.get('Metadata');
  const changed = comparison.allow(now) || !equalObjects(was, now);
  if (!changed) return;
  const reused = now?.kind === 'ref' && !sameRef(was, now) && comparison.step.older.object(now).kind !== 'null';
  const [titleBefore, title] = comparison.step.xmpTitles;
  const sound = now?.kind === 'ref' && title !== undefined && !reused;
  const material = title === titleBefore || titleBefore === undefined ? 'validation-material' : 'form-filling';
  comparison.report({ code: 'METADATA_CHANGED', level: sound ? material : 'forbidden', subject: 'Metadata' });
}
