import type { ChangeFact } from './change-fact.ts';
import { Comparison } from './comparison.ts';
import { compareCatalog } from './catalog-changes.ts';
import { readFieldTree } from './field-tree.ts';
import { compareForm } from './form-changes.ts';
import { annotationsOf, readPageList } from './page-list.ts';
import { comparePages } from './page-changes.ts';
import { type RevisionSnapshot, type RevisionStep, catalogOf, valueOf } from './revision-step.ts';
import { compareStructure } from './structure-changes.ts';
import { compareTrailer } from './trailer-changes.ts';

/**
 * Names every change of one revision against the revision before it. Each object that was added, changed or freed must be
 * explained by every path that reaches it from the trailer; what no rule explains is forbidden. (ISO 32000-2 §12.8.2.2)
 */
export function explainStep(step: RevisionStep): readonly ChangeFact[] {
  const comparison = new Comparison(step);
  const older = readFieldTree(step.older);
  const newer = readFieldTree(step.newer);
  assignRoles(comparison, step.older);
  assignRoles(comparison, step.newer);
  for (const number of [...older.nodes.keys(), ...newer.nodes.keys()]) comparison.roles.set(number, 'field');

  if (catalogOf(step.newer) === undefined) {
    comparison.report({ code: 'CATALOG_CHANGED', level: 'forbidden', subject: 'Root' });
    return comparison.findings;
  }
  const freshFields = compareForm(comparison, older, newer);
  compareStructure(comparison, freshFields);
  comparePages(comparison, freshFields);
  compareCatalog(comparison);
  compareTrailer(comparison);
  nameUnexplained(comparison);
  if (comparison.findings.length === 0) comparison.report({ code: 'UPDATED_WITHOUT_CHANGE', level: 'none' });
  return comparison.findings;
}

function assignRoles(comparison: Comparison, snapshot: RevisionSnapshot): void {
  const root = snapshot.trailer.entries.get('Root');
  if (root?.kind === 'ref') comparison.roles.set(root.number, 'catalog');
  const list = readPageList(snapshot);
  for (const { ref } of list.nodes) comparison.roles.set(ref.number, 'page-tree-node');
  for (const { ref, dict } of list.pages) {
    comparison.roles.set(ref.number, 'page');
    for (const annotation of annotationsOf(snapshot, dict)) {
      if (annotation.ref !== undefined && annotation.dict !== undefined) comparison.roles.set(annotation.ref.number, 'annotation');
    }
  }
}

/** What no path of the newer revision reaches: a new object is without effect, a changed or freed one is not explained. */
function nameUnexplained(comparison: Comparison): void {
  const { touched, newer } = comparison.step;
  for (const [number, touch] of touched) {
    if (comparison.isCovered(number)) continue;
    const object = `${number} 0`;
    if (touch === 'freed') comparison.report({ code: 'OBJECT_FREED', level: 'forbidden', object });
    else if (touch === 'changed') comparison.report({ code: 'UNEXPLAINED_OBJECT', level: 'forbidden', object });
    else if (!isFileStructure(valueOf(newer, { kind: 'ref', number, generation: 0 }))) {
      comparison.report({ code: 'UNREFERENCED_OBJECT', level: 'validation-material', object });
    }
  }
}

function isFileStructure(object: ReturnType<typeof valueOf>): boolean {
  if (object.kind !== 'stream') return false;
  const type = object.dict.entries.get('Type');
  return type?.kind === 'name' && (type.value === 'ObjStm' || type.value === 'XRef');
}
