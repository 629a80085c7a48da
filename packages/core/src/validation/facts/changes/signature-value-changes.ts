import { isNamed } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { type FieldNode, isVisible } from './field-tree.ts';

/**
 * A field that takes its signature in this revision. The dictionary must be new: a field that later points at a
 * signature that exists shows somebody's signature where they did not put it.
 *
 * @see ISO 32000-2 §12.7.5.5, §12.8.1
 */
export function explainSignatureValue(comparison: Comparison, node: FieldNode, isNewField: boolean): void {
  const { older, newer, touched } = comparison.step;
  const subject = node.name;
  const value = node.dict.entries.get('V');
  if (value?.kind !== 'ref') {
    comparison.report({ code: 'SIGNATURE_NOT_INDIRECT', level: 'forbidden', subject });
    comparison.coverBelow(value);
    return;
  }
  const object = `${value.number} ${value.generation}`;
  const dict = newer.object(value);
  if (older.object(value).kind !== 'null' || touched.get(value.number) !== 'added') {
    comparison.report({ code: 'SIGNATURE_REUSED', level: 'forbidden', subject, object });
    return;
  }
  comparison.allow(value);
  if (dict.kind !== 'dict') {
    comparison.report({ code: 'SIGNATURE_MALFORMED', level: 'forbidden', subject, object });
    return;
  }
  const visible = isVisible(newer, node.dict);
  const isTimestamp = isNamed(dict.entries.get('Type'), 'DocTimeStamp') && !visible;
  comparison.report({
    code: isTimestamp ? 'DOCUMENT_TIMESTAMP_ADDED' : 'SIGNATURE_ADDED',
    level: isTimestamp ? 'validation-material' : 'form-filling',
    subject,
    object,
    field: node.name,
    ...(isTimestamp ? { harmlessWhenLocked: true } : {}),
    ...(isNewField && visible ? { newVisibleField: true } : {}),
  });
}
