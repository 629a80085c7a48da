import type { Bytes } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { readHeader } from './der-header.ts';
import type { TagClass } from './tags.ts';

/** One element of a DER structure: offsets into the octets as received, so that signed parts are hashed unchanged. */
export interface DerNode {
  readonly tagClass: TagClass;
  readonly tagNumber: number;
  readonly constructed: boolean;
  /** The whole buffer that the offsets refer to. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

export interface DerLimits {
  readonly maxDepth?: number;
  readonly maxLength?: number;
  readonly maxNodes?: number;
}

/** Bounds of one parse: depth of nesting, octets, elements. */
export const DER_LIMITS: Required<DerLimits> = { maxDepth: 48, maxLength: 64 * 1024 * 1024, maxNodes: 2_000_000 };

/**
 * The root of a DER structure that fills `bytes` exactly. The framing of every element below it is checked at once: definite
 * minimal lengths, no element past its parent, bounded depth. Values are checked by the readers of their types.
 *
 * @throws {@link Asn1Error} `ASN1_TRUNCATED`, `ASN1_TRAILING_BYTES`, `ASN1_TAG_MALFORMED`, `ASN1_LENGTH_INDEFINITE`,
 * `ASN1_LENGTH_MALFORMED`, `ASN1_LENGTH_NOT_MINIMAL`, `ASN1_LIMIT_EXCEEDED`
 * @see X.690 §10
 */
export function parseDer(bytes: Uint8Array, limits: DerLimits = {}): DerNode {
  const maxLength = limits.maxLength ?? DER_LIMITS.maxLength;
  if (bytes.length > maxLength) throw new Asn1Error('ASN1_LIMIT_EXCEEDED', `expected at most ${maxLength} octets, got ${bytes.length}`);
  const root = nodeAt(bytes, 0, bytes.length);
  if (root.end !== bytes.length)
    throw new Asn1Error('ASN1_TRAILING_BYTES', `expected the end at ${root.end}, got ${bytes.length - root.end} more octets`, {
      facts: { end: root.end, size: bytes.length },
    });
  checkFraming(root, limits.maxDepth ?? DER_LIMITS.maxDepth, limits.maxNodes ?? DER_LIMITS.maxNodes);
  return root;
}

/** The elements inside a constructed one, in order; none for a primitive one. */
export function derChildren(node: DerNode): readonly DerNode[] {
  if (!node.constructed) return [];
  const children: DerNode[] = [];
  for (let offset = node.contentStart; offset < node.end;) {
    const child = nodeAt(node.bytes, offset, node.end);
    children.push(child);
    offset = child.end;
  }
  return children;
}

/** A copy of the whole element: identifier, length, content. */
export function derRaw(node: DerNode): Bytes {
  return new Uint8Array(node.bytes.subarray(node.start, node.end));
}

/** A copy of the content octets. */
export function derContent(node: DerNode): Bytes {
  return new Uint8Array(node.bytes.subarray(node.contentStart, node.end));
}

/** Octets of the element from `start`, header included. */
export function derLength(node: DerNode): number {
  return node.end - node.start;
}

function nodeAt(bytes: Uint8Array, start: number, end: number): DerNode {
  const header = readHeader(bytes, start, end);
  if (header.contentEnd === undefined)
    throw new Asn1Error('ASN1_LENGTH_INDEFINITE', `expected a definite length at ${start}`, { facts: { offset: start } });
  if (!header.minimal)
    throw new Asn1Error('ASN1_LENGTH_NOT_MINIMAL', `expected the shortest tag and length at ${start}`, { facts: { offset: start } });
  const { tagClass, tagNumber, constructed, contentStart, contentEnd } = header;
  return { tagClass, tagNumber, constructed, bytes, start, contentStart, end: contentEnd };
}

function checkFraming(root: DerNode, maxDepth: number, maxNodes: number): void {
  const stack: { readonly node: DerNode; readonly depth: number }[] = [{ node: root, depth: 1 }];
  let count = 1;
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (!top.node.constructed) continue;
    if (top.depth >= maxDepth) throw new Asn1Error('ASN1_LIMIT_EXCEEDED', `expected nesting up to ${maxDepth} at ${top.node.start}`);
    for (let offset = top.node.contentStart; offset < top.node.end;) {
      const node = nodeAt(root.bytes, offset, top.node.end);
      count += 1;
      if (count > maxNodes) throw new Asn1Error('ASN1_LIMIT_EXCEEDED', `expected at most ${maxNodes} elements`);
      if (node.constructed) stack.push({ node, depth: top.depth + 1 });
      offset = node.end;
    }
  }
}
