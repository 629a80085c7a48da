import { encodeOctetString, encodeSequence } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { berChildren, encodeDigestIdentifier, type SignedDataElements, type SignerInfoElements } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { DigestAlgorithm } from '../ports/index.ts';

/** id-aa-ATSHashIndex-v3. @see ETSI EN 319 122-1 §5.5.2 */
export const ATS_HASH_INDEX_V3: string = '0.4.0.19122.1.5';

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
