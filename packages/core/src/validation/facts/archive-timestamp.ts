import {
  archiveTimestampImprint,
  indexedPieces,
  materialOfSigner,
  NO_MATERIAL,
  readAtsHashIndex,
  readRevocationChoice,
  type ValidationMaterialSet,
} from '../../cades/index.ts';
import { copyBytes, encodeHex, equalBytes } from '../../bytes/index.ts';
import { readSignedDataElements, type SignedData, type SignerInfo, type TimestampToken } from '../../cms/index.ts';
import { type AnyDigestAlgorithm, digest, isSigningDigest } from '../../crypto/index.ts';
import type { SignedContent } from './signed-content.ts';

export interface ArchiveTimestampQuery {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  readonly token: TimestampToken;
  /** What is signed; undefined where it is not at hand. */
  readonly content: SignedContent | undefined;
}

/** What an archive-time-stamp is over. */
export interface ArchiveTimestampCover {
  /** Null where it was not computed. */
  readonly imprintMatches: boolean | null;
  readonly material: readonly ValidationMaterialSet[];
  /** Places of the unsigned attributes that it covers. */
  readonly attributes: ReadonlySet<number>;
}

const NOTHING: ArchiveTimestampCover = { imprintMatches: null, material: [], attributes: new Set() };

/**
 * Computes the imprint of an archive-time-stamp-v3 anew, and compares what its index lists with what there is. What is listed and not
 * there was taken away or exchanged; what is there and not listed came later, and is not proven by it.
 *
 * @see ETSI EN 319 122-1 §5.5.2, §5.5.3
 */
export async function readArchiveTimestampCover(query: ArchiveTimestampQuery): Promise<ArchiveTimestampCover> {
  const { signedData, signerInfo, token, content } = query;
  const index = readAtsHashIndex(token.signedData);
  const { algorithm, value } = token.tstInfo.messageImprint;
  if (index === undefined) return { ...NOTHING, imprintMatches: false };
  const elements = readSignedDataElements(signedData.raw);
  const own = elements.signerInfos[signedData.signerInfos.indexOf(signerInfo)];
  if (own === undefined || content === undefined || algorithm.name === undefined || !isSigningDigest(algorithm.name)) return NOTHING;
  const imprint = await archiveTimestampImprint(
    { elements, signerInfo: own, contentDigest: await content.digest(algorithm.name), algorithm: algorithm.name },
    index.der,
  );
  const pieces = indexedPieces(own, index.digests);
  const certificates = await listed(elements.certificates, index.certificates, index.algorithm);
  const crls = await listed(elements.crls, index.crls, index.algorithm);
  const values = await listed(
    pieces.map(({ octets }) => octets),
    index.unsignedAttributes,
    index.algorithm,
  );
  const attributes = new Set(pieces.filter((_, place) => values.places.has(place)).map(({ attribute }) => attribute));
  return {
    imprintMatches: equalBytes(imprint.value, value) && certificates.complete && crls.complete && values.complete,
    material: [
      { ...NO_MATERIAL, certificates: elements.certificates.filter((_, place) => certificates.places.has(place)).map(copyBytes) },
      ...elements.crls.filter((_, place) => crls.places.has(place)).map(readRevocationChoice),
      materialOfSigner({ ...signerInfo, unsignedAttributes: signerInfo.unsignedAttributes.filter((_, place) => attributes.has(place)) }),
    ],
    attributes,
  };
}

interface Listed {
  /** Whether everything that is listed is there. */
  readonly complete: boolean;
  readonly places: ReadonlySet<number>;
}

async function listed(elements: readonly Uint8Array[], digests: readonly string[], algorithm: AnyDigestAlgorithm): Promise<Listed> {
  const present = await Promise.all(elements.map(async (element) => encodeHex(await digest(algorithm, element))));
  return {
    complete: digests.every((wanted) => present.includes(wanted)),
    places: new Set(present.flatMap((each, place) => (digests.includes(each) ? [place] : []))),
  };
}
