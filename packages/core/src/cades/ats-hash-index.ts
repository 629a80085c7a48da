import {
  Asn1Error,
  DerFields,
  type DerNode,
  encodeOctetString,
  encodeSequence,
  parseDer,
  readOctetString,
  readOid,
  readSequence,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, encodeHex } from '../bytes/index.ts';
import {
  berChildren,
  encodeDigestIdentifier,
  findAttributes,
  type SignedData,
  type SignedDataElements,
  type SignerInfoElements,
} from '../cms/index.ts';
import { type AnyDigestAlgorithm, digest, findDigestAlgorithm } from '../crypto/index.ts';
import type { DigestAlgorithm } from '../ports/index.ts';

/** id-aa-ATSHashIndex-v3. @see ETSI EN 319 122-1 §5.5.2 */
export const ATS_HASH_INDEX_V3: string = '0.4.0.19122.1.5';

/** Index of the first edition (ETSI TS 101 733 V2.1.1 §6.4.2) and of drafts: unsigned attributes are digested whole. */
const EARLIER_INDEXES: readonly string[] = ['0.4.0.1733.2.5', '0.4.0.19122.1.4'];

/**
 * DER of an ATSHashIndexV3: the digests of every certificate, every revocation answer and every value of an unsigned attribute
 * that there is now, each over its octets as they lie in the file, a value together with its attribute's type. What comes
 * later is not listed, and may come.
 *
 * @see ETSI EN 319 122-1 §5.5.2
 */
export async function encodeAtsHashIndex(
  { certificates, crls }: SignedDataElements,
  { unsignedAttributes }: SignerInfoElements,
  algorithm: DigestAlgorithm,
): Promise<Bytes> {
  const indexOf = async (elements: readonly Uint8Array[]): Promise<Bytes> =>
    encodeSequence(...(await Promise.all(elements.map(async (element) => encodeOctetString(await digest(algorithm, element))))));
  return encodeSequence(
    encodeDigestIdentifier(algorithm),
    await indexOf(certificates),
    await indexOf(crls),
    await indexOf(unsignedAttributes.flatMap(typedValues)),
  );
}

/** attrType and one attrValue, one after the other, for each value of an attribute. */
function typedValues(attribute: Uint8Array): readonly Bytes[] {
  const [type = new Uint8Array(), values = new Uint8Array()] = berChildren(attribute);
  return berChildren(values).map((value) => concatBytes(type, value));
}

/** What an index lists, digests in lower-case hexadecimal. */
export interface AtsHashIndex {
  /** As it lies in the token. */
  readonly der: Bytes;
  readonly algorithm: AnyDigestAlgorithm;
  readonly certificates: readonly string[];
  readonly crls: readonly string[];
  readonly unsignedAttributes: readonly string[];
  /** The first edition lists attributes, the third their values. */
  readonly digests: 'attributes' | 'values';
}

/** The index of an archive time-stamp token; undefined where there is none that can be read. */
export function readAtsHashIndex({ signerInfos }: SignedData): AtsHashIndex | undefined {
  const attributes = signerInfos[0]?.unsignedAttributes ?? [];
  for (const type of [ATS_HASH_INDEX_V3, ...EARLIER_INDEXES]) {
    const [der] = findAttributes(attributes, type).flatMap(({ values }) => values);
    if (der !== undefined) return readIndex(der, type === ATS_HASH_INDEX_V3 ? 'values' : 'attributes');
  }
  return undefined;
}

function readIndex(der: Bytes, digests: AtsHashIndex['digests']): AtsHashIndex | undefined {
  try {
    const fields = [...readSequence(parseDer(der))];
    // hashIndAlgorithm has a default in the first edition.
    const identifier = fields.length === 4 ? fields.shift() : undefined;
    const algorithm = identifier === undefined ? 'SHA-256' : findDigestAlgorithm(readOid(new DerFields(identifier).take(TAGS.OID)));
    const [certificates, crls, unsignedAttributes] = fields.map(readDigests);
    if (algorithm === undefined || certificates === undefined || crls === undefined || unsignedAttributes === undefined) return undefined;
    return { der, algorithm, certificates, crls, unsignedAttributes, digests };
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}

function readDigests(node: DerNode): readonly string[] {
  return readSequence(node).map((entry) => encodeHex(readOctetString(entry)));
}

/** The unsigned attributes in the pieces that an index digests, each with the place of its attribute. */
export function indexedPieces(
  { unsignedAttributes }: SignerInfoElements,
  digests: AtsHashIndex['digests'],
): readonly { readonly octets: Uint8Array; readonly attribute: number }[] {
  return unsignedAttributes.flatMap((attribute, index) =>
    (digests === 'values' ? typedValues(attribute) : [attribute]).map((octets) => ({ octets, attribute: index })),
  );
}
