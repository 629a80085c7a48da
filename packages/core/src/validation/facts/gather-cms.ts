import { Asn1Error, DerFields, OIDS, parseDer, readInteger, readOid, TAGS } from '../../asn1/index.ts';
import { type Bytes, encodeBase64, equalBytes } from '../../bytes/index.ts';
import { CadesError, matchSigningCertificate, readSigningCertificateReferences } from '../../cades/index.ts';
import {
  CmsError,
  type SignedData,
  type SignerInfo,
  findAttributeFaults,
  findClaimedSigningTime,
  findMessageDigest,
  parseSignedData,
  verifySignerInfo,
} from '../../cms/index.ts';
import { signatureAlgorithmFromDer, signatureAlgorithmName, type VerificationAlgorithm } from '../../crypto/index.ts';
import { type Certificate, equalNames, readName, X509Error } from '../../x509/index.ts';
import { repeatsAlgorithms } from './algorithm-protection.ts';
import type { AlgorithmFacts, CmsFacts, SignerFacts } from './cms-facts.ts';
import { identifySigner } from './identify-signer.ts';
import { commitmentsOf } from './commitments.ts';
import { type SignedContent, contentOfBytes } from './signed-content.ts';

/** How the content of a CMS relates to what is signed. */
export type ContentKind =
  /** The content lies outside. */
  | 'detached'
  /** The content lies inside and is what is signed. */
  | 'encapsulated'
  /** The content inside is the SHA-1 digest of what is signed (adbe.pkcs7.sha1). */
  | 'encapsulated-digest'
  /** The content inside is a TSTInfo whose imprint is over what is signed. */
  | 'time-stamp';

export interface CmsQuery {
  readonly signedData: SignedData;
  readonly signerInfo: SignerInfo;
  readonly kind: ContentKind;
  /** What is signed; absent where a detached content was not given. */
  readonly content?: SignedContent;
  /** Imprint of a TSTInfo: algorithm object identifier and value. */
  readonly imprint?: { readonly matches: boolean | null };
  /** Certificates beside those of the container. */
  readonly known: readonly Certificate[];
}

export interface GatheredSigner {
  readonly signer: SignerFacts;
  readonly certificate: Certificate | undefined;
}

/** Reads the container; a fault is a code, not an exception. `length` is what it takes of the octets. */
export function readSignedData(bytes: Uint8Array, allowTrailing: boolean): { signedData: SignedData } | { fault: string } {
  try {
    return { signedData: parseSignedData(bytes, { allowTrailing }) };
  } catch (error) {
    if (error instanceof CmsError) return { fault: error.code };
    throw error;
  }
}

export function cmsFactsOf(signedData: SignedData, signer: SignerFacts | null): CmsFacts {
  return {
    fault: null,
    repairs: [...signedData.notices.map(({ code }) => code), ...(hasExpectedVersion(signedData) ? [] : ['VERSION_DOES_NOT_FOLLOW'])],
    contentType: signedData.contentType,
    encapsulated: signedData.content !== undefined,
    signerInfos: signedData.signerInfos.length,
    certificates: signedData.certificates.length,
    signer,
  };
}

/** The version follows from what lies inside; another one was written by somebody who does not know, or after signing. @see RFC 5652 §5.1 */
function hasExpectedVersion({ version, contentType, signerInfos, notices, ocspResponses }: SignedData): boolean {
  if (notices.some(({ code }) => code === 'CERTIFICATE_FORMAT_UNKNOWN' || code === 'REVOCATION_FORMAT_UNKNOWN')) return version >= 3;
  if (ocspResponses.length > 0) return version === 5;
  const expected = contentType !== OIDS.data || signerInfos.some((signerInfo) => signerInfo.version === 3) ? 3 : 1;
  return version === expected;
}

export function brokenCms(fault: string): CmsFacts {
  return { fault, repairs: [], contentType: null, encapsulated: false, signerInfos: 0, certificates: 0, signer: null };
}

/** Verifies one signature and notes what its attributes say. */
export async function gatherSigner(query: CmsQuery): Promise<GatheredSigner> {
  const { signedData, signerInfo } = query;
  const certificate = await identifySigner(signerInfo, signedData.certificates, query.known);
  const content = signedContentOf(query);
  const digestName = signerInfo.digestAlgorithm.name;
  const contentDigest = content === undefined || digestName === undefined ? undefined : await content.digest(digestName);
  const verified =
    certificate === undefined || contentDigest === undefined
      ? undefined
      : await verifySignerInfo({
          signerInfo,
          certificate,
          contentType: signedData.contentType,
          contentDigest,
          ...(signerInfo.signedAttributes === undefined && content !== undefined ? { content: await content.bytes() } : {}),
        });
  const algorithm = verified?.signatureAlgorithm ?? readSignatureAlgorithm(signerInfo, certificate);
  const faults: string[] = [...(verified?.attributeFaults ?? findAttributeFaults(signerInfo, signedData.contentType))];
  if (!hasDerSerial(signerInfo)) faults.push('SERIAL_NUMBER_NOT_DER');
  const signer: SignerFacts = {
    digestAlgorithm: { oid: signerInfo.digestAlgorithm.oid, name: digestName ?? null, digest: digestName ?? null },
    signatureAlgorithm: algorithmFacts(signerInfo, algorithm),
    hasSignedAttributes: signerInfo.signedAttributes !== undefined,
    attributeFaults: faults,
    messageDigestMatches: combine(
      await digestMatches(query, contentDigest, signerInfo, verified?.messageDigestMatches, verified?.signatureValue),
      query.imprint,
    ),
    repeatsAlgorithms: repeatsAlgorithms(signerInfo),
    signatureValue: verified?.signatureValue ?? 'not-verified',
    signedAttributes: (signerInfo.signedAttributes?.list ?? []).map(({ type }) => type),
    unsignedAttributes: signerInfo.unsignedAttributes.map(({ type }) => type),
    commitments: commitmentsOf(signerInfo),
    signingTime: findClaimedSigningTime(signerInfo)?.toISOString() ?? null,
    identifierExact: certificate === undefined ? null : isExactIdentifier(signerInfo, certificate),
    certificate: certificate === undefined ? null : encodeBase64(certificate.raw),
    certificateInside: certificate === undefined ? null : signedData.certificates.some((der) => equalBytes(der, certificate.raw)),
    ...(await referenceFacts(signerInfo, certificate)),
  };
  return { signer, certificate };
}

function isExactIdentifier({ sid }: SignerInfo, certificate: Certificate): boolean {
  return sid.kind !== 'issuerAndSerial' || equalBytes(sid.issuer.raw, certificate.issuer.raw);
}

function signedContentOf(query: CmsQuery): SignedContent | undefined {
  if (query.kind === 'detached') return query.content;
  return query.signedData.content === undefined ? undefined : contentOfBytes(query.signedData.content);
}

/** A serial number that is no DER INTEGER is refused by strict readers: such a signature means different things to different programs. */
function hasDerSerial({ sid }: SignerInfo): boolean {
  if (sid.kind !== 'issuerAndSerial') return true;
  try {
    readInteger(parseDer(sid.serialNumberDer));
    return true;
  } catch (error) {
    if (error instanceof Asn1Error) return false;
    throw error;
  }
}

async function digestMatches(
  query: CmsQuery,
  contentDigest: Bytes | undefined,
  signerInfo: SignerInfo,
  attribute: boolean | null | undefined,
  value: string | undefined,
): Promise<boolean | null> {
  if (contentDigest === undefined) return null;
  const own =
    attribute ?? (signerInfo.signedAttributes === undefined ? withoutAttributes(value) : attributeMatches(signerInfo, contentDigest));
  if (own !== true || query.kind !== 'encapsulated-digest') return own;
  if (query.content === undefined) return null;
  return equalBytes(query.signedData.content ?? new Uint8Array(), await query.content.digest('SHA-1'));
}

/** Without signed attributes the signature value alone speaks about the content. */
function withoutAttributes(value: string | undefined): boolean | null {
  return value === 'valid' ? true : null;
}

function attributeMatches(signerInfo: SignerInfo, contentDigest: Bytes): boolean {
  const value = findMessageDigest(signerInfo);
  return value !== undefined && equalBytes(value, contentDigest);
}

function combine(own: boolean | null, imprint: CmsQuery['imprint']): boolean | null {
  if (imprint === undefined || own === false) return own;
  return imprint.matches === false ? false : imprint.matches === null ? null : own;
}

/** The algorithm of a signature; undefined where its identifier cannot be read. */
export function readSignatureAlgorithm(signerInfo: SignerInfo, certificate: Certificate | undefined): VerificationAlgorithm | undefined {
  try {
    return signatureAlgorithmFromDer(signerInfo.signatureAlgorithm, certificate?.spki, signerInfo.digestAlgorithm.name);
  } catch {
    return undefined;
  }
}

function algorithmFacts(signerInfo: SignerInfo, algorithm: VerificationAlgorithm | undefined): AlgorithmFacts {
  const oid = readIdentifier(signerInfo.signatureAlgorithm);
  if (algorithm === undefined || algorithm.name === 'unknown') return { oid, name: null, digest: null };
  return { oid, name: signatureAlgorithmName(algorithm), digest: algorithm.digest };
}

function readIdentifier(der: Bytes): string {
  try {
    return readOid(new DerFields(parseDer(der)).take(TAGS.OID));
  } catch (error) {
    if (error instanceof Asn1Error) return '';
    throw error;
  }
}

async function referenceFacts(
  signerInfo: SignerInfo,
  certificate: Certificate | undefined,
): Promise<Pick<SignerFacts, 'reference' | 'referenceMatches'>> {
  const reference = referenceKind(signerInfo);
  if (reference === null || certificate === undefined) return { reference, referenceMatches: null };
  const named = namesIssuer(signerInfo, certificate);
  return { reference, referenceMatches: named && (await matchSigningCertificate(signerInfo, certificate)) === 'matches' };
}

/** A reference that also gives issuer and serial number must give those of the certificate. @see RFC 5035 §5.4.1 */
function namesIssuer(signerInfo: SignerInfo, certificate: Certificate): boolean {
  try {
    const [first] = readSigningCertificateReferences(signerInfo);
    if (first?.issuerSerial === undefined) return true;
    const { issuer, serialNumber } = first.issuerSerial;
    return equalBytes(serialNumber, certificate.serialNumberDer) && equalNames(readName(parseDer(issuer)), certificate.issuer);
  } catch (error) {
    if (error instanceof CadesError || error instanceof Asn1Error || error instanceof X509Error) return false;
    throw error;
  }
}

function referenceKind(signerInfo: SignerInfo): SignerFacts['reference'] {
  try {
    const [first] = readSigningCertificateReferences(signerInfo);
    if (first === undefined) return null;
    return first.version === 2 ? 'signing-certificate-v2' : 'signing-certificate';
  } catch (error) {
    if (error instanceof CadesError) return 'signing-certificate-v2';
    throw error;
  }
}
