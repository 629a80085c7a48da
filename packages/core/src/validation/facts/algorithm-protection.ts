import { Asn1Error, DerFields, derRaw, OIDS, parseDer, TAGS } from '../../asn1/index.ts';
import { type Bytes, concatBytes, equalBytes } from '../../bytes/index.ts';
import { findAttributes, type SignerInfo } from '../../cms/index.ts';
import { CryptoError, signatureAlgorithmFromDer, type VerificationAlgorithm } from '../../crypto/index.ts';

/**
 * Whether the signed copy of the algorithm identifiers is, octet for octet, what the SignerInfo has; absent and NULL
 * parameters count as equal, and so do PSS parameters that leave out a default or spell it. The identifiers outside are not
 * signed: any other spelling of the same was written by somebody else. Null where the signature has no such copy. @see RFC 6211 §2, §3
 */
export function repeatsAlgorithms(signerInfo: SignerInfo): boolean | null {
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
  return equalBytes(withoutNull(left), withoutNull(right)) || samePss(left, right);
}

function samePss(left: Bytes, right: Bytes): boolean {
  const [one, other] = [readPss(left), readPss(right)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.digest === other.digest &&
    (one.mgfDigest ?? one.digest) === (other.mgfDigest ?? other.digest) &&
    one.saltLength === other.saltLength
  );
}

function readPss(identifier: Bytes): Extract<VerificationAlgorithm, { readonly name: 'RSASSA-PSS' }> | undefined {
  try {
    const algorithm = signatureAlgorithmFromDer(identifier);
    return algorithm.name === 'RSASSA-PSS' ? algorithm : undefined;
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
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
