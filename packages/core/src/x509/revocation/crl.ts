import {
  Asn1Error,
  DerFields,
  type DerNode,
  decodeBoolean,
  derContent,
  OIDS,
  parseDer,
  readBitString,
  readExplicit,
  readSmallInteger,
  readTime,
  TAGS,
} from '../../asn1/index.ts';
import { type Bytes, copyBytes, equalBytes } from '../../bytes/index.ts';
import type { Certificate } from '../certificate.ts';
import { type RevocationReasonFlag, readReasonFlags } from '../distribution-points.ts';
import { type AuthorityKeyIdentifier, type Extension, readAuthorityKeyIdentifier, readExtensions, serialText } from '../extensions.ts';
import { type DistributionPointName, readDistributionPointName } from '../general-name.ts';
import { equalNames, type Name, readName } from '../name.ts';
import { X509Error } from '../x509-error.ts';
import { contentEnd, type CrlEntries, findEntry, type RevokedEntry, scanCrlEntries } from './crl-entries.ts';

/** What a CRL covers. @see RFC 5280 §5.2.5 */
export interface IssuingDistributionPoint {
  readonly distributionPoint?: DistributionPointName;
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCACerts: boolean;
  /** All reasons when absent. */
  readonly onlySomeReasons?: readonly RevocationReasonFlag[];
  readonly indirectCrl: boolean;
  readonly onlyContainsAttributeCerts: boolean;
}

/** A CRL as received. Parsing it says nothing about whether it holds. */
export interface Crl {
  readonly raw: Bytes;
  /** The octets that the issuer signed. */
  readonly tbs: Bytes;
  readonly version: 1 | 2;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** DER AlgorithmIdentifier. */
  readonly signatureAlgorithm: Bytes;
  readonly signature: Bytes;
  /** Lower-case hexadecimal. */
  readonly crlNumber?: string;
  /** Number of the base CRL: this one is a delta CRL (§5.2.4). */
  readonly baseCrlNumber?: string;
  readonly authorityKeyId?: AuthorityKeyIdentifier;
  readonly issuingDistributionPoint?: IssuingDistributionPoint;
  /** From then on expired certificates stay on the list (X.509 expiredCertsOnCRL). */
  readonly expiredCertsOnCrl?: Date;
  readonly entries: CrlEntries;
  readonly extensions: readonly Extension[];
  /** Critical ones, of the list and of its entries, that are not processed: the list must not be relied on (§5.2, §5.3). */
  readonly unknownCriticalExtensions: readonly string[];
  readonly malformedExtensions: readonly string[];
}

/** Octets of a CRL at most. */
export const MAX_CRL_LENGTH: number = 32 * 1024 * 1024;

const PROCESSED: ReadonlySet<string> = new Set([
  OIDS.crlNumber,
  OIDS.deltaCrlIndicator,
  OIDS.issuingDistributionPoint,
  OIDS.authorityKeyIdentifier,
  OIDS.issuerAltName,
  OIDS.freshestCrl,
  OIDS.authorityInfoAccess,
  OIDS.expiredCertsOnCrl,
]);

/**
 * Reads one CRL in strict DER that fills the octets exactly. The entries are walked over once and not kept as values.
 *
 * @throws {@link X509Error} `X509_CRL_MALFORMED`
 * @see RFC 5280 §5.1
 */
export function parseCrl(der: Uint8Array): Crl {
  if (der.length > MAX_CRL_LENGTH) throw malformed(`at most ${MAX_CRL_LENGTH} octets, got ${der.length}`);
  return asCrlError(() => readCrl(copyBytes(der)));
}

/**
 * What the list says of a certificate: the entry with its serial number and, on an indirect CRL, its issuer.
 *
 * @throws {@link X509Error} `X509_CRL_MALFORMED` when the entry cannot be read
 * @see RFC 5280 §5.3.3
 */
export function findRevokedEntry(crl: Crl, certificate: Pick<Certificate, 'serialNumberDer' | 'issuer'>): RevokedEntry | undefined {
  const byCrlIssuer = equalNames(crl.issuer, certificate.issuer);
  return asCrlError(() =>
    findEntry(crl.entries, certificate.serialNumberDer, (names) =>
      names === undefined ? byCrlIssuer : names.some((name) => name.kind === 'directoryName' && equalNames(name.name, certificate.issuer)),
    ),
  );
}

function readCrl(bytes: Bytes): Crl {
  const [tbs, algorithm, value, ...more] = elements(bytes, 0, bytes.length);
  if (tbs === undefined || algorithm === undefined || value === undefined || more.length > 0) throw malformed('three fields');
  const signature = readBitString(parseDer(slice(bytes, value)));
  if (signature.unusedBits !== 0) throw malformed('a signature of whole octets');
  const fields = elements(bytes, tbs.start, tbs.end);
  const take = (tag: number): DerNode | undefined => {
    const field = fields[0];
    if (field === undefined || bytes[field.start] !== tag) return undefined;
    fields.shift();
    return parseDer(slice(bytes, field));
  };
  const versionNode = take(0x02);
  const version = versionNode === undefined ? 1 : readSmallInteger(versionNode) + 1;
  if (version !== 1 && version !== 2) throw malformed('version 1 or 2');
  const innerAlgorithm = fields.shift();
  // RFC 5280 §5.1.1.2: the identifier outside must be the signed one.
  if (innerAlgorithm === undefined || !equalBytes(slice(bytes, innerAlgorithm), slice(bytes, algorithm)))
    throw malformed('the same signature algorithm inside and outside');
  parseDer(slice(bytes, algorithm));
  const issuer = readName(required(take(0x30), 'an issuer'));
  const thisUpdate = readTime(required(take(0x17) ?? take(0x18), 'thisUpdate'));
  const nextUpdate = take(0x17) ?? take(0x18);
  const list = bytes[fields[0]?.start ?? -1] === 0x30 ? fields.shift() : undefined;
  const extensionsField = take(0xa0);
  if (fields.length > 0) throw malformed('the end of the list');
  if (extensionsField !== undefined && version !== 2) throw malformed('version 2 where extensions are');
  const entries = list === undefined ? scanCrlEntries(bytes, 0, 0) : scanCrlEntries(bytes, contentOf(bytes, list.start), list.end);
  const extensions = extensionsField === undefined ? [] : readExtensions(readExplicit(extensionsField));
  return {
    raw: bytes,
    tbs: slice(bytes, tbs),
    version,
    issuer,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate: readTime(nextUpdate) }),
    signatureAlgorithm: slice(bytes, algorithm),
    signature: signature.bytes,
    entries,
    extensions,
    ...viewExtensions(extensions, entries.unknownCritical),
  };
}

function viewExtensions(
  extensions: readonly Extension[],
  unknownInEntries: readonly string[],
): Omit<Crl, 'raw' | 'tbs' | 'version' | 'issuer' | 'thisUpdate' | 'signatureAlgorithm' | 'signature' | 'entries' | 'extensions'> {
  const malformedExtensions: string[] = [];
  const read = <K extends string, T>(key: K, oid: string, reader: (node: DerNode) => T): { readonly [name in K]?: T } => {
    const [extension, ...more] = extensions.filter((candidate) => candidate.oid === oid);
    if (extension === undefined) return {};
    try {
      if (more.length === 0) return { [key]: reader(parseDer(extension.value)) } as { readonly [name in K]?: T };
    } catch (error) {
      if (!(error instanceof Asn1Error)) throw error;
    }
    malformedExtensions.push(oid);
    return {};
  };
  const view = {
    ...read('crlNumber', OIDS.crlNumber, readNumber),
    ...read('baseCrlNumber', OIDS.deltaCrlIndicator, readNumber),
    ...read('authorityKeyId', OIDS.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    ...read('issuingDistributionPoint', OIDS.issuingDistributionPoint, readIssuingDistributionPoint),
    ...read('expiredCertsOnCrl', OIDS.expiredCertsOnCrl, readTime),
  };
  const unknown = extensions.filter(({ critical, oid }) => critical && !PROCESSED.has(oid)).map(({ oid }) => oid);
  return { ...view, malformedExtensions, unknownCriticalExtensions: [...unknown, ...unknownInEntries] };
}

function readNumber(node: DerNode): string {
  if (node.tagClass !== 'universal' || node.tagNumber !== TAGS.INTEGER) throw new Asn1Error('ASN1_TAG_UNEXPECTED', 'expected a CRL number');
  return serialText(derContent(node));
}

function readIssuingDistributionPoint(node: DerNode): IssuingDistributionPoint {
  const fields = new DerFields(node);
  const [point, user, authority, reasons, indirect, attribute] = [0, 1, 2, 3, 4, 5].map((tag) => fields.takeContext(tag));
  fields.end();
  return {
    ...(point === undefined ? {} : { distributionPoint: readDistributionPointName(point) }),
    onlyContainsUserCerts: readFlag(user),
    onlyContainsCACerts: readFlag(authority),
    ...(reasons === undefined ? {} : { onlySomeReasons: readReasonFlags(reasons) }),
    indirectCrl: readFlag(indirect),
    onlyContainsAttributeCerts: readFlag(attribute),
  };
}

function readFlag(field: DerNode | undefined): boolean {
  return field !== undefined && decodeBoolean(derContent(field));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The elements inside a SEQUENCE, without looking into them. */
function elements(bytes: Uint8Array, start: number, end: number): Range[] {
  if (bytes[start] !== 0x30) throw malformed(`a sequence at ${start}`);
  if (contentEnd(bytes, start, end) !== end) throw malformed(`the end at ${contentEnd(bytes, start, end)}`);
  const found: Range[] = [];
  for (let at = contentOf(bytes, start); at < end;) {
    const next = contentEnd(bytes, at, end);
    found.push({ start: at, end: next });
    at = next;
  }
  return found;
}

function contentOf(bytes: Uint8Array, start: number): number {
  const first = bytes[start + 1] ?? 0;
  return first < 0x80 ? start + 2 : start + 2 + (first & 0x7f);
}

function slice(bytes: Bytes, { start, end }: Range): Bytes {
  return bytes.slice(start, end);
}

function required(node: DerNode | undefined, what: string): DerNode {
  if (node === undefined) throw malformed(what);
  return node;
}

function asCrlError<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new X509Error('X509_CRL_MALFORMED', `CRL: ${cause.message}`, { cause });
    throw cause;
  }
}

function malformed(expected: string): X509Error {
  return new X509Error('X509_CRL_MALFORMED', `CRL: expected ${expected}`);
}
