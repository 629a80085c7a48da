import { type PdfDict, type PdfObject, type PdfRef, nameOf } from '../../pdf/index.ts';
import { type FieldNode, readFieldTree } from './changes/field-tree.ts';
import { type RevisionSnapshot, catalogOf, dictAt, valueOf } from './changes/revision-step.ts';

/** A signature dictionary and all fields that have it as their value, in the order of the form. */
export interface SignatureEntry {
  /** Null for a dictionary that lies directly in its field. */
  readonly ref: PdfRef | null;
  readonly dict: PdfDict;
  readonly fields: readonly FieldNode[];
}

/** The values of signature fields, grouped by dictionary. An empty field is no signature. @see ISO 32000-2 §12.7.5.5 */
export function findSignatureEntries(snapshot: RevisionSnapshot): readonly SignatureEntry[] {
  const entries = new Map<string, { ref: PdfRef | null; dict: PdfDict; fields: FieldNode[] }>();
  for (const node of readFieldTree(snapshot).nodes.values()) {
    const raw = node.dict.entries.get('V');
    const dict = valueOf(snapshot, raw);
    if (dict.kind !== 'dict' || !(node.type === 'Sig' || looksSigned(dict))) continue;
    const ref = raw?.kind === 'ref' ? raw : null;
    const key = ref === null ? `direct ${node.ref.number}` : `${ref.number} ${ref.generation}`;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { ref, dict, fields: [node] });
    else known.fields.push(node);
  }
  return [...entries.values()];
}

function looksSigned(dict: PdfDict): boolean {
  return dict.entries.has('ByteRange') && dict.entries.has('Contents');
}

/** Whether a dictionary is a document time-stamp by its /Type or its /SubFilter: some writers leave /Type at /Sig. */
export function isDocumentTimestamp(dict: PdfDict): boolean {
  return nameOf(dict.entries.get('Type')) === 'DocTimeStamp' || nameOf(dict.entries.get('SubFilter')) === 'ETSI.RFC3161';
}

/** The dictionary that the catalog's /Perms names as the certification. */
export function certificationRef(snapshot: RevisionSnapshot): PdfObject | undefined {
  const catalog = catalogOf(snapshot);
  const permissions = catalog && dictAt(snapshot, catalog, 'Perms');
  return permissions?.entries.get('DocMDP');
}
