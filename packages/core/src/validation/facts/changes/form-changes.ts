import type { PdfDict } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import { compareDefaultResources } from './default-resources-changes.ts';
import { compareField } from './field-changes.ts';
import type { FieldNode, FieldTree } from './field-tree.ts';
import { explainNewField } from './new-field.ts';
import { catalogOf } from './revision-step.ts';

/** Form entries that filling and signing may set. */
const MODIFIABLE: ReadonlySet<string> = new Set(['Fields', 'DR', 'DA', 'Q', 'NeedAppearances', 'SigFlags']);

/**
 * The interactive form: fields may be filled and signed, new signature fields added at its root. Returns the object
 * numbers of new signature fields and their widgets, which pages may list.
 *
 * @see ISO 32000-2 §12.7.3, §12.8.2.2
 */
export function compareForm(comparison: Comparison, before: FieldTree, after: FieldTree): ReadonlySet<number> {
  compareFormDictionary(comparison, before, after.form);
  nameNewFaults(comparison, before, after);
  for (const [number, node] of before.nodes) {
    const now = after.nodes.get(number);
    if (now === undefined) nameRemovedField(comparison, node);
    else compareField(comparison, node, now);
  }
  const fresh = new Set<number>();
  for (const [number, node] of after.nodes) {
    if (before.nodes.has(number) || fresh.has(number)) continue;
    for (const added of explainNewField(comparison, node, after)) fresh.add(added);
  }
  return fresh;
}

function compareFormDictionary(comparison: Comparison, fields: FieldTree, after: PdfDict | undefined): void {
  const before = fields.form;
  const { older, newer } = comparison.step;
  const catalog = catalogOf(newer);
  const oldCatalog = catalogOf(older);
  if (after === undefined) {
    if (before !== undefined) comparison.report({ code: 'FORM_REMOVED', level: 'forbidden' });
    return;
  }
  comparison.cover(catalog?.entries.get('AcroForm'));
  comparison.cover(after.entries.get('Fields'));
  const was: PdfDict = before ?? { kind: 'dict', entries: new Map(), duplicates: [] };
  const different = differentKeys(was, after, MODIFIABLE);
  for (const key of different) {
    comparison.report({ code: key === 'XFA' ? 'XFA_CHANGED' : 'FORM_CHANGED', level: 'forbidden', subject: key });
    comparison.coverBelow(after.entries.get(key));
  }
  for (const [key, value] of after.entries) {
    if (!MODIFIABLE.has(key) && !different.includes(key))
      comparison.keep(onlyEntry(key, value), { code: key === 'XFA' ? 'XFA_CHANGED' : 'FORM_CHANGED', subject: key });
  }
  if (after.duplicates.length > was.duplicates.length)
    comparison.report({ code: 'FORM_CHANGED', level: 'forbidden', subject: after.duplicates[0] ?? '' });
  const reference = catalog?.entries.get('AcroForm');
  const hadReference = oldCatalog?.entries.get('AcroForm');
  const moved = reference?.kind === 'ref' && !equalObjects(reference, hadReference) && older.object(reference).kind !== 'null';
  if (moved && before !== undefined) comparison.report({ code: 'FORM_CHANGED', level: 'forbidden', subject: 'AcroForm' });
  compareDefaultResources(comparison, { was, after, fields: [...fields.nodes.values()] });
}

/** Faults that an earlier revision had as well are no change. */
function nameNewFaults(comparison: Comparison, before: FieldTree, after: FieldTree): void {
  const had = new Set(before.faults.map((fault) => `${fault.code} ${fault.subject}`));
  for (const fault of after.faults) {
    if (!had.has(`${fault.code} ${fault.subject}`)) comparison.report({ ...fault, level: 'forbidden' });
  }
}

function nameRemovedField(comparison: Comparison, node: FieldNode): void {
  const signed = node.type === 'Sig' && node.dict.entries.has('V');
  comparison.report({
    code: signed ? 'SIGNATURE_REMOVED' : 'FIELD_REMOVED',
    level: 'forbidden',
    subject: node.name,
    object: `${node.ref.number} ${node.ref.generation}`,
  });
  comparison.cover(node.ref);
}

function onlyEntry(key: string, value: PdfDict['entries'] extends ReadonlyMap<string, infer V> ? V : never): PdfDict {
  return { kind: 'dict', entries: new Map([[key, value]]), duplicates: [] };
}
