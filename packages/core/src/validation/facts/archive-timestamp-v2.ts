import { archiveTimestampV2Tails, materialOfSigner, NO_MATERIAL, readRevocationChoice } from '../../cades/index.ts';
import { copyBytes, equalBytes } from '../../bytes/index.ts';
import { CmsError, parseTimestampToken, readSignedDataElements, type SignerInfo } from '../../cms/index.ts';
import type { ArchiveTimestampCover, ArchiveTimestampQuery } from './archive-timestamp.ts';
import type { ArchivedContainer } from './archived-container.ts';
import { findTokens } from './found-tokens.ts';

export interface ArchiveTimestampV2Query extends ArchiveTimestampQuery {
  /** Place of its attribute among the unsigned ones. */
  readonly attribute: number;
  /** Undefined where the signature lies in no file of its own: its content lies outside then. */
  readonly container: ArchivedContainer | undefined;
}

/**
 * Computes the imprint of an archive-time-stamp-v2 anew. It has no index: it is over all certificates and revocation answers of the
 * file and all unsigned attributes, but for archive time-stamps that are newer.
 *
 * @see ETSI TS 101 733 V2.2.1 §6.4.1, Annex K
 */
export async function readArchiveTimestampV2Cover(query: ArchiveTimestampV2Query): Promise<ArchiveTimestampCover> {
  const { signedData, signerInfo } = query;
  const elements = readSignedDataElements(signedData.raw);
  const attributes = attributesBefore(query);
  const matches = await imprintMatches(query, attributes);
  return {
    imprintMatches: matches,
    material: [
      { ...NO_MATERIAL, certificates: elements.certificates.map(copyBytes) },
      ...elements.crls.map(readRevocationChoice),
      materialOfSigner({ ...signerInfo, unsignedAttributes: signerInfo.unsignedAttributes.filter((_, place) => attributes.has(place)) }),
    ],
    attributes,
  };
}

async function imprintMatches(query: ArchiveTimestampV2Query, attributes: ReadonlySet<number>): Promise<boolean | null> {
  const { signedData, signerInfo, token, content, container } = query;
  const { algorithm, value } = token.tstInfo.messageImprint;
  const elements = readSignedDataElements(signedData.raw);
  const own = elements.signerInfos[signedData.signerInfos.indexOf(signerInfo)];
  if (own === undefined || algorithm.name === undefined) return null;
  for (const tail of archiveTimestampV2Tails(elements, own, attributes)) {
    const imprint =
      container?.holdsContent === true
        ? await container.encapContentInfo().digestBetween(algorithm.name, new Uint8Array(), tail)
        : await content?.digestBetween(algorithm.name, elements.encapContentInfo, tail);
    if (imprint === undefined) return null;
    if (equalBytes(imprint, value)) return true;
  }
  // Of BER it may have been over octets that are not known any more.
  return signedData.notices.some(({ code }) => code.startsWith('BER_')) || container?.isComplete === false ? null : false;
}

function attributesBefore({ signerInfo, token, attribute }: ArchiveTimestampV2Query): ReadonlySet<number> {
  const newer = archiveTimes(signerInfo).filter(
    (other) =>
      other.time === undefined ||
      other.time > token.tstInfo.genTime ||
      (other.time.getTime() === token.tstInfo.genTime.getTime() && other.attribute >= attribute),
  );
  const leftOut = new Set([attribute, ...newer.map((each) => each.attribute)]);
  return new Set(signerInfo.unsignedAttributes.map((_, place) => place).filter((place) => !leftOut.has(place)));
}

function archiveTimes(signerInfo: SignerInfo): readonly { readonly attribute: number; readonly time: Date | undefined }[] {
  return findTokens(signerInfo).flatMap(({ kind, attribute, value }) =>
    kind === 'archive-time-stamp' && attribute !== null ? [{ attribute, time: timeOf(value) }] : [],
  );
}

function timeOf(token: Uint8Array): Date | undefined {
  try {
    return parseTimestampToken(token).tstInfo.genTime;
  } catch (error) {
    if (error instanceof CmsError) return undefined;
    throw error;
  }
}
