import {
  Asn1Error,
  DerFields,
  type DerNode,
  derChildren,
  derContent,
  derRaw,
  isContext,
  isUniversal,
  normalizeBer,
  OIDS,
  parseDer,
  readExplicit,
  readInteger,
  readOctetString,
  readOid,
  readSet,
  TAGS,
} from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { CryptoError } from '../crypto/index.ts';
import { X509Error } from '../x509/index.ts';
import { CmsError } from './cms-error.ts';
import { OCSP_RESPONSE_FORMAT } from './ocsp-response-format.ts';
import { type DigestIdentifier, readDigestIdentifier, readSignerInfo, type SignerInfo } from './signer-info.ts';

/** An oddity that the reader took in its stride; it changes no verdict by itself. */
export interface CmsNotice {
  readonly code:
    | 'BER_INDEFINITE_LENGTH'
    | 'BER_LENGTH_NOT_MINIMAL'
    | 'BER_STRING_IN_SEGMENTS'
    | 'CONTENT_NOT_OCTET_STRING'
    | 'CERTIFICATE_FORMAT_UNKNOWN'
    | 'REVOCATION_FORMAT_UNKNOWN'
    | 'VERSION_UNEXPECTED'
    | 'SIGNER_VERSION_UNEXPECTED'
    | 'DIGEST_ALGORITHM_NOT_ANNOUNCED';
  readonly offset?: number;
}

/** A SignedData as received. Parsing it says nothing about whether its signatures hold. */
export interface SignedData {
  /** The ContentInfo; made definite and minimal when notices name repairs. */
  readonly raw: Bytes;
  readonly version: number;
  readonly digestAlgorithms: readonly DigestIdentifier[];
  readonly contentType: string;
  /** Undefined for a detached signature. */
  readonly content?: Bytes;
  /** DER of X.509 certificates. */
  readonly certificates: readonly Bytes[];
  /** DER of CRLs. */
  readonly crls: readonly Bytes[];
  /** DER of OCSP responses in `crls` (RFC 5940). */
  readonly ocspResponses: readonly Bytes[];
  readonly signerInfos: readonly SignerInfo[];
  readonly notices: readonly CmsNotice[];
  /** Octets of the input after the structure; empty unless `allowTrailing`. */
  readonly trailing: Bytes;
}

export interface ParseSignedDataOptions {
  /** Hands out what follows the structure (the padding of a PDF's hole) instead of refusing it. */
  readonly allowTrailing?: boolean;
}

const MAX_SIGNER_INFOS = 256;
const MAX_CERTIFICATES = 1024;

/**
 * Reads a ContentInfo that holds a SignedData, in DER or in the BER of other makers (named in the notices).
 *
 * @throws {@link CmsError} `CMS_MALFORMED`, `CMS_NOT_SIGNED_DATA`, `CMS_TRAILING_BYTES`, `CMS_ATTRIBUTE_MALFORMED`,
 * `CMS_LIMIT_EXCEEDED`
 * @see RFC 5652 §3, §5.1; RFC 2315 §9.1
 */
export function parseSignedData(bytes: Uint8Array, options: ParseSignedDataOptions = {}): SignedData {
  return asCmsError(() => {
    const { root, notices, trailing } = parseContainer(bytes);
    if (trailing.length > 0 && options.allowTrailing !== true)
      throw new CmsError('CMS_TRAILING_BYTES', `expected the end of the structure, got ${trailing.length} more octets`);
    return { ...readContentInfo(root, notices), trailing };
  });
}

/** Turns the errors of lower layers into this layer's, once. */
export function asCmsError<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cmsErrorOf(cause);
  }
}

/** The error of this layer for one of a lower layer; any other is handed back. */
export function cmsErrorOf(cause: unknown): unknown {
  if (cause instanceof Asn1Error && cause.code === 'ASN1_LIMIT_EXCEEDED')
    return new CmsError('CMS_LIMIT_EXCEEDED', 'expected a structure within limits', { cause });
  if (cause instanceof Asn1Error || cause instanceof X509Error || cause instanceof CryptoError)
    return new CmsError('CMS_MALFORMED', `expected CMS: ${cause.message}`, { cause });
  return cause;
}

function parseContainer(bytes: Uint8Array): { readonly root: DerNode; readonly notices: readonly CmsNotice[]; readonly trailing: Bytes } {
  try {
    return { root: parseDer(bytes), notices: [], trailing: new Uint8Array() };
  } catch (error) {
    if (!(error instanceof Asn1Error) || !RECOVERABLE.has(error.code)) throw error;
  }
  const { der, repairs, trailing } = normalizeBer(bytes);
  return {
    root: parseDer(der),
    notices: repairs.map(({ code, offset }) => ({ code: `BER_${code}`, offset })),
    trailing: new Uint8Array(bytes.subarray(bytes.length - trailing)),
  };
}

const RECOVERABLE: ReadonlySet<string> = new Set(['ASN1_LENGTH_INDEFINITE', 'ASN1_LENGTH_NOT_MINIMAL', 'ASN1_TRAILING_BYTES']);

function readContentInfo(root: DerNode, notices: readonly CmsNotice[]): Omit<SignedData, 'trailing'> {
  const contentInfo = new DerFields(root);
  const type = readOid(contentInfo.take(TAGS.OID));
  if (type !== OIDS.signedData) throw new CmsError('CMS_NOT_SIGNED_DATA', `expected SignedData, got content of type ${type}`);
  const content = contentInfo.takeContext(0);
  contentInfo.end();
  if (content === undefined) throw new CmsError('CMS_MALFORMED', 'expected the content of SignedData');
  const fields = new DerFields(readExplicit(content));
  const version = Number(readInteger(fields.take(TAGS.INTEGER)));
  const digestAlgorithms = readSet(fields.take(TAGS.SET)).map(readDigestIdentifier);
  const encapsulated = readEncapsulated(fields.take(TAGS.SEQUENCE));
  const certificates = readCertificateSet(fields.takeContext(0));
  const revocation = readRevocationSet(fields.takeContext(1));
  const signerInfoNodes = readSet(fields.take(TAGS.SET));
  fields.end();
  if (signerInfoNodes.length > MAX_SIGNER_INFOS)
    throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_SIGNER_INFOS} signatures, got ${signerInfoNodes.length}`);
  const signerInfos = signerInfoNodes.map(readSignerInfo);
  return {
    raw: derRaw(root),
    version,
    digestAlgorithms,
    contentType: encapsulated.contentType,
    ...(encapsulated.content === undefined ? {} : { content: encapsulated.content }),
    certificates: certificates.found,
    crls: revocation.crls,
    ocspResponses: revocation.ocspResponses,
    signerInfos,
    notices: [
      ...notices,
      ...encapsulated.notices,
      ...certificates.notices,
      ...revocation.notices,
      ...(version === 1 || (version >= 3 && version <= 5) ? [] : [{ code: 'VERSION_UNEXPECTED' } as const]),
      ...signerNotices(signerInfos, digestAlgorithms),
    ],
  };
}

/** What no signature covers, yet says something else than the signed parts (RFC 5652 §5.1, §5.3). */
function signerNotices(signerInfos: readonly SignerInfo[], digestAlgorithms: readonly DigestIdentifier[]): readonly CmsNotice[] {
  const announced = new Set(digestAlgorithms.map(({ oid }) => oid));
  const notices: CmsNotice[] = [];
  if (signerInfos.some(({ version, sid }) => version !== (sid.kind === 'issuerAndSerial' ? 1 : 3)))
    notices.push({ code: 'SIGNER_VERSION_UNEXPECTED' });
  if (signerInfos.some(({ digestAlgorithm }) => !announced.has(digestAlgorithm.oid)))
    notices.push({ code: 'DIGEST_ALGORITHM_NOT_ANNOUNCED' });
  return notices;
}

function readEncapsulated(node: DerNode): {
  readonly contentType: string;
  readonly content?: Bytes;
  readonly notices: readonly CmsNotice[];
} {
  const fields = new DerFields(node);
  const contentType = readOid(fields.take(TAGS.OID));
  const field = fields.takeContext(0);
  fields.end();
  if (field === undefined) return { contentType, notices: [] };
  const inner = readExplicit(field);
  if (isUniversal(inner, TAGS.OCTET_STRING)) return { contentType, content: readOctetString(inner), notices: [] };
  // PKCS #7 v1.5 allows any type here, and signs its content octets.
  return { contentType, content: derContent(inner), notices: [{ code: 'CONTENT_NOT_OCTET_STRING', offset: inner.start }] };
}

function readCertificateSet(field: DerNode | undefined): { readonly found: readonly Bytes[]; readonly notices: readonly CmsNotice[] } {
  const nodes = field === undefined ? [] : derChildren(field);
  if (nodes.length > MAX_CERTIFICATES) throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_CERTIFICATES} certificates`);
  return {
    found: nodes.filter((node) => isUniversal(node, TAGS.SEQUENCE)).map(derRaw),
    notices: nodes
      .filter((node) => !isUniversal(node, TAGS.SEQUENCE))
      .map(({ start }) => ({ code: 'CERTIFICATE_FORMAT_UNKNOWN', offset: start })),
  };
}

function readRevocationSet(field: DerNode | undefined): {
  readonly crls: readonly Bytes[];
  readonly ocspResponses: readonly Bytes[];
  readonly notices: readonly CmsNotice[];
} {
  const crls: Bytes[] = [];
  const ocspResponses: Bytes[] = [];
  const notices: CmsNotice[] = [];
  for (const node of field === undefined ? [] : derChildren(field)) {
    if (isUniversal(node, TAGS.SEQUENCE)) crls.push(derRaw(node));
    else {
      const [format, value] = isContext(node, 1) ? derChildren(node) : [];
      if (isUniversal(format, TAGS.OID) && format && readOid(format) === OCSP_RESPONSE_FORMAT && value) ocspResponses.push(derRaw(value));
      else notices.push({ code: 'REVOCATION_FORMAT_UNKNOWN', offset: node.start });
    }
  }
  return { crls, ocspResponses, notices };
}
