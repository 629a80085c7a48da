import { encodeHeader, encodeOid, OIDS, TAGS } from '../asn1/index.ts';
import { type ByteSource, concatBytes, concatSources, memorySource } from '../bytes/index.ts';
import { berChildren } from './ber-elements.ts';
import { CmsError } from './cms-error.ts';
import { parseSignedData } from './signed-data.ts';

/** Octets of a ContentInfo at most: readers take lengths of up to four octets, and so do we. */
export const MAX_CONTENT_INFO: number = 0xffff_ffff;

const SEQUENCE = 0x30;
const EXPLICIT_0 = 0xa0;

/** DER of an EncapsulatedContentInfo around content that is read when the result is. @see RFC 5652 §5.2 */
export function encapsulateContent(content: ByteSource, contentType: string = OIDS.data): ByteSource {
  const octetString = within(TAGS.OCTET_STRING, content);
  return within(SEQUENCE, concatSources(memorySource(encodeOid(contentType)), within(EXPLICIT_0, octetString)));
}

/**
 * The ContentInfo of a detached signature with its content put in. Nothing that is signed or time-stamped under
 * archive-time-stamp-v3 changes by that. Only the octets around the content lie in memory.
 *
 * @param encapContentInfo in place of the one without content.
 * @throws {@link CmsError} `CMS_LIMIT_EXCEEDED` where the whole is longer than {@link MAX_CONTENT_INFO}; as `parseSignedData` does.
 * @see RFC 5652 §5.1
 */
export function joinSignedData(detached: Uint8Array, encapContentInfo: ByteSource): ByteSource {
  if (parseSignedData(detached).content !== undefined) throw new TypeError('detached: expected a signature without content');
  const [contentType = new Uint8Array(), explicit = new Uint8Array()] = berChildren(detached);
  const [signedData = new Uint8Array()] = berChildren(explicit);
  const [version = new Uint8Array(), digestAlgorithms = new Uint8Array(), , ...rest] = berChildren(signedData);
  const parts = [memorySource(concatBytes(version, digestAlgorithms)), encapContentInfo, memorySource(concatBytes(...rest))];
  const joined = within(EXPLICIT_0, within(SEQUENCE, parts.reduce(concatSources)));
  const contentInfo = within(SEQUENCE, concatSources(memorySource(contentType), joined));
  if (contentInfo.size > MAX_CONTENT_INFO)
    throw new CmsError('CMS_LIMIT_EXCEEDED', `expected a ContentInfo of at most ${MAX_CONTENT_INFO} octets, got ${contentInfo.size}`);
  return contentInfo;
}

/** An element around octets that are read when it is. */
function within(identifier: number, content: ByteSource): ByteSource {
  return concatSources(memorySource(encodeHeader(identifier, content.size)), content);
}
