import { integerOf, isNamed, type PdfDict, type PdfObject } from '../../../pdf/index.ts';
import { compareFieldAppearance } from './appearance/field-appearance.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import type { FieldNode } from './field-tree.ts';
import { explainSignatureValue } from './signature-value-changes.ts';

/** Flags and /Type say nothing of the value: they may change on a locked field too. */
const ALWAYS_MODIFIABLE: ReadonlySet<string> = new Set(['Ff', 'Type']);
const VALUE_KEYS: ReadonlySet<string> = new Set(['AP', 'AS', 'V', 'F', 'DA', 'Q', 'I', 'TI', 'RV', 'DS', 'M', ...ALWAYS_MODIFIABLE]);
/** What filling a field brings along; all else must be as it was. */
const FILLED_KEYS: readonly string[] = ['AP', 'V', 'RV', 'DA', 'DS'];

/** A field or widget that both revisions have. @see ISO 32000-2 §12.7.4 */
export function compareField(comparison: Comparison, before: FieldNode, after: FieldNode): void {
  comparison.cover(after.ref);
  const different = differentKeys(before.dict, after.dict);
  const strange = different.filter((key) => !VALUE_KEYS.has(key));
  for (const key of strange) nameChangedKey(comparison, after, key);
  if (changesType(before.dict, after.dict)) nameChangedKey(comparison, after, 'Type');
  if (after.dict.duplicates.length > before.dict.duplicates.length) nameChangedKey(comparison, after, after.dict.duplicates[0] ?? '');
  if (after.type !== before.type) nameChangedKey(comparison, after, 'FT');
  keepOtherEntries(comparison, after, different);
  if (after.type === 'Sig') compareSignatureField(comparison, before, after, different);
  else {
    if (becomesUnseen(before.dict, after.dict)) nameChangedKey(comparison, after, 'F');
    compareValueField(comparison, after, different);
    compareFieldAppearance(comparison, before, after);
  }
}

/** Invisible, Hidden, NoView (ISO 32000-2 table 167). */
const UNSEEN_FLAGS = 1 | 2 | 32;

/** A field that a signer saw and that no longer shows was taken away, whatever its value says. */
function becomesUnseen(before: PdfDict, after: PdfDict): boolean {
  const flags = (dict: PdfDict): number => integerOf(dict.entries.get('F')) ?? 0;
  return before.entries.has('AP') && (flags(before) & UNSEEN_FLAGS) === 0 && (flags(after) & UNSEEN_FLAGS) !== 0;
}

function compareValueField(comparison: Comparison, after: FieldNode, different: readonly string[]): void {
  const replaced = different.filter((key) => VALUE_KEYS.has(key));
  const rewritten = FILLED_KEYS.filter((key) => comparison.allow(after.dict.entries.get(key)));
  if (isNullAppearance(comparison, after, different)) {
    comparison.report({ code: 'FIELD_APPEARANCE_REMOVED', level: 'forbidden', ...about(after) });
  } else if (replaced.length > 0 || rewritten.length > 0) {
    const harmless = rewritten.length === 0 && replaced.every((key) => ALWAYS_MODIFIABLE.has(key));
    comparison.report({
      code: harmless ? 'FIELD_FLAGS_CHANGED' : 'FIELD_VALUE_CHANGED',
      level: 'form-filling',
      field: after.name,
      ...about(after),
      ...(harmless ? { harmlessWhenLocked: true } : {}),
    });
  }
}

/** A signature field: an empty one may be signed, a signed one may change nothing but flags. */
function compareSignatureField(comparison: Comparison, before: FieldNode, after: FieldNode, different: readonly string[]): void {
  const wasSigned = hasValue(before.dict);
  const isSigned = hasValue(after.dict);
  if (!wasSigned && isSigned) {
    comparison.allow(after.dict.entries.get('AP'));
    comparison.allow(after.dict.entries.get('DA'));
    explainSignatureValue(comparison, after, false);
    return;
  }
  const code = wasSigned ? (isSigned ? 'SIGNATURE_CHANGED' : 'SIGNATURE_REMOVED') : 'FIELD_CHANGED';
  const appearance = after.dict.entries.get('AP');
  const substantial = different.filter((key) => VALUE_KEYS.has(key) && !ALWAYS_MODIFIABLE.has(key));
  for (const key of substantial) comparison.coverBelow(after.dict.entries.get(key));
  if (substantial.length > 0) {
    comparison.report({ code, level: 'forbidden', field: after.name, ...about(after) });
  } else if (different.length > 0) {
    comparison.report({ code: 'FIELD_FLAGS_CHANGED', level: 'form-filling', field: after.name, harmlessWhenLocked: true, ...about(after) });
  }
  if (!substantial.includes('AP')) comparison.keep(appearance, { code, subject: after.name });
  if (!substantial.includes('V')) comparison.keep(after.dict.entries.get('V'), { code, subject: after.name });
}

function nameChangedKey(comparison: Comparison, node: FieldNode, key: string): void {
  const code =
    key === 'A' || key === 'AA'
      ? 'ACTION_ADDED'
      : key === 'Kids' || key === 'Parent' || key === 'T' || key === 'FT'
        ? 'FIELD_STRUCTURE_CHANGED'
        : 'FIELD_CHANGED';
  comparison.report({ ...about(node), code, level: 'forbidden', subject: node.name === '' ? key : `${node.name} /${key}` });
  if (key !== 'Kids' && key !== 'Parent') comparison.coverBelow(node.dict.entries.get(key));
}

function keepOtherEntries(comparison: Comparison, node: FieldNode, different: readonly string[]): void {
  for (const [key, value] of node.dict.entries) {
    const elsewhere = key === 'P' || key === 'Parent' || VALUE_KEYS.has(key) || different.includes(key);
    if (key === 'Kids') coverKidsArray(comparison, value);
    else if (!elsewhere) comparison.keep(value, { code: 'FIELD_CHANGED', subject: node.name });
  }
}

/** Kids are nodes of the tree; an array of its own that holds them must stay. */
function coverKidsArray(comparison: Comparison, value: PdfObject): void {
  if (value.kind === 'ref') comparison.keep(value, { code: 'FIELD_STRUCTURE_CHANGED' });
}

/** `/AP null` or a missing appearance makes a reader draw nothing, or its own idea. */
function isNullAppearance(comparison: Comparison, node: FieldNode, different: readonly string[]): boolean {
  if (!different.includes('AP')) return false;
  const raw = node.dict.entries.get('AP');
  if (raw === undefined) return false;
  const value = raw.kind === 'ref' ? comparison.step.newer.object(raw) : raw;
  return value.kind !== 'dict';
}

function changesType(before: PdfDict, after: PdfDict): boolean {
  const was = before.entries.get('Type');
  const now = after.entries.get('Type');
  if (equalObjects(was, now)) return false;
  return was !== undefined || !isNamed(now, 'Annot');
}

function hasValue(dict: PdfDict): boolean {
  const value = dict.entries.get('V');
  return value !== undefined && value.kind !== 'null';
}

function about(node: FieldNode): { subject: string; object: string } {
  return { subject: node.name, object: `${node.ref.number} ${node.ref.generation}` };
}
