import type { Comparison } from './comparison.ts';
import { type FieldNode, type FieldTree, isVisible } from './field-tree.ts';
import { itemsAt } from './revision-step.ts';
import { explainSignatureValue } from './signature-value-changes.ts';

/** Entries of a signature field merged with its widget; nothing in them acts. */
const FIELD_KEYS: ReadonlySet<string> = new Set(
  'FT T TU TM Ff V DV Lock SV Kids Parent DA Q DR DS Type Subtype Rect Contents P NM M F AP AS Border C MK BS BE H StructParent OC Lang'.split(
    ' ',
  ),
);
const DRAWN_KEYS = ['AP', 'Lock', 'SV', 'MK', 'BS', 'DR', 'Border', 'C', 'Rect', 'T', 'DA'] as const;

/**
 * A field that the older revision does not have. Only signature fields at the root of the form explain themselves;
 * returns the object numbers that pages may list among their annotations.
 */
export function explainNewField(comparison: Comparison, node: FieldNode, tree: FieldTree): readonly number[] {
  const widgets = widgetsOf(comparison, node, tree);
  const fault = faultOf(comparison, node, widgets);
  for (const widget of [node, ...widgets]) {
    comparison.cover(widget.ref);
    for (const key of DRAWN_KEYS) comparison.allow(widget.dict.entries.get(key));
  }
  comparison.cover(node.dict.entries.get('Kids'));
  if (fault !== undefined) {
    comparison.report({
      code: fault.code,
      level: 'forbidden',
      subject: fault.subject,
      object: `${node.ref.number} ${node.ref.generation}`,
    });
    comparison.coverBelow(node.dict);
    return [];
  }
  const visible = [node, ...widgets].some((widget) => isVisible(comparison.step.newer, widget.dict));
  if (node.dict.entries.has('V')) explainSignatureValue(comparison, node, true);
  const stamped = comparison.findings.at(-1)?.code === 'DOCUMENT_TIMESTAMP_ADDED';
  comparison.report({
    code: 'FIELD_ADDED',
    level: visible ? 'form-filling' : 'validation-material',
    subject: node.name,
    object: `${node.ref.number} ${node.ref.generation}`,
    field: node.name,
    ...(visible ? { newVisibleField: true } : {}),
    ...(visible && !stamped ? {} : { harmlessWhenLocked: true }),
  });
  return [node, ...widgets].map((widget) => widget.ref.number);
}

function widgetsOf(comparison: Comparison, node: FieldNode, tree: FieldTree): readonly FieldNode[] {
  const kids = itemsAt(comparison.step.newer, node.dict, 'Kids') ?? [];
  return kids.flatMap((kid) => (kid.kind === 'ref' ? (tree.nodes.get(kid.number) ?? []) : []));
}

function faultOf(comparison: Comparison, node: FieldNode, widgets: readonly FieldNode[]): { code: string; subject: string } | undefined {
  const { touched } = comparison.step;
  if (!node.isRoot || node.type !== 'Sig' || node.name === '') return { code: 'FIELD_ADDED', subject: node.name };
  if (widgets.some((widget) => !widget.isWidgetOnly)) return { code: 'FIELD_ADDED', subject: node.name };
  // An unsigned field that draws is a picture over the document, whoever fills it later.
  const draws = [node, ...widgets].some(({ dict }) => dict.entries.has('AP'));
  if (draws && !node.dict.entries.has('V')) return { code: 'FIELD_ADDED', subject: node.name };
  for (const { ref, dict } of [node, ...widgets]) {
    if (touched.get(ref.number) !== 'added') return { code: 'FIELD_OVERWRITES_OBJECT', subject: node.name };
    const strange = [...dict.entries.keys()].find((key) => !FIELD_KEYS.has(key)) ?? dict.duplicates[0];
    if (strange === 'A' || strange === 'AA') return { code: 'ACTION_ADDED', subject: node.name };
    if (strange !== undefined) return { code: 'FIELD_ADDED', subject: `${node.name} /${strange}` };
  }
  return undefined;
}
