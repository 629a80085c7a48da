import { type PdfDict, type PdfRef, dictOf, isNamed } from '../../../pdf/index.ts';
import { type RevisionSnapshot, catalogOf, itemsAt } from './revision-step.ts';

export interface PageNode {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
}

/** The page tree as one revision has it. @see ISO 32000-2 §7.7.3 */
export interface PageList {
  readonly root: PdfRef | undefined;
  readonly nodes: readonly PageNode[];
  readonly pages: readonly PageNode[];
  /** A loop, a page met twice, a kid that is no reference to a dictionary, more nodes than the limit. */
  readonly malformed: boolean;
}

const NODES_LIMIT = 200_000;

export function readPageList(snapshot: RevisionSnapshot): PageList {
  const nodes: PageNode[] = [];
  const pages: PageNode[] = [];
  const root = catalogOf(snapshot)?.entries.get('Pages');
  if (root?.kind !== 'ref') return { root: undefined, nodes, pages, malformed: true };
  const seen = new Set<number>();
  const open: PdfRef[] = [root];
  let malformed = false;
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    const object = snapshot.object(ref);
    if (object.kind !== 'dict' || seen.has(ref.number) || seen.size >= NODES_LIMIT) {
      malformed = true;
      continue;
    }
    seen.add(ref.number);
    const kids = itemsAt(snapshot, object, 'Kids');
    if (kids === undefined || isNamed(object.entries.get('Type'), 'Page')) {
      pages.push({ ref, dict: object });
      continue;
    }
    nodes.push({ ref, dict: object });
    const refs = kids.filter((kid) => kid.kind === 'ref');
    if (refs.length !== kids.length) malformed = true;
    for (const ref of refs.toReversed()) open.push(ref);
  }
  return { root, nodes, pages, malformed };
}

/** The annotations of a page in drawing order; direct ones have no reference. */
export function annotationsOf(snapshot: RevisionSnapshot, page: PdfDict): readonly { ref?: PdfRef; dict: PdfDict | undefined }[] {
  const items = itemsAt(snapshot, page, 'Annots') ?? [];
  return items.map((item) =>
    item.kind === 'ref' ? { ref: item, dict: dictOf(snapshot.object(item)) } : { dict: item.kind === 'dict' ? item : undefined },
  );
}

/** Boxes and rotation, own or inherited, decide what shows; this names the keys that hold them. */
export const PAGE_BOX_KEYS: ReadonlySet<string> = new Set(['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox', 'Rotate', 'UserUnit']);
