import { DerFields, type DerNode, derRaw, OIDS, parseDer, readOid, readSequence, readSet, readString } from '../asn1/index.ts';
import { type Bytes, encodeHex, encodeUtf8, equalBytes } from '../bytes/index.ts';

/** One attribute of a name. `text` is undefined where the value is no character string. */
export interface NameAttribute {
  readonly type: string;
  readonly text?: string;
  /** DER of the value. */
  readonly value: Bytes;
}

/** A distinguished name: its octets as received, and what people read. */
export interface Name {
  readonly raw: Bytes;
  /** RFC 4514: the last component first. */
  readonly text: string;
  /** In the order of the encoding. */
  readonly relativeNames: readonly (readonly NameAttribute[])[];
  readonly commonName?: string;
  readonly organization?: string;
  readonly organizationIdentifier?: string;
  readonly country?: string;
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  [OIDS.commonName, 'CN'],
  [OIDS.localityName, 'L'],
  [OIDS.stateOrProvinceName, 'ST'],
  [OIDS.organizationName, 'O'],
  [OIDS.organizationalUnitName, 'OU'],
  [OIDS.countryName, 'C'],
  [OIDS.streetAddress, 'STREET'],
  [OIDS.domainComponent, 'DC'],
  [OIDS.userId, 'UID'],
]);

/** @see RFC 5280 §4.1.2.4 */
export function readName(node: DerNode): Name {
  const relativeNames = readSequence(node).map((relativeName) => readSet(relativeName).map(readAttribute));
  const find = (type: string): string | undefined => relativeNames.flat().findLast((attribute) => attribute.type === type)?.text;
  return {
    raw: derRaw(node),
    text: relativeNames.map(spellRelativeName).toReversed().join(','),
    relativeNames,
    ...present('commonName', find(OIDS.commonName)),
    ...present('organization', find(OIDS.organizationName)),
    ...present('organizationIdentifier', find(OIDS.organizationIdentifier)),
    ...present('country', find(OIDS.countryName)),
  };
}

/** A Name that stands alone. @throws Asn1Error */
export function parseName(der: Uint8Array): Name {
  return readName(parseDer(der));
}

/**
 * Equality of names for chaining: equal octets, or equal attribute by attribute with case and inner white space of text
 * set aside (RFC 5280 §7.1 in the measure that real chains need).
 */
export function equalNames(left: Name, right: Name): boolean {
  return equalBytes(left.raw, right.raw) || nameKey(left) === nameKey(right);
}

/** The same text for names that are equal, and for no others. */
export function nameKey(name: Name): string {
  return JSON.stringify(relativeNameKeys(name));
}

/** One text for each relative name, in the order of the encoding: the same for those that are equal. */
export function relativeNameKeys(name: Name): readonly string[] {
  return name.relativeNames.map((relativeName) =>
    JSON.stringify(relativeName.map((attribute) => `${attribute.type}=${prepared(attribute)}`).sort()),
  );
}

function prepared(attribute: NameAttribute): string {
  if (attribute.text === undefined) return `#${encodeHex(attribute.value)}`;
  return attribute.text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function readAttribute(node: DerNode): NameAttribute {
  const fields = new DerFields(node);
  const type = readOid(fields.any());
  const value = fields.any();
  fields.end();
  return { type, value: derRaw(value), ...present('text', findText(value)) };
}

/** The text of a value that may be of any type; a malformed one stays readable as octets. */
function findText(node: DerNode): string | undefined {
  try {
    return readString(node);
  } catch {
    return undefined;
  }
}

function spellRelativeName(attributes: readonly NameAttribute[]): string {
  return attributes.map(spellAttribute).join('+');
}

function spellAttribute(attribute: NameAttribute): string {
  const short = SHORT_NAMES.get(attribute.type);
  if (attribute.text === undefined) return `${short ?? attribute.type}=#${encodeHex(attribute.value)}`;
  return `${short ?? LONG_NAMES.get(attribute.type) ?? attribute.type}=${escapeValue(attribute.text)}`;
}

/** Not in RFC 4514, but what tools print and people know. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  [OIDS.serialNumber, 'serialNumber'],
  [OIDS.surname, 'SN'],
  [OIDS.givenName, 'givenName'],
  [OIDS.title, 'title'],
  [OIDS.pseudonym, 'pseudonym'],
  [OIDS.emailAddress, 'emailAddress'],
  [OIDS.organizationIdentifier, 'organizationIdentifier'],
]);

/** RFC 4514 §2.4, control characters in hexadecimal besides. */
function escapeValue(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is escaped
  const escaped = text.replaceAll(/[\\",+;<>]/g, String.raw`\$&`).replaceAll(/[\u0000-\u001f\u007f]/g, hexEscape);
  return escaped.replace(/^[ #]/, String.raw`\$&`).replace(/(?<!\\) $/, String.raw`\ `);
}

function hexEscape(character: string): string {
  return Array.from(encodeUtf8(character), (octet) => `\\${octet.toString(16).padStart(2, '0')}`).join('');
}

function present<K extends string>(key: K, value: string | undefined): { readonly [name in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]?: string });
}
