import {
  Asn1Error,
  DerFields,
  type DerNode,
  derContent,
  isContext,
  OIDS,
  parseDer,
  readBitString,
  readBoolean,
  readNull,
  readOctetString,
  readOid,
  readSequence,
  readSmallInteger,
  TAGS,
} from '../asn1/index.ts';
import { type Bytes, decodeLatin1, encodeHex } from '../bytes/index.ts';
import { type DistributionPoint, distributionPointUrls, readDistributionPoints } from './distribution-points.ts';
import { type GeneralName, readGeneralNames } from './general-name.ts';
import { type NameConstraints, readNameConstraints } from './name-subtree.ts';
import {
  type CertificatePolicies,
  type PolicyConstraints,
  type PolicyMapping,
  readCertificatePolicies,
  readInhibitAnyPolicy,
  readPolicyConstraints,
  readPolicyMappings,
} from './policy-extensions.ts';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** Content of the OCTET STRING: DER of the extension's own type. */
  readonly value: Bytes;
}

/** Names of the bits, RFC 5280 §4.2.1.3. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength?: number;
}

export interface AuthorityKeyIdentifier {
  /** Lower-case hexadecimal. */
  readonly keyIdentifier?: string;
  readonly serialNumber?: string;
}

/** What the known extensions of a certificate say. */
export interface ExtensionView {
  readonly keyUsage?: readonly KeyUsage[];
  readonly basicConstraints?: BasicConstraints;
  readonly extendedKeyUsage?: readonly string[];
  readonly extendedKeyUsageCritical: boolean;
  /** Lower-case hexadecimal. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: AuthorityKeyIdentifier;
  readonly subjectAltNames: readonly GeneralName[];
  readonly nameConstraints?: NameConstraints;
  readonly policies: readonly string[];
  readonly policyMappings: readonly PolicyMapping[];
  readonly policyConstraints?: PolicyConstraints;
  /** Number of certificates that may follow before anyPolicy stands for nothing. */
  readonly inhibitAnyPolicy?: number;
  readonly noRevAvail: boolean;
  readonly ocspNoCheck: boolean;
  /** URLs of all distribution points. */
  readonly crlDistributionPoints: readonly string[];
  readonly distributionPoints: readonly DistributionPoint[];
  readonly ocspUrls: readonly string[];
  readonly caIssuersUrls: readonly string[];
  /** Known ones that are malformed, and any that stand twice: they are not read, and a path with them does not hold. */
  readonly malformedExtensions: readonly string[];
  /** Critical ones that path checking here does not process: a path with them does not hold. */
  readonly unknownCriticalExtensions: readonly string[];
}

/** Critical extensions whose meaning path checking here takes into account. */
const PROCESSED: ReadonlySet<string> = new Set([
  OIDS.keyUsage,
  OIDS.basicConstraints,
  OIDS.extendedKeyUsage,
  OIDS.subjectKeyIdentifier,
  OIDS.authorityKeyIdentifier,
  OIDS.certificatePolicies,
  OIDS.policyMappings,
  OIDS.policyConstraints,
  OIDS.inhibitAnyPolicy,
  OIDS.nameConstraints,
  OIDS.subjectAltName,
  OIDS.issuerAltName,
  OIDS.crlDistributionPoints,
  OIDS.authorityInfoAccess,
  OIDS.noRevAvail,
]);

/** @see RFC 5280 §4.2 */
export function readExtensions(node: DerNode): readonly Extension[] {
  return readSequence(node).map((entry) => {
    const fields = new DerFields(entry);
    const oid = readOid(fields.take(TAGS.OID));
    const critical = fields.takeOptional(TAGS.BOOLEAN);
    const value = readOctetString(fields.take(TAGS.OCTET_STRING));
    fields.end();
    return { oid, critical: critical !== undefined && readBoolean(critical), value };
  });
}

/** Reads the extensions that Sealkit knows. One that is malformed is named and not read: the certificate stays readable. */
export function viewExtensions(extensions: readonly Extension[]): ExtensionView {
  const malformedExtensions: string[] = [];
  const read = <T>(oid: string, reader: (node: DerNode) => T): T | undefined => {
    const result = readOne(extensions, oid, reader);
    if (result === 'malformed') malformedExtensions.push(oid);
    return result === 'malformed' ? undefined : result?.value;
  };
  const distributionPoints = read(OIDS.crlDistributionPoints, readDistributionPoints) ?? [];
  const access = read(OIDS.authorityInfoAccess, readAuthorityInfoAccess) ?? [];
  const { policies, hasUnknownQualifier } = read(OIDS.certificatePolicies, readCertificatePolicies) ?? NO_POLICIES;
  // RFC 5280 §4.2.1.4: where the extension is critical, its qualifiers must be understood too.
  const isProcessed = (oid: string): boolean => PROCESSED.has(oid) && !(oid === OIDS.certificatePolicies && hasUnknownQualifier);
  const view = {
    ...present('keyUsage', read(OIDS.keyUsage, readKeyUsage)),
    ...present('basicConstraints', read(OIDS.basicConstraints, readBasicConstraints)),
    ...present('extendedKeyUsage', read(OIDS.extendedKeyUsage, readPurposes)),
    extendedKeyUsageCritical: extensions.some((extension) => extension.oid === OIDS.extendedKeyUsage && extension.critical),
    ...present(
      'subjectKeyId',
      read(OIDS.subjectKeyIdentifier, (value) => encodeHex(readOctetString(value))),
    ),
    ...present('authorityKeyId', read(OIDS.authorityKeyIdentifier, readAuthorityKeyIdentifier)),
    subjectAltNames: read(OIDS.subjectAltName, readGeneralNames) ?? [],
    ...present('nameConstraints', read(OIDS.nameConstraints, readNameConstraints)),
    policies,
    policyMappings: read(OIDS.policyMappings, readPolicyMappings) ?? [],
    ...present('policyConstraints', read(OIDS.policyConstraints, readPolicyConstraints)),
    ...present('inhibitAnyPolicy', read(OIDS.inhibitAnyPolicy, readInhibitAnyPolicy)),
    // RFC 9608 §2, RFC 6960 §4.2.2.2.1: both hold NULL; another value does not release from asking.
    noRevAvail: read(OIDS.noRevAvail, readNull) !== undefined,
    ocspNoCheck: read(OIDS.ocspNoCheck, readNull) !== undefined,
    crlDistributionPoints: distributionPoints.flatMap(distributionPointUrls),
    distributionPoints,
    ocspUrls: access.filter(({ method }) => method === OIDS.ocsp).map(({ url }) => url),
    caIssuersUrls: access.filter(({ method }) => method === OIDS.caIssuers).map(({ url }) => url),
    unknownCriticalExtensions: extensions.filter(({ critical, oid }) => critical && !isProcessed(oid)).map(({ oid }) => oid),
  };
  return { ...view, malformedExtensions: [...new Set([...malformedExtensions, ...repeatedOids(extensions)])] };
}

/** §4.2: no extension stands twice. */
function repeatedOids(extensions: readonly Extension[]): readonly string[] {
  const seen = new Set<string>();
  return extensions.flatMap(({ oid }) => (seen.size === seen.add(oid).size ? [oid] : []));
}

const NO_POLICIES: CertificatePolicies = { policies: [], hasUnknownQualifier: false };

function readOne<T>(
  extensions: readonly Extension[],
  oid: string,
  reader: (node: DerNode) => T,
): { readonly value: T } | 'malformed' | undefined {
  const [extension, ...more] = extensions.filter((candidate) => candidate.oid === oid);
  if (extension === undefined) return undefined;
  if (more.length > 0) return 'malformed';
  try {
    return { value: reader(parseDer(extension.value)) };
  } catch (error) {
    if (error instanceof Asn1Error) return 'malformed';
    throw error;
  }
}

function readKeyUsage(node: DerNode): readonly KeyUsage[] {
  const { bytes } = readBitString(node);
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function readBasicConstraints(node: DerNode): BasicConstraints {
  const fields = new DerFields(node);
  const ca = fields.takeOptional(TAGS.BOOLEAN);
  const pathLength = fields.takeOptional(TAGS.INTEGER);
  fields.end();
  return {
    ca: ca !== undefined && readBoolean(ca),
    ...present('pathLength', pathLength === undefined ? undefined : readSmallInteger(pathLength)),
  };
}

function readPurposes(node: DerNode): readonly string[] {
  const purposes = readSequence(node).map(readOid);
  if (purposes.length === 0) throw new Asn1Error('ASN1_FIELD_MISSING', `expected a purpose at ${node.start}`);
  return purposes;
}

/** @see RFC 5280 §4.2.1.1 */
export function readAuthorityKeyIdentifier(node: DerNode): AuthorityKeyIdentifier {
  const fields = readSequence(node);
  const key = fields.find((field) => isContext(field, 0));
  const serial = fields.find((field) => isContext(field, 2));
  return {
    ...present('keyIdentifier', key === undefined ? undefined : encodeHex(derContent(key))),
    ...present('serialNumber', serial === undefined ? undefined : serialText(derContent(serial))),
  };
}

function readAuthorityInfoAccess(node: DerNode): readonly { readonly method: string; readonly url: string }[] {
  return readSequence(node).flatMap((description) => {
    const fields = new DerFields(description);
    const method = readOid(fields.take(TAGS.OID));
    return urlOf(fields.any()).map((url) => ({ method, url }));
  });
}

/** uniformResourceIdentifier [6] of a GeneralName. */
function urlOf(generalName: DerNode): readonly string[] {
  return isContext(generalName, 6) ? [decodeLatin1(derContent(generalName))] : [];
}

/** Content octets of a serial number in lower-case hexadecimal, a leading sign octet dropped. */
export function serialText(octets: Uint8Array): string {
  const hex = encodeHex(octets);
  return hex.length > 2 && hex.startsWith('00') ? hex.slice(2) : hex;
}

function present<K extends string, T>(key: K, value: T | undefined): { readonly [name in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]?: T });
}
