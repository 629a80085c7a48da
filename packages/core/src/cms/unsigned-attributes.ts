import type { Bytes } from '../bytes/index.ts';
import { withAttributes } from './signed-data-additions.ts';
import { encodeSignedDataElements, readSignedDataElements } from './signed-data-elements.ts';

/**
 * The ContentInfo with unsigned attributes added to one SignerInfo, behind those it has. Every other element keeps its octets:
 * nothing that is signed, or that a time-stamp covers, is encoded anew.
 *
 * @param attributes DER of each Attribute.
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_NOT_SIGNED_DATA`; RangeError when there is no such SignerInfo.
 * @see RFC 5652 §5.3
 */
export function withUnsignedAttributes(cms: Uint8Array, signerIndex: number, attributes: readonly Uint8Array[]): Bytes {
  return encodeSignedDataElements(withAttributes(readSignedDataElements(cms), signerIndex, attributes));
}
