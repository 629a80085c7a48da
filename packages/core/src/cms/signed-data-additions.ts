import { encodeContext, encodeInteger, encodeOid } from '../asn1/index.ts';
import { concatBytes, equalBytes } from '../bytes/index.ts';
import { OCSP_RESPONSE_FORMAT } from './ocsp-response-format.ts';
import type { SignedDataElements } from './signed-data-elements.ts';

/** Certificates and revocation information, in DER. */
export interface SignedDataMaterial {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
}

/** As soon as revocation information of another format is in (RFC 5652 §5.1). */
const VERSION_WITH_OTHER = 5;

/**
 * With certificates, CRLs and OCSP responses behind those that are there, each once. Nothing that is there moves or changes;
 * the version becomes 5 where the first OCSP response comes in.
 *
 * @see RFC 5652 §5.1, §10.2.1; RFC 5940 §2.1
 */
export function withMaterial(elements: SignedDataElements, material: SignedDataMaterial): SignedDataElements {
  const { ocspResponses } = material;
  return {
    ...elements,
    version: ocspResponses.length === 0 ? elements.version : encodeInteger(VERSION_WITH_OTHER),
    certificates: appendMissing(elements.certificates, material.certificates),
    crls: appendMissing(elements.crls, [...material.crls, ...ocspResponses.map(encodeOcspChoice)]),
  };
}

/** With unsigned attributes behind those that one signature has. @param attributes DER of each Attribute. */
export function withAttributes(elements: SignedDataElements, signerIndex: number, attributes: readonly Uint8Array[]): SignedDataElements {
  const { signerInfos } = elements;
  if (signerInfos[signerIndex] === undefined)
    throw new RangeError(`signerIndex: expected a signer below ${signerInfos.length}, got ${signerIndex}`);
  return {
    ...elements,
    signerInfos: signerInfos.map((signer, index) =>
      index === signerIndex ? { ...signer, unsignedAttributes: [...signer.unsignedAttributes, ...attributes] } : signer,
    ),
  };
}

/** With a digest algorithm among those that are announced. @param identifier DER AlgorithmIdentifier. */
export function withDigestAlgorithm(elements: SignedDataElements, identifier: Uint8Array): SignedDataElements {
  return { ...elements, digestAlgorithms: appendMissing(elements.digestAlgorithms, [identifier]) };
}

/** OtherRevocationInfoFormat under `[1]` IMPLICIT. */
function encodeOcspChoice(response: Uint8Array): Uint8Array {
  return encodeContext(1, concatBytes(encodeOid(OCSP_RESPONSE_FORMAT), response), { constructed: true });
}

function appendMissing(existing: readonly Uint8Array[], added: readonly Uint8Array[]): readonly Uint8Array[] {
  const all = [...existing];
  for (const structure of added) if (!all.some((other) => equalBytes(other, structure))) all.push(structure);
  return all;
}
