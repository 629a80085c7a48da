import { encodeContext, encodeOctetString, encodeOid, encodeSequence, encodeSet, encodeUtcOrGeneralizedTime, OIDS } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { digest } from '../crypto/index.ts';
import { encodeAttribute, encodeDigestIdentifier } from '../cms/index.ts';
import type { DigestEngine, SigningDigest } from '../ports/index.ts';
import { readCertificateParts } from '../x509/index.ts';
import { CadesError } from './cades-error.ts';

/** One signed assertion: its type and the DER of its value. */
export interface SignedAssertion {
  readonly oid: string;
  readonly value: Uint8Array;
}

export interface SignedAttributesOptions {
  /** id-data by default. */
  readonly contentType?: string;
  readonly messageDigest: Uint8Array;
  readonly digestAlgorithm: SigningDigest;
  /** DER of the signer's certificate, which the attributes bind. */
  readonly signingCertificate: Uint8Array;
  readonly assertions?: readonly SignedAssertion[];
  /** For acts without a permit only; PDF signatures carry the claimed time in `/M` instead. */
  readonly signingTime?: Date;
  /** Object identifier of the commitment. */
  readonly commitmentType?: string;
  /** Digests the signing certificate; WebCrypto by default. */
  readonly engine?: DigestEngine | undefined;
}

/**
 * The signed attributes of a CAdES B-B signature as DER SET OF, each once with one value: the octets to be signed.
 *
 * @throws {@link CadesError} `CADES_ASSERTION_REPEATED` when an assertion's type is given twice.
 * @see EN 319 122-1 §5.2, §6.3; RFC 5652 §5.4
 */
export async function encodeSignedAttributes(options: SignedAttributesOptions): Promise<Bytes> {
  return (await prepareSignedAttributes(options))(options.messageDigest);
}

/** The same for a digest that comes later, or for several: what does not depend on it is done once. */
export async function prepareSignedAttributes(
  options: Omit<SignedAttributesOptions, 'messageDigest'>,
): Promise<(messageDigest: Uint8Array) => Bytes> {
  const attributes = [
    encodeAttribute(OIDS.contentType, encodeOid(options.contentType ?? OIDS.data)),
    encodeAttribute(OIDS.signingCertificateV2, await encodeSigningCertificate(options)),
  ];
  if (options.assertions !== undefined && options.assertions.length > 0)
    attributes.push(encodeAttribute(OIDS.signerAttributesV2, encodeSignerAttributes(options.assertions)));
  if (options.signingTime !== undefined)
    attributes.push(encodeAttribute(OIDS.signingTime, encodeUtcOrGeneralizedTime(options.signingTime)));
  if (options.commitmentType !== undefined)
    attributes.push(encodeAttribute(OIDS.commitmentTypeIndication, encodeSequence(encodeOid(options.commitmentType))));
  return (messageDigest) => encodeSet(...attributes, encodeAttribute(OIDS.messageDigest, encodeOctetString(messageDigest)));
}

/** SigningCertificateV2 with one reference; SHA-256 is the default of the type and so left out (RFC 5035 §4). */
async function encodeSigningCertificate({
  signingCertificate: der,
  digestAlgorithm: algorithm,
  engine,
}: Omit<SignedAttributesOptions, 'messageDigest'>): Promise<Bytes> {
  const { issuer, serialNumber } = readCertificateParts(der);
  const directoryName = encodeContext(4, issuer, { constructed: true });
  const reference = encodeSequence(
    algorithm === 'SHA-256' ? new Uint8Array() : encodeDigestIdentifier(algorithm),
    encodeOctetString(await digest(algorithm, der, engine)),
    encodeSequence(encodeSequence(directoryName), serialNumber),
  );
  return encodeSequence(encodeSequence(reference));
}

/** SignerAttributeV2 with signed assertions alone (EN 319 122-1 §5.2.6.1). */
function encodeSignerAttributes(assertions: readonly SignedAssertion[]): Bytes {
  if (new Set(assertions.map(({ oid }) => oid)).size !== assertions.length)
    throw new CadesError('CADES_ASSERTION_REPEATED', 'expected each assertion once');
  const encoded = assertions.map(({ oid, value }) => encodeSequence(encodeOid(oid), value));
  return encodeSequence(encodeContext(2, encodeSequence(concatBytes(...encoded)), { constructed: true }));
}
