import { OIDS } from '../../asn1/index.ts';
import { type Bytes, concatBytes, encodeHex, equalBytes } from '../../bytes/index.ts';
import { encodeCadesSignature, indexedPieces, readAtsHashIndex } from '../../cades/index.ts';
import {
  CmsError,
  encodeSignedDataElements,
  findSignerCertificate,
  parseSignedData,
  parseTimestampToken,
  readSignedDataElements,
  type SignedDataElements,
  type SignerInfo,
} from '../../cms/index.ts';
import { digest } from '../../crypto/index.ts';
import { ES256 } from './manifest-signature.ts';

/**
 * Whether a signature has the one form that a package knows: at B-B the octets that its signed attributes, its value and its
 * certificates give; above it a signature time-stamp and then archive time-stamps, each index listing exactly what stands before it, in
 * order. What the last token holds beside what it signs is the one thing that has no form. docs/evidence-format.md §4
 */
export async function isCanonicalSignature(cms: Uint8Array, certificateEntries: readonly Uint8Array[]): Promise<boolean> {
  try {
    const signedData = parseSignedData(cms);
    const elements = readSignedDataElements(cms);
    const [signerInfo, ...others] = signedData.signerInfos;
    if (signerInfo === undefined || others.length > 0) return false;
    const leaf = findSignerCertificate(signerInfo, signedData.certificates);
    if (leaf === undefined) return false;
    const isArchived = signerInfo.unsignedAttributes.length > 1;
    // An index of an archive time-stamp fixes certificates and their order; without one they are those of the package.
    const own = isArchived ? [leaf.raw] : elements.certificates;
    const isEntry = (certificate: Uint8Array): boolean => certificateEntries.some((entry) => equalBytes(entry, certificate));
    const basic = own.every(isEntry) ? basicSignature(signerInfo, leaf.raw, own) : undefined;
    if (basic === undefined) return false;
    if (signerInfo.unsignedAttributes.length === 0) return equalBytes(basic, concatBytes(cms));
    return isRaisedForm(cms, elements, readSignedDataElements(basic), isArchived) && (await isIndexed(elements, signerInfo, isArchived));
  } catch (error) {
    if (error instanceof CmsError) return false;
    throw error;
  }
}

function basicSignature({ signedAttributes, signature }: SignerInfo, leaf: Bytes, own: readonly Uint8Array[]): Bytes | undefined {
  if (signedAttributes === undefined) return undefined;
  return encodeCadesSignature({
    signedAttributes: signedAttributes.der,
    digestAlgorithm: 'SHA-256',
    signatureAlgorithm: ES256,
    signature,
    certificates: [leaf, ...own.filter((certificate) => !equalBytes(certificate, leaf))],
  });
}

/** The pieces of the basic signature in their places, everything in DER, and nothing but what levels add. */
function isRaisedForm(cms: Uint8Array, raised: SignedDataElements, basic: SignedDataElements, isArchived: boolean): boolean {
  const [signer] = raised.signerInfos;
  const [own] = basic.signerInfos;
  if (signer === undefined || own === undefined || !equalBytes(encodeSignedDataElements(raised), concatBytes(cms))) return false;
  const { certificates, crls } = raised;
  const hasOther = crls.some(([tag]) => tag === OTHER_FORMAT);
  const version = Uint8Array.of(0x02, 0x01, hasOther ? 5 : 1);
  return (
    equalLists(signer.fields, own.fields) &&
    equalLists(raised.digestAlgorithms, basic.digestAlgorithms) &&
    equalBytes(raised.encapContentInfo, basic.encapContentInfo) &&
    equalBytes(raised.version, version) &&
    (isArchived ? isDistinct(certificates) && isDistinct(crls) : equalLists(certificates, basic.certificates) && crls.length === 0)
  );
}

/** `[1]`, OtherRevocationInfoFormat. @see RFC 5652 §10.2.1 */
const OTHER_FORMAT = 0xa1;

/**
 * One signature time-stamp, then archive time-stamps. The last index lists all certificates, answers and attributes before it, earlier
 * ones those that were there then; without any there is no material that nobody covers.
 */
async function isIndexed(elements: SignedDataElements, { unsignedAttributes }: SignerInfo, isArchived: boolean): Promise<boolean> {
  const [signer] = elements.signerInfos;
  if (signer === undefined || unsignedAttributes.some(({ values }) => values.length !== 1)) return false;
  const types = unsignedAttributes.map(({ type }) => type);
  if (types[0] !== OIDS.timeStampToken || types.slice(1).some((type) => type !== OIDS.archiveTimestampV3)) return false;
  const [certificates, crls, pieces] = await Promise.all([
    digestsOf(elements.certificates),
    digestsOf(elements.crls),
    digestsOf(indexedPieces(signer, 'values').map(({ octets }) => octets)),
  ]);
  let listed = { certificates: 0, crls: 0 };
  for (const [place, { values }] of unsignedAttributes.entries()) {
    if (place === 0) continue;
    const index = readAtsHashIndex(parseTimestampToken(values[0] ?? new Uint8Array()).signedData);
    if (index === undefined || index.algorithm !== 'SHA-256' || index.digests !== 'values') return false;
    const now = { certificates: index.certificates.length, crls: index.crls.length };
    const isPrefix =
      now.certificates >= listed.certificates &&
      now.crls >= listed.crls &&
      equalTexts(index.certificates, certificates.slice(0, now.certificates)) &&
      equalTexts(index.crls, crls.slice(0, now.crls)) &&
      equalTexts(index.unsignedAttributes, pieces.slice(0, place));
    if (!isPrefix) return false;
    listed = now;
  }
  return !isArchived || (listed.certificates === certificates.length && listed.crls === crls.length);
}

function digestsOf(all: readonly Uint8Array[]): Promise<readonly string[]> {
  return Promise.all(all.map(async (octets) => encodeHex(await digest('SHA-256', octets))));
}

function equalTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

function equalLists(left: readonly Uint8Array[], right: readonly Uint8Array[]): boolean {
  return left.length === right.length && left.every((octets, index) => equalBytes(octets, right[index] ?? new Uint8Array()));
}

function isDistinct(all: readonly Uint8Array[]): boolean {
  return all.every((octets, index) => !all.slice(index + 1).some((other) => equalBytes(octets, other)));
}
