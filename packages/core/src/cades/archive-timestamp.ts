import { OIDS } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { encodeAttribute, type SignedDataElements, type SignerInfoElements, withUnsignedAttributes } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { DigestAlgorithm, MessageImprint } from '../ports/index.ts';
import { ATS_HASH_INDEX_V3, encodeAtsHashIndex } from './ats-hash-index.ts';

/** What an archive time-stamp is over, and the index that goes into its token. */
export interface ArchiveTimestampInput {
  readonly imprint: MessageImprint;
  /** DER of the ATSHashIndexV3. */
  readonly atsHashIndex: Bytes;
}

export interface ArchiveTimestampQuery {
  readonly elements: SignedDataElements;
  readonly signerInfo: SignerInfoElements;
  /** Of the signer's document, under the same algorithm. */
  readonly contentDigest: Uint8Array;
  readonly algorithm: DigestAlgorithm;
}

/** What an archive-time-stamp-v3 for a signature is over, as things are now. @see ETSI EN 319 122-1 §5.5.2, §5.5.3 */
export async function archiveTimestampInput(query: ArchiveTimestampQuery): Promise<ArchiveTimestampInput> {
  const atsHashIndex = await encodeAtsHashIndex(query.elements, query.signerInfo, query.algorithm);
  return { imprint: await archiveTimestampImprint(query, atsHashIndex), atsHashIndex };
}

/**
 * The message imprint of an archive-time-stamp-v3: over eContentType, the digest of the signer's document, the fields of the
 * SignerInfo from version to signature, and the ATSHashIndexV3; all with tag and length as they lie in the file.
 *
 * @param atsHashIndex DER of the ATSHashIndexV3 of that time-stamp.
 * @see ETSI EN 319 122-1 §5.5.3
 */
export async function archiveTimestampImprint(query: ArchiveTimestampQuery, atsHashIndex: Uint8Array): Promise<MessageImprint> {
  const { elements, signerInfo, contentDigest, algorithm } = query;
  const value = await digest(algorithm, concatBytes(elements.eContentType, contentDigest, ...signerInfo.fields, atsHashIndex));
  return { algorithm, value };
}

/**
 * The unsigned attribute that holds an archive time-stamp. The index lies among the unsigned attributes of the token.
 *
 * @throws CmsError for a token that is no SignedData.
 * @see ETSI EN 319 122-1 §5.5.2, §5.5.3
 */
export function archiveTimestampAttribute(token: Uint8Array, atsHashIndex: Uint8Array): Bytes {
  const indexed = withUnsignedAttributes(token, 0, [encodeAttribute(ATS_HASH_INDEX_V3, atsHashIndex)]);
  return encodeAttribute(OIDS.archiveTimestampV3, indexed);
}
