import {
  Asn1Error,
  compareEncodings,
  DerFields,
  derChildren,
  derRaw,
  isContext,
  OIDS,
  parseDer,
  readOctetString,
  readOid,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, equalBytes } from '../bytes/index.ts';
import { CryptoError, signatureAlgorithmFromDer } from '../crypto/index.ts';
import { type Attribute, findAttributes, retag } from './attribute.ts';
import type { SignerInfo } from './signer-info.ts';

/** What is wrong with the signed attributes themselves, whatever the signature value says. */
export type AttributeFault =
  | 'SIGNED_ATTRIBUTES_MISSING'
  | 'SIGNED_ATTRIBUTES_NOT_DER'
  | 'CONTENT_TYPE_MISSING'
  | 'CONTENT_TYPE_REPEATED'
  | 'CONTENT_TYPE_MISMATCH'
  | 'MESSAGE_DIGEST_MISSING'
  | 'MESSAGE_DIGEST_REPEATED'
  | 'MESSAGE_DIGEST_MALFORMED'
  | 'SIGNED_ATTRIBUTE_REPEATED'
  | 'SIGNED_ATTRIBUTE_WITHOUT_VALUE'
  | 'ALGORITHM_PROTECTION_MISMATCH'
  | 'ATTRIBUTE_MUST_BE_SIGNED';

/** Attributes of which one instance with one value may stand (RFC 5652 §11, RFC 5035 §3, RFC 6211 §2, EN 319 122-1 §5). */
const ONCE: readonly string[] = [
  OIDS.signingTime,
  OIDS.signingCertificate,
  OIDS.signingCertificateV2,
  OIDS.signerAttributesV2,
  OIDS.cmsAlgorithmProtection,
  OIDS.signaturePolicyIdentifier,
  OIDS.signerLocation,
];
const SIGNED_ONLY: readonly string[] = [
  OIDS.contentType,
  OIDS.messageDigest,
  OIDS.signingTime,
  OIDS.signingCertificate,
  OIDS.signingCertificateV2,
  OIDS.signerAttributesV2,
  OIDS.cmsAlgorithmProtection,
];

/** Faults of the attributes of one signature over content of `contentType`. @see RFC 5652 §5.3, §5.4, §11; RFC 6211 */
export function findAttributeFaults(signerInfo: SignerInfo, contentType: string): readonly AttributeFault[] {
  const faults: AttributeFault[] = [];
  if (SIGNED_ONLY.some((type) => findAttributes(signerInfo.unsignedAttributes, type).length > 0)) faults.push('ATTRIBUTE_MUST_BE_SIGNED');
  const { signedAttributes } = signerInfo;
  if (signedAttributes === undefined) {
    if (contentType !== OIDS.data) faults.push('SIGNED_ATTRIBUTES_MISSING');
    return faults;
  }
  const { list, der } = signedAttributes;
  if (!isInDerOrder(der)) faults.push('SIGNED_ATTRIBUTES_NOT_DER');
  faults.push(...contentTypeFaults(list, contentType), ...messageDigestFaults(list));
  if (ONCE.some((type) => isRepeated(findAttributes(list, type)))) faults.push('SIGNED_ATTRIBUTE_REPEATED');
  if (list.some(({ values }) => values.length === 0)) faults.push('SIGNED_ATTRIBUTE_WITHOUT_VALUE');
  if (!protectsAlgorithms(list, signerInfo)) faults.push('ALGORITHM_PROTECTION_MISMATCH');
  return faults;
}

/** The value of message-digest where it stands once, well-formed. */
export function findMessageDigest(signerInfo: SignerInfo): Bytes | undefined {
  const [attribute, ...more] = findAttributes(signerInfo.signedAttributes?.list ?? [], OIDS.messageDigest);
  const [value, ...moreValues] = attribute?.values ?? [];
  if (value === undefined || more.length > 0 || moreValues.length > 0) return undefined;
  return readOrUndefined(() => readOctetString(parseDer(value)));
}

function contentTypeFaults(list: readonly Attribute[], contentType: string): readonly AttributeFault[] {
  const found = findAttributes(list, OIDS.contentType);
  const value = found[0]?.values[0];
  if (value === undefined) return ['CONTENT_TYPE_MISSING'];
  if (isRepeated(found)) return ['CONTENT_TYPE_REPEATED'];
  return readOrUndefined(() => readOid(parseDer(value))) === contentType ? [] : ['CONTENT_TYPE_MISMATCH'];
}

function messageDigestFaults(list: readonly Attribute[]): readonly AttributeFault[] {
  const found = findAttributes(list, OIDS.messageDigest);
  const value = found[0]?.values[0];
  if (value === undefined) return ['MESSAGE_DIGEST_MISSING'];
  if (isRepeated(found)) return ['MESSAGE_DIGEST_REPEATED'];
  return readOrUndefined(() => readOctetString(parseDer(value))) === undefined ? ['MESSAGE_DIGEST_MALFORMED'] : [];
}

function isRepeated(found: readonly Attribute[]): boolean {
  return found.length > 1 || found.some(({ values }) => values.length > 1);
}

function isInDerOrder(set: Bytes): boolean {
  const encodings = derChildren(parseDer(set)).map(derRaw);
  return encodings.every((encoding, index) => index === 0 || compareEncodings(encodings[index - 1] ?? encoding, encoding) <= 0);
}

/** True when there is no CMSAlgorithmProtection, or when it repeats the identifiers of the SignerInfo. */
function protectsAlgorithms(list: readonly Attribute[], signerInfo: SignerInfo): boolean {
  const value = findAttributes(list, OIDS.cmsAlgorithmProtection)[0]?.values[0];
  if (value === undefined) return true;
  const named = readOrUndefined(() => {
    const fields = new DerFields(parseDer(value));
    const digest = derRaw(fields.take(TAGS.SEQUENCE));
    const signature = fields.any();
    fields.end();
    return isContext(signature, 1) ? { digest, signature: retag(derRaw(signature), 0x30) } : undefined;
  });
  if (named === undefined) return false;
  return sameIdentifier(named.digest, signerInfo.digestAlgorithm.raw) && sameIdentifier(named.signature, signerInfo.signatureAlgorithm);
}

/** Equal identifiers; absent and NULL parameters are the same (RFC 6211 §3), and so are PSS defaults spelled out. */
function sameIdentifier(left: Bytes, right: Bytes): boolean {
  return equalBytes(withoutNull(left), withoutNull(right)) || samePssIdentifier(left, right);
}

function samePssIdentifier(left: Bytes, right: Bytes): boolean {
  const [first, second] = [left, right].map((identifier) => readOrUndefined(() => signatureAlgorithmFromDer(identifier)));
  if (first?.name !== 'RSASSA-PSS' || second?.name !== 'RSASSA-PSS') return false;
  return first.digest === second.digest && first.mgfDigest === second.mgfDigest && first.saltLength === second.saltLength;
}

function withoutNull(identifier: Bytes): Bytes {
  const length = identifier.length;
  const endsWithNull = identifier[length - 2] === TAGS.NULL && identifier[length - 1] === 0 && identifier[1] === length - 2;
  if (!endsWithNull) return identifier;
  const shorter = identifier.slice(0, -2);
  shorter[1] = length - 4;
  return shorter;
}

function readOrUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error || error instanceof CryptoError) return undefined;
    throw error;
  }
}
