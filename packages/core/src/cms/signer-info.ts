import {
  DerFields,
  type DerNode,
  derContent,
  derRaw,
  isContext,
  OIDS,
  parseDer,
  readInteger,
  readOctetString,
  readOid,
  readTime,
  TAGS,
  isUniversal,
} from '../asn1/index.ts';
import { type Bytes, encodeHex } from '../bytes/index.ts';
import { type AnyDigestAlgorithm, findDigestAlgorithm } from '../crypto/index.ts';
import { type Name, readName, serialText } from '../x509/index.ts';
import { type Attribute, findAttributes, readAttributes, readSignedAttributes, type SignedAttributes } from './attribute.ts';
import { CmsError } from './cms-error.ts';

/** How the signer's certificate is named. */
export type SignerIdentifier =
  | { readonly kind: 'issuerAndSerial'; readonly issuer: Name; readonly serialNumber: string; readonly serialNumberDer: Bytes }
  /** Lower-case hexadecimal. */
  | { readonly kind: 'subjectKeyId'; readonly keyIdentifier: string };

/** A digest's AlgorithmIdentifier; `name` is undefined when Sealkit does not know it. */
export interface DigestIdentifier {
  readonly raw: Bytes;
  readonly oid: string;
  readonly name?: AnyDigestAlgorithm;
}

/** One signature of a SignedData, as received. */
export interface SignerInfo {
  readonly raw: Bytes;
  readonly version: number;
  readonly sid: SignerIdentifier;
  readonly digestAlgorithm: DigestIdentifier;
  readonly signedAttributes?: SignedAttributes;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Bytes;
  readonly signature: Bytes;
  readonly unsignedAttributes: readonly Attribute[];
}

/** @see RFC 5652 §5.3 */
export function readSignerInfo(node: DerNode): SignerInfo {
  const fields = new DerFields(node);
  const version = Number(readInteger(fields.take(TAGS.INTEGER)));
  const sid = readSignerIdentifier(fields.any());
  const digestAlgorithm = readDigestIdentifier(fields.take(TAGS.SEQUENCE));
  const signed = fields.takeContext(0);
  const signatureAlgorithm = derRaw(fields.take(TAGS.SEQUENCE));
  const signature = readOctetString(fields.take(TAGS.OCTET_STRING));
  const unsigned = fields.takeContext(1);
  fields.end();
  return {
    raw: derRaw(node),
    version,
    sid,
    digestAlgorithm,
    ...(signed === undefined ? {} : { signedAttributes: readSignedAttributes(signed) }),
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsigned === undefined ? [] : readAttributes(unsigned),
  };
}

/** An AlgorithmIdentifier of a digest. */
export function readDigestIdentifier(node: DerNode): DigestIdentifier {
  const oid = readOid(new DerFields(node).take(TAGS.OID));
  const name = findDigestAlgorithm(oid);
  return { raw: derRaw(node), oid, ...(name === undefined ? {} : { name }) };
}

/** The signing time that the signer claims; undefined when it is absent or malformed. It proves nothing. */
export function findClaimedSigningTime(signerInfo: SignerInfo): Date | undefined {
  const [attribute] = findAttributes(signerInfo.signedAttributes?.list ?? [], OIDS.signingTime);
  const [value] = attribute?.values ?? [];
  if (value === undefined) return undefined;
  try {
    return readTime(parseDer(value));
  } catch {
    return undefined;
  }
}

function readSignerIdentifier(node: DerNode): SignerIdentifier {
  if (isContext(node, 0)) return { kind: 'subjectKeyId', keyIdentifier: encodeHex(derContent(node)) };
  if (!isUniversal(node, TAGS.SEQUENCE)) throw new CmsError('CMS_MALFORMED', 'expected a signer identifier');
  const fields = new DerFields(node);
  const issuer = readName(fields.take(TAGS.SEQUENCE));
  const serial = fields.take(TAGS.INTEGER);
  fields.end();
  return { kind: 'issuerAndSerial', issuer, serialNumber: serialText(derContent(serial)), serialNumberDer: derRaw(serial) };
}
