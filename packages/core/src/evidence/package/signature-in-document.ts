import { type Bytes, BytesError, concatBytes, decodeHex, decodeLatin1, encodeHex } from '../../bytes/index.ts';
import { CadesError, readSignedAssertions } from '../../cades/index.ts';
import { CmsError, findSignerCertificate, parseSignedData, type SignedData, verifySignerInfo } from '../../cms/index.ts';
import { digest, type AnyDigestAlgorithm, parseDigest } from '../../crypto/index.ts';
import { readSealAssertions, type SealAssertions, SealError } from '../../seal/index.ts';

/** One signature as it lies in the hole of its byte range, read without anything else of the PDF. */
export interface SignatureInDocument {
  readonly byteRangeDigest: string | null;
  readonly fileDigest: string | null;
  /** Null where the hole holds no CMS signature. */
  readonly cms: {
    readonly holds: boolean;
    /** SHA-256 of the signer's certificate. */
    readonly certificate: string | null;
    readonly assertions: SealAssertions;
  } | null;
}

/**
 * Reads the signature that ends at a byte range's end, with digests in the algorithms of those that are expected.
 *
 * @param byteRange offset and length of the two parts, as in the signature dictionary
 * @see ISO 32000-2 §12.8.1
 */
export async function readSignatureInDocument(
  document: Uint8Array,
  byteRange: readonly number[],
  expected: { readonly byteRangeDigest: string; readonly fileDigest: string },
): Promise<SignatureInDocument> {
  const [start = -1, before = 0, after = 0, rest = 0] = byteRange;
  const end = after + rest;
  if (byteRange.length !== 4 || start !== 0 || before + 2 > after || end > document.length)
    return { byteRangeDigest: null, fileDigest: null, cms: null };
  const signed = concatBytes(document.subarray(0, before), document.subarray(after, end));
  return {
    byteRangeDigest: await sameDigest(expected.byteRangeDigest, signed),
    fileDigest: await sameDigest(expected.fileDigest, document.subarray(0, end)),
    cms: await readHole(document.subarray(before, after), signed),
  };
}

/** Digest of octets in the algorithm of another one. */
export async function sameDigest(text: string, bytes: Uint8Array): Promise<string> {
  const { algorithm } = parseDigest(text);
  return `${text.slice(0, text.indexOf(':'))}:${encodeHex(await digest(algorithm, bytes))}`;
}

async function readHole(hole: Uint8Array, signed: Bytes): Promise<SignatureInDocument['cms']> {
  const signedData = parseHole(hole);
  const [signerInfo, ...others] = signedData?.signerInfos ?? [];
  if (signedData === undefined || signerInfo === undefined || others.length > 0) return null;
  const leaf = findSignerCertificate(signerInfo, signedData.certificates);
  const { name } = signerInfo.digestAlgorithm;
  if (leaf === undefined || name === undefined) return null;
  const facts = await verifySignerInfo({
    signerInfo,
    certificate: leaf,
    contentType: signedData.contentType,
    contentDigest: await digest(name satisfies AnyDigestAlgorithm, signed),
  });
  const holds = facts.messageDigestMatches === true && facts.signatureValue === 'valid' && facts.attributeFaults.length === 0;
  return { holds, certificate: `sha256:${encodeHex(await digest('SHA-256', leaf.raw))}`, assertions: assertionsOf(signerInfo) };
}

function assertionsOf(signerInfo: Parameters<typeof readSignedAssertions>[0]): SealAssertions {
  try {
    return readSealAssertions(readSignedAssertions(signerInfo));
  } catch (error) {
    // Malformed assertions carry nothing, so that whatever should be there is found missing.
    if (error instanceof CadesError || error instanceof SealError) return {};
    throw error;
  }
}

/** `<hex>`, padded with zeros behind the structure. */
function parseHole(hole: Uint8Array): SignedData | undefined {
  const text = decodeLatin1(hole);
  if (!/^<[0-9A-Fa-f]*>$/.test(text)) return undefined;
  try {
    return parseSignedData(decodeHex(text.slice(1, -1).toLowerCase()), { allowTrailing: true });
  } catch (error) {
    if (error instanceof CmsError || error instanceof BytesError) return undefined;
    throw error;
  }
}
