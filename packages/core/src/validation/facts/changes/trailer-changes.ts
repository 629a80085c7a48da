import { sameRef } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { equalObjects } from './equal-objects.ts';
import { valueOf } from './revision-step.ts';

/** The trailer: the same catalog and encryption; document information may change. @see ISO 32000-2 §7.5.5 */
export function compareTrailer(comparison: Comparison): void {
  const { older, newer } = comparison.step;
  const before = older.trailer.entries;
  const after = newer.trailer.entries;
  compareRoot(comparison);

  if (!equalObjects(before.get('Encrypt'), after.get('Encrypt'))) comparison.report({ code: 'ENCRYPTION_CHANGED', level: 'forbidden' });
  else comparison.keep(after.get('Encrypt'), { code: 'ENCRYPTION_CHANGED' });

  const info = after.get('Info');
  if (info === undefined) return;
  const value = valueOf(newer, info);
  if (value.kind !== 'dict' && value.kind !== 'null') {
    comparison.report({ code: 'METADATA_CHANGED', level: 'forbidden', subject: 'Info' });
    return;
  }
  const replaced = !equalObjects(before.get('Info'), info);
  if (comparison.allow(info) || replaced) comparison.report({ code: 'METADATA_CHANGED', level: 'validation-material', subject: 'Info' });
}

/** A catalog under a new number is judged by what it holds; one that lay in the file before was waiting there. */
function compareRoot(comparison: Comparison): void {
  const { older, newer, touched } = comparison.step;
  const root = newer.trailer.entries.get('Root');
  if (sameRef(older.trailer.entries.get('Root'), root)) return;
  const isNew = root?.kind === 'ref' && touched.get(root.number) === 'added';
  comparison.report({ code: 'CATALOG_REPLACED', level: isNew ? 'validation-material' : 'forbidden', subject: 'Root' });
}
