import { Asn1Error, DerFields, derRaw, OIDS, parseDer, readOid, TAGS } from '../../asn1/index.ts';
import { type Bytes, concatBytes, equalBytes } from '../../bytes/index.ts';
import { findAttributes, type SignerInfo } from '../../cms/index.ts';
import { CryptoError, type PssParameters, readPssParameters } from '../../crypto/index.ts';

/**
 * Whether the signed copy of the algorithm identifiers is what the SignerInfo has, octet for octet but for what DER leaves
 * open in practice: absent and NULL parameters, and defaults of RSASSA-PSS that one of the two spells out. The identifiers
 * outside are not signed: any other spelling was written by somebody else. Null where the signature has no such copy.
 * @see RFC 6211 §2, §3; RFC 4055 §3.1
 */
export function repeatsAlgorithms(
  signerInfo: Pick<SignerInfo, 'signedAttributes' | 'digestAlgorithm' | 'signatureAlgorithm'>,
): boolean | null {
  const [attribute] = findAttributes(signerInfo.signedAttributes?.list ?? [], OIDS.cmsAlgorithmProtection);
  const [value] = attribute?.values ?? [];
  if (value === undefined) return null;
  try {
    const fields = new DerFields(parseDer(value));
    const digest = derRaw(fields.take(TAGS.SEQUENCE));
    const signature = fields.takeContext(1);
    fields.end();
    if (signature === undefined) return false;
    const asSequence = concatBytes(Uint8Array.of(SEQUENCE), derRaw(signature).subarray(1));
    return sameIdentifier(digest, signerInfo.digestAlgorithm.raw) && sameIdentifier(asSequence, signerInfo.signatureAlgorithm);
  } catch (error) {
    if (error instanceof Asn1Error) return false;
    throw error;
  }
}

const SEQUENCE = 0x30;

function sameIdentifier(left: Bytes, right: Bytes): boolean {
  if (equalBytes(withoutNull(left), withoutNull(right))) return true;
  const [one, other] = [pssParametersOf(left), pssParametersOf(right)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.digest === other.digest &&
    one.mgfDigest === other.mgfDigest &&
    one.saltLength === other.saltLength
  );
}

/** Undefined for every other algorithm, and for parameters that are not understood. */
function pssParametersOf(identifier: Bytes): PssParameters | undefined {
  try {
    const fields = new DerFields(parseDer(identifier));
    if (readOid(fields.take(TAGS.OID)) !== OIDS.rsassaPss) return undefined;
    const parameters = derRaw(fields.take(TAGS.SEQUENCE));
    fields.end();
    return readPssParameters(parameters);
  } catch (error) {
    if (error instanceof Asn1Error || error instanceof CryptoError) return undefined;
    throw error;
  }
}

/** An identifier without NULL parameters; longer ones are left as they are. */
function withoutNull(identifier: Bytes): Bytes {
  const { length } = identifier;
  const endsWithNull = identifier[1] === length - 2 && identifier[length - 2] === TAGS.NULL && identifier[length - 1] === 0;
  if (!endsWithNull) return identifier;
  return concatBytes(Uint8Array.of(SEQUENCE, length - 4), identifier.subarray(2, length - 2));
}
