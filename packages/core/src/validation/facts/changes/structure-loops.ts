import { type PdfObject, dictOf } from '../../../pdf/index.ts';
import { type RevisionSnapshot, catalogOf, dictAt } from './revision-step.ts';

const NODES_LIMIT = 500_000;

/** Whether an element of the structure tree lies below itself: readers that follow /K never end. @see ISO 32000-2 §14.7.2 */
export function hasStructureLoop(snapshot: RevisionSnapshot): boolean {
  const catalog = catalogOf(snapshot);
  const root = catalog && dictAt(snapshot, catalog, 'StructTreeRoot');
  const done = new Set<number>();
  const above = new Set<number>();
  const open: ({ readonly enter: PdfObject } | { readonly leave: number })[] = [{ enter: root?.entries.get('K') ?? { kind: 'null' } }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('leave' in next) {
      above.delete(next.leave);
      done.add(next.leave);
      continue;
    }
    const { enter } = next;
    if (enter.kind === 'array') for (const item of enter.items) open.push({ enter: item });
    if (enter.kind === 'dict') open.push({ enter: enter.entries.get('K') ?? { kind: 'null' } });
    if (enter.kind !== 'ref' || done.has(enter.number) || done.size > NODES_LIMIT) continue;
    if (above.has(enter.number)) return true;
    above.add(enter.number);
    open.push({ leave: enter.number }, { enter: dictOf(snapshot.object(enter)) ?? { kind: 'null' } });
  }
  return false;
}
