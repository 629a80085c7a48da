import { decodeLatin1 } from '../../../bytes/index.ts';
import { type PdfDict, type PdfObject, type PdfRef, nameOf } from '../../../pdf/index.ts';
import { type RevisionSnapshot, catalogOf, dictAt, itemsAt } from './revision-step.ts';

/** A node of the form: a field, or a widget below its field (ISO 32000-2 §12.7.4.1). */
export interface FieldNode {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** Fully qualified; a widget has its field's name. */
  readonly name: string;
  /** Own or inherited /FT. */
  readonly type: string | undefined;
  readonly isRoot: boolean;
  /** A kid without /T. */
  readonly isWidgetOnly: boolean;
}

export interface FieldTree {
  readonly form: PdfDict | undefined;
  readonly nodes: ReadonlyMap<number, FieldNode>;
  /** Faults of the structure by code, with the field they concern. */
  readonly faults: readonly { readonly code: string; readonly subject: string }[];
}

const NODES_LIMIT = 100_000;
const DEPTH_LIMIT = 64;

interface OpenNode {
  readonly item: PdfObject;
  readonly parent: FieldNode | undefined;
  readonly depth: number;
  readonly siblings: Set<string>;
}

/** The form of a revision, read once and bounded. */
export function readFieldTree(snapshot: RevisionSnapshot): FieldTree {
  const catalog = catalogOf(snapshot);
  const form = catalog && dictAt(snapshot, catalog, 'AcroForm');
  const nodes = new Map<number, FieldNode>();
  const faults: { code: string; subject: string }[] = [];
  const roots = form && (itemsAt(snapshot, form, 'Fields') ?? []);
  const rootNames = new Set<string>();
  const open: OpenNode[] = (roots ?? []).map((item) => ({ item, parent: undefined, depth: 0, siblings: rootNames })).toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = readNode(snapshot, next, nodes, faults);
    if (node === undefined) continue;
    const kids = itemsAt(snapshot, node.dict, 'Kids') ?? [];
    const siblings = new Set<string>();
    for (const item of kids.toReversed()) open.push({ item, parent: node, depth: next.depth + 1, siblings });
  }
  return { form, nodes, faults };
}

function readNode(
  snapshot: RevisionSnapshot,
  open: OpenNode,
  nodes: Map<number, FieldNode>,
  faults: { code: string; subject: string }[],
): FieldNode | undefined {
  const { item, parent, depth, siblings } = open;
  const fault = (code: string): undefined => void faults.push({ code, subject: parent?.name ?? '' });
  if (item.kind !== 'ref') return fault('FIELD_NOT_INDIRECT');
  const dict = snapshot.object(item);
  if (dict.kind === 'null') return undefined;
  if (dict.kind !== 'dict') return fault('FIELD_NOT_DICTIONARY');
  if (nodes.has(item.number)) return fault('FIELD_TWICE_IN_FORM');
  if (nodes.size >= NODES_LIMIT || depth > DEPTH_LIMIT) return fault('FORM_TOO_LARGE');
  const partial = snapshotText(snapshot, dict.entries.get('T'));
  if (partial === null) fault('FIELD_NAME_NOT_STRING');
  const name = partial === undefined || partial === null ? (parent?.name ?? '') : qualified(parent, partial);
  if (typeof partial === 'string') {
    if (partial.includes('.')) faults.push({ code: 'FIELD_NAME_WITH_PERIOD', subject: name });
    if (siblings.has(partial)) faults.push({ code: 'FIELD_NAME_TWICE', subject: name });
    siblings.add(partial);
  }
  const node: FieldNode = {
    ref: item,
    dict,
    name,
    type: nameOf(dict.entries.get('FT')) ?? parent?.type,
    isRoot: parent === undefined,
    isWidgetOnly: parent !== undefined && partial === undefined,
  };
  nodes.set(item.number, node);
  return node;
}

/** A fully qualified name joins the partial names with periods (ISO 32000-2 §12.7.4.2). */
function qualified(parent: FieldNode | undefined, partial: string): string {
  return parent === undefined || parent.name === '' ? partial : `${parent.name}.${partial}`;
}

/** A text; null for a value that is no string, undefined for none. */
function snapshotText(snapshot: RevisionSnapshot, object: PdfObject | undefined): string | null | undefined {
  const value = object?.kind === 'ref' ? snapshot.object(object) : object;
  if (value === undefined || value.kind === 'null') return undefined;
  return value.kind === 'string' ? decodeTextString(value.bytes) : null;
}

/** Text strings are UTF-16 with a mark, UTF-8 with a mark, or PDFDocEncoding, of which Latin-1 stands in here (§7.9.2.2). */
export function decodeTextString(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes.subarray(2), true);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes.subarray(2), false);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes.subarray(3));
  return decodeLatin1(bytes);
}

function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string {
  let text = '';
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    const high = bytes[bigEndian ? index : index + 1] ?? 0;
    const low = bytes[bigEndian ? index + 1 : index] ?? 0;
    text += String.fromCharCode(high * 256 + low);
  }
  return text;
}

/** Whether a widget covers an area of its page. */
export function isVisible(snapshot: RevisionSnapshot, dict: PdfDict): boolean {
  const rect = (itemsAt(snapshot, dict, 'Rect') ?? []).map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  const [left, bottom, right, top] = rect;
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return false;
  const area = Math.abs(right - left) * Math.abs(top - bottom);
  return Number.isNaN(area) || area > 0;
}
