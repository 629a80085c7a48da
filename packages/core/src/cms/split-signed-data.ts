import { DER_LIMITS, encodeContext, encodeOid, encodeSequence, isContext, isUniversal, OIDS, TAGS } from '../asn1/index.ts';
import { type Bytes, type ByteSource, type CallOptions, equalBytes, type SourceSpan, spansSource } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';
import { ElementCursor, type PlacedElement } from './element-cursor.ts';
import { findEncapsulatedContent } from './encapsulated-content.ts';
import { cmsErrorOf, parseSignedData } from './signed-data.ts';

/** A SignedData of any length, with its content apart from the rest. */
export interface SplitSignedData {
  /** The ContentInfo without eContent: a detached signature. Every other element within SignedData has the octets received. */
  readonly detached: Bytes;
  /** The octets that were signed, segments of a string joined; undefined where the file is a detached signature itself. */
  readonly content: ByteSource | undefined;
  /** EncapsulatedContentInfo as it lies in the file, content included. */
  readonly encapContentInfo: ByteSource;
}

const END_OF_CONTENTS = 2;

/**
 * Splits a ContentInfo with a SignedData, in DER or BER, without reading its content. What lies around the content has the
 * bounds of `parseSignedData`.
 *
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_NOT_SIGNED_DATA`, `CMS_TRAILING_BYTES`, `CMS_ATTRIBUTE_MALFORMED`,
 * `CMS_LIMIT_EXCEEDED`
 * @see RFC 5652 §3, §5.1, §5.2
 */
export async function splitSignedData(file: ByteSource, options: CallOptions = {}): Promise<SplitSignedData> {
  try {
    return await split(file, options);
  } catch (cause) {
    throw cmsErrorOf(cause);
  }
}

async function split(file: ByteSource, options: CallOptions): Promise<SplitSignedData> {
  const cursor = new ElementCursor(file, options);
  const read = (span: SourceSpan): Promise<Bytes> => readBounded(file, span, options);
  const around = await enterSignedData(cursor, file, read);
  const [signedData] = around;
  const limit = signedData.contentEnd ?? file.size;
  const version = await cursor.elementAt(signedData.contentStart, limit);
  const digestAlgorithms = await cursor.elementAt(await cursor.endOf(version, limit), limit);
  const start = await cursor.endOf(digestAlgorithms, limit);
  const encap = await cursor.elementAt(start, limit);
  if (!isUniversal(encap, TAGS.SEQUENCE)) throw new CmsError('CMS_MALFORMED', `expected EncapsulatedContentInfo at ${start}`);
  const { eContentType, spans, end } = await findEncapsulatedContent(cursor, encap, limit);
  const { contentEnd } = await cursor.childrenOf(signedData, limit, { from: end });
  await assertEnds(cursor, around, contentEnd, file.size);
  const head = await read({ start: signedData.contentStart, end: start });
  const tail = await read({ start: end, end: contentEnd });
  const detached = encodeDetached(head, await read(eContentType), tail);
  parseSignedData(detached);
  return {
    detached,
    content: spans === undefined ? undefined : spansSource(file, spans),
    encapContentInfo: spansSource(file, [{ start, end }]),
  };
}

/** SignedData and what is around it, from within: its explicit tag, the ContentInfo. */
type Around = readonly [signedData: PlacedElement, explicit: PlacedElement, contentInfo: PlacedElement];

async function enterSignedData(cursor: ElementCursor, file: ByteSource, read: (span: SourceSpan) => Promise<Bytes>): Promise<Around> {
  const contentInfo = await cursor.elementAt(0, file.size);
  if (!isUniversal(contentInfo, TAGS.SEQUENCE)) throw new CmsError('CMS_MALFORMED', 'expected ContentInfo');
  const type = await cursor.elementAt(contentInfo.contentStart, file.size);
  const afterType = await cursor.endOf(type, file.size);
  if (!isUniversal(type, TAGS.OID) || !equalBytes(await read({ start: type.start, end: afterType }), encodeOid(OIDS.signedData)))
    throw new CmsError('CMS_NOT_SIGNED_DATA', 'expected SignedData');
  const explicit = await cursor.elementAt(afterType, file.size);
  if (!isContext(explicit, 0)) throw new CmsError('CMS_MALFORMED', 'expected the content of SignedData');
  const signedData = await cursor.elementAt(explicit.contentStart, file.size);
  if (!isUniversal(signedData, TAGS.SEQUENCE)) throw new CmsError('CMS_MALFORMED', 'expected SignedData');
  return [signedData, explicit, contentInfo];
}

/** Each element ends where the one in it ends, and the outermost with the file. */
async function assertEnds(cursor: ElementCursor, around: Around, contentEnd: number, size: number): Promise<void> {
  let end = contentEnd;
  for (const element of around) {
    const isClosed = element.contentEnd === undefined ? await cursor.isEndOfContents(end, size) : element.contentEnd === end;
    if (!isClosed) throw new CmsError('CMS_MALFORMED', `expected the element at ${element.start} to end at ${end}`);
    if (element.contentEnd === undefined) end += END_OF_CONTENTS;
  }
  if (end !== size) throw new CmsError('CMS_TRAILING_BYTES', `expected the end of the structure, got ${size - end} more octets`);
}

function encodeDetached(head: Uint8Array, eContentType: Uint8Array, tail: Uint8Array): Bytes {
  const signedData = encodeSequence(head, encodeSequence(eContentType), tail);
  return encodeSequence(encodeOid(OIDS.signedData), encodeContext(0, signedData, { constructed: true }));
}

async function readBounded(file: ByteSource, { start, end }: SourceSpan, options: CallOptions): Promise<Bytes> {
  if (end - start > DER_LIMITS.maxLength)
    throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${DER_LIMITS.maxLength} octets beside the content, got ${end - start}`);
  return file.read(start, end, options);
}
