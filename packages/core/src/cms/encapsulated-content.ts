import { isContext, isUniversal, TAGS } from '../asn1/index.ts';
import type { SourceSpan } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';
import type { ElementCursor, PlacedElement } from './element-cursor.ts';

/** The parts of an EncapsulatedContentInfo, by places in a source. */
export interface EncapsulatedContent {
  readonly eContentType: SourceSpan;
  /** The octets of the content, in order; undefined where there is none. */
  readonly spans: readonly SourceSpan[] | undefined;
  readonly end: number;
}

/**
 * Finds eContent: the content octets of an OCTET STRING or of its segments; of any other type, as PKCS #7 v1.5 allows, its
 * content octets where its length is definite.
 *
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_LIMIT_EXCEEDED`; Asn1Error
 * @see RFC 5652 §5.2, RFC 2315 §7
 */
export async function findEncapsulatedContent(cursor: ElementCursor, encap: PlacedElement, limit: number): Promise<EncapsulatedContent> {
  const { children, contentEnd, end } = await cursor.childrenOf(encap, limit);
  const [type, eContent, ...more] = children;
  if (!isUniversal(type, TAGS.OID) || type?.contentEnd === undefined || more.length > 0)
    throw new CmsError('CMS_MALFORMED', 'expected EncapsulatedContentInfo');
  const eContentType = { start: type.start, end: type.contentEnd };
  if (eContent === undefined) return { eContentType, spans: undefined, end };
  if (!isContext(eContent, 0)) throw new CmsError('CMS_MALFORMED', `expected eContent at ${eContent.start}`);
  const { children: inner, contentEnd: innerEnd } = await cursor.childrenOf(eContent, contentEnd);
  const [content, ...others] = inner;
  if (content === undefined || others.length > 0) throw new CmsError('CMS_MALFORMED', `expected one content at ${eContent.start}`);
  return { eContentType, spans: await spansOf(cursor, content, innerEnd), end };
}

async function spansOf(cursor: ElementCursor, content: PlacedElement, limit: number): Promise<readonly SourceSpan[]> {
  if (isUniversal(content, TAGS.OCTET_STRING)) return segmentsOf(cursor, content, limit, 0);
  if (content.contentEnd !== undefined) return [{ start: content.contentStart, end: content.contentEnd }];
  throw new CmsError('CMS_MALFORMED', `expected an OCTET STRING or a definite length at ${content.start}`);
}

/** @see X.690 §8.7.3 */
async function segmentsOf(cursor: ElementCursor, string: PlacedElement, limit: number, depth: number): Promise<readonly SourceSpan[]> {
  if (!isUniversal(string, TAGS.OCTET_STRING)) throw new CmsError('CMS_MALFORMED', `expected a segment at ${string.start}`);
  if (!string.constructed) return [{ start: string.contentStart, end: await cursor.endOf(string, limit) }];
  const { children, contentEnd } = await cursor.childrenOf(string, limit, { depth });
  const spans: SourceSpan[] = [];
  for (const child of children) for (const span of await segmentsOf(cursor, child, contentEnd, depth + 1)) spans.push(span);
  return spans;
}
