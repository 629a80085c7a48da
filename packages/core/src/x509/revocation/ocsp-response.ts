import {
  Asn1Error,
  DerFields,
  type DerNode,
  derContent,
  derRaw,
  isContext,
  isUniversal,
  OIDS,
  parseDer,
  readBitString,
  readExplicit,
  readInteger,
  readOctetString,
  readOid,
  readSequence,
  readTime,
  TAGS,
} from '../../asn1/index.ts';
import { type Bytes, copyBytes, encodeHex } from '../../bytes/index.ts';
import { type Extension, readExtensions } from '../extensions.ts';
import { type Name, readName } from '../name.ts';
import { X509Error } from '../x509-error.ts';
import { type CertId, readCertId } from './cert-id.ts';
import { readReasonNumber } from './crl-entries.ts';
import type { RevocationReason } from './crl-reasons.ts';

/** OCSPResponseStatus by number; 4 is unused (RFC 6960 §4.2.1). */
const STATUSES = ['successful', 'malformedRequest', 'internalError', 'tryLater', undefined, 'sigRequired', 'unauthorized'] as const;
export type OcspResponseStatus = NonNullable<(typeof STATUSES)[number]>;

export type ResponderId =
  | { readonly kind: 'byName'; readonly name: Name }
  /** SHA-1 over the key's octets, lower-case hexadecimal. */
  | { readonly kind: 'byKey'; readonly keyHash: string };

/** What a responder says of one certificate. */
export interface SingleResponse {
  readonly certId: CertId;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** From then on the responder keeps what it knows of expired certificates (§4.4.4). */
  readonly archiveCutoff?: Date;
  readonly unknownCriticalExtensions: readonly string[];
}

/** A BasicOCSPResponse as received. Parsing it says nothing about whether it holds. */
export interface BasicOcspResponse {
  /** The octets that the responder signed. */
  readonly tbs: Bytes;
  readonly responderId: ResponderId;
  readonly producedAt: Date;
  readonly responses: readonly SingleResponse[];
  readonly nonce?: Bytes;
  readonly unknownCriticalExtensions: readonly string[];
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Bytes;
  readonly signature: Bytes;
  /** DER of the certificates that came along; nothing is trusted because it lies here. */
  readonly certificates: readonly Bytes[];
}

export interface OcspResponse {
  readonly raw: Bytes;
  readonly status: OcspResponseStatus;
  /** Of a successful response of type id-pkix-ocsp-basic. */
  readonly basic?: BasicOcspResponse;
}

/** Octets of a response, certificates in it and answers in it at most. */
export const OCSP_LIMITS: { readonly length: number; readonly certificates: number; readonly responses: number } = {
  length: 64 * 1024,
  certificates: 32,
  responses: 256,
};

/**
 * Reads one OCSPResponse in strict DER that fills the octets exactly.
 *
 * @throws {@link X509Error} `X509_OCSP_MALFORMED`
 * @see RFC 6960 §4.2.1
 */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  try {
    return readResponse(copyBytes(der));
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new X509Error('X509_OCSP_MALFORMED', `OCSP response: ${cause.message}`, { cause });
    throw cause;
  }
}

function readResponse(raw: Bytes): OcspResponse {
  const fields = new DerFields(parseDer(raw, { maxLength: OCSP_LIMITS.length }));
  const status = readStatus(fields.take(TAGS.ENUMERATED));
  const bytesField = fields.takeContext(0);
  fields.end();
  // §4.2.1: an error carries no response, a success does.
  if ((status === 'successful') !== (bytesField !== undefined)) throw malformed('response bytes where the status is successful');
  if (bytesField === undefined) return { raw, status };
  const responseBytes = new DerFields(readExplicit(bytesField));
  const type = readOid(responseBytes.take(TAGS.OID));
  const response = readOctetString(responseBytes.take(TAGS.OCTET_STRING));
  responseBytes.end();
  if (type !== OIDS.ocspBasic) throw malformed(`a basic response, got type ${type}`);
  return { raw, status, basic: readBasicResponse(parseDer(response)) };
}

function readStatus(node: DerNode): OcspResponseStatus {
  const content = derContent(node);
  const status = content.length === 1 ? STATUSES[content[0] ?? -1] : undefined;
  if (status === undefined) throw malformed(`a known status, got ${encodeHex(content.subarray(0, 4))}`);
  return status;
}

function readBasicResponse(node: DerNode): BasicOcspResponse {
  const fields = new DerFields(node);
  const tbs = fields.take(TAGS.SEQUENCE);
  const signatureAlgorithm = derRaw(fields.take(TAGS.SEQUENCE));
  const signature = readBitString(fields.take(TAGS.BIT_STRING));
  const certificatesField = fields.takeContext(0);
  fields.end();
  if (signature.unusedBits !== 0) throw malformed('a signature of whole octets');
  const certificates = certificatesField === undefined ? [] : readSequence(readExplicit(certificatesField)).map(derRaw);
  if (certificates.length > OCSP_LIMITS.certificates) throw malformed(`at most ${OCSP_LIMITS.certificates} certificates`);
  return { tbs: derRaw(tbs), ...readResponseData(tbs), signatureAlgorithm, signature: signature.bytes, certificates };
}

function readResponseData(node: DerNode): Omit<BasicOcspResponse, 'tbs' | 'signatureAlgorithm' | 'signature' | 'certificates'> {
  const fields = new DerFields(node);
  const version = fields.takeContext(0);
  if (version !== undefined && readInteger(readExplicit(version)) !== 0n) throw malformed('version 1');
  const responderId = readResponderId(fields.any());
  const producedAt = readTime(fields.take(TAGS.GENERALIZED_TIME));
  const list = readSequence(fields.take(TAGS.SEQUENCE));
  const extensionsField = fields.takeContext(1);
  fields.end();
  if (list.length > OCSP_LIMITS.responses) throw malformed(`at most ${OCSP_LIMITS.responses} answers`);
  const extensions = extensionsField === undefined ? [] : readExtensions(readExplicit(extensionsField));
  const nonce = extensions.find(({ oid }) => oid === OIDS.ocspNonce);
  return {
    responderId,
    producedAt,
    responses: list.map(readSingleResponse),
    ...(nonce === undefined ? {} : { nonce: readNonce(nonce.value) }),
    unknownCriticalExtensions: unknownCritical(extensions, OIDS.ocspNonce),
  };
}

function readResponderId(node: DerNode): ResponderId {
  if (isContext(node, 1)) return { kind: 'byName', name: readName(readExplicit(node)) };
  if (isContext(node, 2)) return { kind: 'byKey', keyHash: encodeHex(readOctetString(readExplicit(node))) };
  throw malformed('a responder by name or by key');
}

function readSingleResponse(node: DerNode): SingleResponse {
  const fields = new DerFields(node);
  const certId = readCertId(fields.take(TAGS.SEQUENCE));
  const status = readCertStatus(fields.any());
  const thisUpdate = readTime(fields.take(TAGS.GENERALIZED_TIME));
  const next = fields.takeContext(0);
  const extensionsField = fields.takeContext(1);
  fields.end();
  const extensions = extensionsField === undefined ? [] : readExtensions(readExplicit(extensionsField));
  const cutoff = extensions.find(({ oid }) => oid === OIDS.ocspArchiveCutoff);
  return {
    certId,
    ...status,
    thisUpdate,
    ...(next === undefined ? {} : { nextUpdate: readTime(generalizedTime(readExplicit(next))) }),
    ...(cutoff === undefined ? {} : { archiveCutoff: readTime(parseDer(cutoff.value)) }),
    unknownCriticalExtensions: unknownCritical(extensions, OIDS.ocspArchiveCutoff),
  };
}

function readCertStatus(node: DerNode): Pick<SingleResponse, 'status' | 'revokedAt' | 'reason'> {
  if (isContext(node, 0) && node.end === node.contentStart) return { status: 'good' };
  if (isContext(node, 2) && node.end === node.contentStart) return { status: 'unknown' };
  if (!isContext(node, 1)) throw malformed('good, revoked or unknown');
  const [time, reason, ...more] = revokedFields(node);
  if (time === undefined || more.length > 0 || (reason !== undefined && !isContext(reason, 0))) throw malformed('a revocation time');
  const named = reason === undefined ? undefined : readReasonNumber(readExplicit(reason));
  return { status: 'revoked', revokedAt: readTime(generalizedTime(time)), ...(named === undefined ? {} : { reason: named }) };
}

/** RevokedInfo behind an implicit tag. */
function revokedFields(node: DerNode): readonly DerNode[] {
  return readSequence({ ...node, tagClass: 'universal', tagNumber: TAGS.SEQUENCE });
}

function generalizedTime(node: DerNode): DerNode {
  if (!isUniversal(node, TAGS.GENERALIZED_TIME)) throw malformed('a GeneralizedTime');
  return node;
}

/** An OCTET STRING inside; responders before RFC 8954 echoed bare octets. */
function readNonce(value: Bytes): Bytes {
  try {
    return readOctetString(parseDer(value));
  } catch (error) {
    if (error instanceof Asn1Error) return value;
    throw error;
  }
}

function unknownCritical(extensions: readonly Extension[], known: string): readonly string[] {
  return extensions.filter(({ critical, oid }) => critical && oid !== known).map(({ oid }) => oid);
}

function malformed(expected: string): X509Error {
  return new X509Error('X509_OCSP_MALFORMED', `OCSP response: expected ${expected}`);
}
