import { compareEncodings, encodeHeader } from '../../asn1/index.ts';
import { type Bytes, concatBytes, equalBytes } from '../../bytes/index.ts';
import {
  berChildren,
  encodeSignedDataElements,
  parseSignedData,
  readSignedDataElements,
  type SignedDataElements,
  type SignerInfoElements,
} from '../../cms/index.ts';

/**
 * The ContentInfo that an embedded evidence record may be over: without the unsigned attributes that came with it and after it.
 * First as received (RFC 4998 Appendix A), then, where that differs, in DER (ETSI TS 119 122-3 §5.3): whoever wrote the record may
 * have had either in hand, and attributes change where a SignerInfo stands in its SET.
 *
 * @param cms the ContentInfo as received, in DER or BER.
 * @param signer place of the SignerInfo with the record.
 * @param attributes places of the unsigned attributes to leave out.
 * @throws CmsError as `parseSignedData` does.
 */
export function archivedForms(cms: Uint8Array, signer: number, attributes: ReadonlySet<number>): readonly Bytes[] {
  const received = cutAttributes(cms, signer, attributes);
  const der = encodeSignedDataElements(sorted(readSignedDataElements(parseSignedData(received).raw)));
  return equalBytes(received, der) ? [received] : [received, der];
}

/** Everything else keeps its octets, also lengths that are indefinite. */
function cutAttributes(cms: Uint8Array, signer: number, attributes: ReadonlySet<number>): Bytes {
  const inLast = (element: Uint8Array, change: (last: Uint8Array) => Uint8Array): Bytes => {
    const children = berChildren(element);
    const last = children.at(-1);
    return reframe(element, [...children.slice(0, -1), ...(last === undefined ? [] : [change(last)])]);
  };
  const inSignerInfo = (signerInfo: Uint8Array): Bytes =>
    inLast(signerInfo, (unsigned) => {
      const kept = berChildren(unsigned).filter((_, place) => !attributes.has(place));
      return kept.length === 0 ? new Uint8Array() : reframe(unsigned, kept);
    });
  return inLast(cms, (explicit) =>
    inLast(explicit, (signedData) =>
      inLast(signedData, (signerInfos) =>
        reframe(
          signerInfos,
          berChildren(signerInfos).map((each, place) => (place === signer ? inSignerInfo(each) : each)),
        ),
      ),
    ),
  );
}

const INDEFINITE = 0x80;

/** The element with other children, its length as definite or indefinite as before. */
function reframe(element: Uint8Array, children: readonly Uint8Array[]): Bytes {
  const identifier = element[0] ?? 0;
  if (element[1] === INDEFINITE) return concatBytes(Uint8Array.of(identifier, INDEFINITE), ...children, Uint8Array.of(0, 0));
  const content = concatBytes(...children);
  return concatBytes(encodeHeader(identifier, content.length), content);
}

/** Each SET OF in the order of DER. @see X.690 §11.6 */
function sorted(elements: SignedDataElements): SignedDataElements {
  const { digestAlgorithms, certificates, crls, signerInfos } = elements;
  return {
    ...elements,
    digestAlgorithms: digestAlgorithms.toSorted(compareEncodings),
    certificates: certificates.toSorted(compareEncodings),
    crls: crls.toSorted(compareEncodings),
    signerInfos: signerInfos
      .map((each): SignerInfoElements => ({ ...each, unsignedAttributes: each.unsignedAttributes.toSorted(compareEncodings) }))
      .toSorted((left, right) => compareEncodings(octetsOf(left), octetsOf(right))),
  };
}

function octetsOf({ fields, unsignedAttributes }: SignerInfoElements): Bytes {
  const unsigned = concatBytes(...unsignedAttributes);
  const content = concatBytes(...fields, ...(unsigned.length === 0 ? [] : [encodeHeader(UNSIGNED_ATTRIBUTES, unsigned.length), unsigned]));
  return concatBytes(encodeHeader(SEQUENCE, content.length), content);
}

const SEQUENCE = 0x30;
const UNSIGNED_ATTRIBUTES = 0xa1;
