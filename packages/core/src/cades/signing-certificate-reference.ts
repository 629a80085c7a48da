import {
  Asn1Error,
  DerFields,
  type DerNode,
  derRaw,
  isContext,
  OIDS,
  readExplicit,
  readOctetString,
  readOid,
  readSequence,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, equalBytes } from '../bytes/index.ts';
import { CmsError, findSingleValue, type SignerInfo } from '../cms/index.ts';
import { type AnyDigestAlgorithm, digest, findDigestAlgorithm } from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';
import { CadesError } from './cades-error.ts';

/** A reference to a certificate by its digest. */
export interface CertificateReference {
  readonly version: 1 | 2;
  /** Undefined when Sealkit does not know the algorithm. */
  readonly digestAlgorithm?: AnyDigestAlgorithm;
  readonly digest: Bytes;
  /** DER of issuer name and serial number, where the reference gives a directory name. */
  readonly issuerSerial?: { readonly issuer: Bytes; readonly serialNumber: Bytes };
}

/** How the signed reference and the certificate relate; the first reference is the signer's. */
export type SigningCertificateMatch = 'matches' | 'differs' | 'absent' | 'malformed' | 'unsupported';

/**
 * References of signing-certificate-v2, else of signing-certificate (SHA-1), the signer's first; empty when neither is there.
 *
 * @throws {@link CadesError} `CADES_ATTRIBUTE_MALFORMED`
 * @see RFC 5035 §3, §4; EN 319 122-1 §5.2.2
 */
export function readSigningCertificateReferences(signerInfo: SignerInfo): readonly CertificateReference[] {
  try {
    const attributes = signerInfo.signedAttributes?.list ?? [];
    const second = findSingleValue(attributes, OIDS.signingCertificateV2);
    if (second !== undefined) return readReferences(second, 2);
    const first = findSingleValue(attributes, OIDS.signingCertificate);
    return first === undefined ? [] : readReferences(first, 1);
  } catch (cause) {
    if (cause instanceof Asn1Error || cause instanceof CmsError)
      throw new CadesError('CADES_ATTRIBUTE_MALFORMED', 'expected a signing-certificate attribute', { cause });
    throw cause;
  }
}

/** Whether the first signed reference has the digest of this certificate, which alone decides (RFC 5035 §5). */
export async function matchSigningCertificate(
  signerInfo: SignerInfo,
  certificate: Pick<Certificate, 'raw' | 'issuer' | 'serialNumberDer'>,
): Promise<SigningCertificateMatch> {
  let references: readonly CertificateReference[];
  try {
    references = readSigningCertificateReferences(signerInfo);
  } catch (error) {
    if (error instanceof CadesError) return 'malformed';
    throw error;
  }
  const [reference] = references;
  if (reference === undefined) return 'absent';
  if (reference.digestAlgorithm === undefined) return 'unsupported';
  return equalBytes(reference.digest, await digest(reference.digestAlgorithm, certificate.raw)) ? 'matches' : 'differs';
}

function readReferences(node: DerNode, version: 1 | 2): readonly CertificateReference[] {
  const fields = new DerFields(node);
  return readSequence(fields.take(TAGS.SEQUENCE)).map((entry) => {
    const reference = new DerFields(entry);
    const identifier = version === 2 ? reference.takeOptional(TAGS.SEQUENCE) : undefined;
    const value = readOctetString(reference.take(TAGS.OCTET_STRING));
    const issuerSerial = reference.takeOptional(TAGS.SEQUENCE);
    reference.end();
    const algorithm =
      identifier === undefined ? DEFAULT_DIGEST[version] : findDigestAlgorithm(readOid(new DerFields(identifier).take(TAGS.OID)));
    const named = issuerSerial === undefined ? undefined : readIssuerSerial(issuerSerial);
    return {
      version,
      digest: value,
      ...(algorithm === undefined ? {} : { digestAlgorithm: algorithm }),
      ...(named === undefined ? {} : { issuerSerial: named }),
    };
  });
}

const DEFAULT_DIGEST = { 1: 'SHA-1', 2: 'SHA-256' } as const;

function readIssuerSerial(node: DerNode): CertificateReference['issuerSerial'] {
  const fields = new DerFields(node);
  const directoryName = readSequence(fields.take(TAGS.SEQUENCE)).find((name) => isContext(name, 4));
  const serialNumber = derRaw(fields.take(TAGS.INTEGER));
  return directoryName === undefined ? undefined : { issuer: derRaw(readExplicit(directoryName)), serialNumber };
}
