import {
  Asn1Error,
  DerFields,
  type DerNode,
  derChildren,
  derContent,
  encodeOid,
  OIDS,
  parseDer,
  readSequence,
  readTime,
  TAGS,
} from '../../asn1/index.ts';
import { type Extension, readExtensions, serialText } from '../extensions.ts';
import { type GeneralName, readGeneralName } from '../general-name.ts';
import { type RevocationReason, revocationReason } from './crl-reasons.ts';

/** One certificate on a CRL. */
export interface RevokedEntry {
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly revokedAt: Date;
  readonly reason?: RevocationReason;
  readonly invalidityDate?: Date;
}

/** The entries as offsets into the CRL: entries become values one at a time, when they are asked for. */
export interface CrlEntries {
  readonly bytes: Uint8Array;
  /** Content of revokedCertificates; start and end are equal where it is absent. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Where the certificates' issuer changes, in order; from the start it is the CRL's issuer (RFC 5280 §5.3.3). */
  readonly issuers: readonly { readonly from: number; readonly names: readonly GeneralName[] }[];
  /** Object identifiers of critical entry extensions that are not processed. */
  readonly unknownCritical: readonly string[];
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const CERTIFICATE_ISSUER = encodeOid(OIDS.certificateIssuer);
/** Entry extensions whose meaning is taken into account. */
const PROCESSED: ReadonlySet<string> = new Set([OIDS.crlReason, OIDS.invalidityDate, OIDS.certificateIssuer]);

/** Walks over all entries once and keeps nothing of those that are plain. @throws Asn1Error */
export function scanCrlEntries(bytes: Uint8Array, start: number, end: number): CrlEntries {
  const issuers: { readonly from: number; readonly names: readonly GeneralName[] }[] = [];
  const unknownCritical = new Set<string>();
  let count = 0;
  for (let at = start; at < end; count += 1) {
    const entryStart = contentStart(bytes, at, end, SEQUENCE);
    const next = contentEnd(bytes, at, end);
    contentStart(bytes, entryStart, next, INTEGER);
    const date = contentEnd(bytes, entryStart, next);
    if (bytes[date] !== UTC_TIME && bytes[date] !== GENERALIZED_TIME) throw unexpected('a revocation date', date);
    const extensions = contentEnd(bytes, date, next);
    if (extensions < next && !isPlain(bytes, extensions, next)) readCritical(parseDer(bytes.subarray(extensions, next)), at);
    at = next;
  }
  return { bytes, start, end, count, issuers, unknownCritical: [...unknownCritical] };

  function readCritical(node: DerNode, from: number): void {
    for (const { oid, critical, value } of readExtensions(node)) {
      if (oid === OIDS.certificateIssuer) issuers.push({ from, names: derChildren(asSequence(value)).map(readGeneralName) });
      else if (critical && !PROCESSED.has(oid)) unknownCritical.add(oid);
    }
  }
}

/** True where no extension is critical and none names an issuer: only the others are read at once. */
function isPlain(bytes: Uint8Array, at: number, end: number): boolean {
  const listEnd = contentEnd(bytes, at, end);
  if (listEnd !== end) throw unexpected('the end of an entry', listEnd);
  for (let extension = contentStart(bytes, at, end, SEQUENCE); extension < end;) {
    const next = contentEnd(bytes, extension, end);
    const oid = contentStart(bytes, extension, end, SEQUENCE);
    const value = contentEnd(bytes, oid, next);
    if (bytes[value] !== OCTET_STRING || startsWith(bytes, oid, CERTIFICATE_ISSUER)) return false;
    if (contentEnd(bytes, value, next) !== next) throw unexpected('the end of an extension', value);
    extension = next;
  }
  return true;
}

/** The entry of a serial number; of an indirect CRL the one under the certificate's issuer. @throws Asn1Error */
export function findEntry(
  entries: CrlEntries,
  serialNumberDer: Uint8Array,
  isIssuer: (names: readonly GeneralName[] | undefined) => boolean,
): RevokedEntry | undefined {
  const { bytes, end, issuers } = entries;
  let current = -1;
  for (let at = entries.start; at < end;) {
    const next = contentEnd(bytes, at, end);
    const following = issuers[current + 1];
    if (following !== undefined && at >= following.from) current += 1;
    const serial = contentStart(bytes, at, end, SEQUENCE);
    if (startsWith(bytes, serial, serialNumberDer) && isIssuer(issuers[current]?.names))
      return readEntry(parseDer(bytes.subarray(at, next)));
    at = next;
  }
  return undefined;
}

function readEntry(node: DerNode): RevokedEntry {
  const fields = new DerFields(node);
  const serialNumber = serialText(derContent(fields.take(TAGS.INTEGER)));
  const revokedAt = readTime(fields.any());
  const extensions = fields.takeOptional(TAGS.SEQUENCE);
  fields.end();
  const known = extensions === undefined ? [] : readExtensions(extensions);
  const reason = readReason(known);
  const invalidity = known.find(({ oid }) => oid === OIDS.invalidityDate);
  return {
    serialNumber,
    revokedAt,
    ...(reason === undefined ? {} : { reason }),
    ...(invalidity === undefined ? {} : { invalidityDate: readTime(parseDer(invalidity.value)) }),
  };
}

function readReason(extensions: readonly Extension[]): RevocationReason | undefined {
  const extension = extensions.find(({ oid }) => oid === OIDS.crlReason);
  return extension === undefined ? undefined : readReasonNumber(parseDer(extension.value));
}

/** CRLReason ::= ENUMERATED. A number that nobody knows is a reason nobody gave. */
export function readReasonNumber(node: DerNode): RevocationReason | undefined {
  const content = derContent(node);
  if (node.tagClass !== 'universal' || node.tagNumber !== TAGS.ENUMERATED || content.length !== 1) throw unexpected('a reason', node.start);
  return revocationReason(content[0] ?? 0);
}

function asSequence(value: Uint8Array): DerNode {
  const node = parseDer(value);
  readSequence(node);
  return node;
}

/** Offset of the content of the element at `at`, which must have this identifier octet. */
function contentStart(bytes: Uint8Array, at: number, end: number, identifier: number): number {
  if (at >= end || bytes[at] !== identifier) throw unexpected(`identifier ${identifier}`, at);
  const first = bytes[at + 1] ?? 0;
  return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
}

/** Offset behind the element at `at`: definite, shortest length, inside `end`. @see X.690 §10.1 */
export function contentEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at + 1];
  if (first === undefined || at + 2 > end) throw new Asn1Error('ASN1_TRUNCATED', `expected an element at ${at}, got the end`);
  let length = first;
  let content = at + 2;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) throw new Asn1Error('ASN1_LENGTH_MALFORMED', `expected a definite length at ${at}`);
    length = 0;
    for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[content + index] ?? 0);
    if (length < 0x80 || bytes[content] === 0) throw new Asn1Error('ASN1_LENGTH_NOT_MINIMAL', `expected the shortest length at ${at}`);
    content += octets;
  }
  if (content + length > end) throw new Asn1Error('ASN1_TRUNCATED', `expected ${length} content octets at ${at}`);
  return content + length;
}

function startsWith(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  for (let index = 0; index < prefix.length; index += 1) if (bytes[at + index] !== prefix[index]) return false;
  return true;
}

function unexpected(what: string, at: number): Asn1Error {
  return new Asn1Error('ASN1_TAG_UNEXPECTED', `expected ${what} at ${at}`);
}
