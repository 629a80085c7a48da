import { sameRef } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { equalDicts, equalObjects } from './equal-objects.ts';
import { valueOf } from './revision-step.ts';

/** The trailer: the same catalog and encryption; document information may change. @see ISO 32000-2 §7.5.5 */
export function compareTrailer(comparison: Comparison): void {
  const { older, newer } = comparison.step;
  const before = older.trailer.entries;
  const after = newer.trailer.entries;
  compareRoot(comparison);

  if (!equalObjects(before.get('Encrypt'), after.get('Encrypt'))) comparison.report({ code: 'ENCRYPTION_CHANGED', level: 'forbidden' });
  else comparison.keep(after.get('Encrypt'), { code: 'ENCRYPTION_CHANGED' });

  if (!equalObjects(before.get('ID'), after.get('ID'))) comparison.report({ code: 'IDENTIFIER_CHANGED', level: 'validation-material' });
  compareInformation(comparison);
}

/** What programs note of themselves with each update. */
const NOTED_BY_PROGRAMS: ReadonlySet<string> = new Set(['ModDate', 'Producer']);

/** Document information: readers show the title in place of the file's name, so another one is more than material. @see ISO 32000-2 §14.3.3 */
function compareInformation(comparison: Comparison): void {
  const { older, newer } = comparison.step;
  const info = newer.trailer.entries.get('Info');
  const now = valueOf(newer, info);
  const was = valueOf(older, older.trailer.entries.get('Info'));
  if (info !== undefined && now.kind !== 'dict' && now.kind !== 'null') {
    comparison.report({ code: 'METADATA_CHANGED', level: 'forbidden', subject: 'Info' });
    return;
  }
  const touched = comparison.allow(info);
  const told = was.kind !== 'dict' || now.kind !== 'dict' ? was.kind !== now.kind : !equalDicts(was, now, NOTED_BY_PROGRAMS);
  if (told) comparison.report({ code: 'METADATA_CHANGED', level: 'form-filling', subject: 'Info' });
  else if (touched || !equalObjects(was, now))
    comparison.report({ code: 'METADATA_CHANGED', level: 'validation-material', subject: 'Info' });
}

/** A catalog under a new number is judged by what it holds; one that lay in the file before was waiting there. */
function compareRoot(comparison: Comparison): void {
  const { older, newer, touched } = comparison.step;
  const root = newer.trailer.entries.get('Root');
  if (sameRef(older.trailer.entries.get('Root'), root)) return;
  const isNew = root?.kind === 'ref' && touched.get(root.number) === 'added';
  comparison.report({ code: 'CATALOG_REPLACED', level: isNew ? 'validation-material' : 'forbidden', subject: 'Root' });
}
