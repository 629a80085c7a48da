import {
  Asn1Error,
  DerFields,
  type DerNode,
  decodeInteger,
  derContent,
  OIDS,
  readInteger,
  readOid,
  readSequence,
  TAGS,
} from '../asn1/index.ts';

export interface CertificatePolicies {
  /** Object identifiers in the order of the extension. */
  readonly policies: readonly string[];
  /** Whether a qualifier is neither a pointer to a practice statement nor a user notice. */
  readonly hasUnknownQualifier: boolean;
}

/** @see RFC 5280 §4.2.1.4 */
export function readCertificatePolicies(node: DerNode): CertificatePolicies {
  const entries = nonEmpty(node).map((entry) => {
    const fields = new DerFields(entry);
    const policy = readOid(fields.take(TAGS.OID));
    const qualifiers = fields.takeOptional(TAGS.SEQUENCE);
    fields.end();
    return {
      policy,
      qualifiers: qualifiers === undefined ? [] : readSequence(qualifiers).map((each) => readOid(new DerFields(each).any())),
    };
  });
  return {
    policies: entries.map(({ policy }) => policy),
    hasUnknownQualifier: entries.some(({ qualifiers }) => qualifiers.some((oid) => !KNOWN_QUALIFIERS.has(oid))),
  };
}

const KNOWN_QUALIFIERS: ReadonlySet<string> = new Set<string>([OIDS.cpsQualifier, OIDS.userNoticeQualifier]);

/** A policy of the issuer's domain that counts as another one in the subject's domain. */
export interface PolicyMapping {
  readonly issuerDomainPolicy: string;
  readonly subjectDomainPolicy: string;
}

/** @see RFC 5280 §4.2.1.5 */
export function readPolicyMappings(node: DerNode): readonly PolicyMapping[] {
  return nonEmpty(node).map((entry) => {
    const fields = new DerFields(entry);
    const issuerDomainPolicy = readOid(fields.take(TAGS.OID));
    const subjectDomainPolicy = readOid(fields.take(TAGS.OID));
    fields.end();
    return { issuerDomainPolicy, subjectDomainPolicy };
  });
}

/** Numbers of certificates that may follow before the constraint holds. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number;
  readonly inhibitPolicyMapping?: number;
}

/** @see RFC 5280 §4.2.1.11 */
export function readPolicyConstraints(node: DerNode): PolicyConstraints {
  const fields = new DerFields(node);
  const explicit = fields.takeContext(0);
  const mapping = fields.takeContext(1);
  fields.end();
  return {
    ...(explicit === undefined ? {} : { requireExplicitPolicy: skipCertificates(decodeInteger(derContent(explicit)), explicit) }),
    ...(mapping === undefined ? {} : { inhibitPolicyMapping: skipCertificates(decodeInteger(derContent(mapping)), mapping) }),
  };
}

/** @see RFC 5280 §4.2.1.14 */
export function readInhibitAnyPolicy(node: DerNode): number {
  return skipCertificates(readInteger(node), node);
}

/** SkipCerts ::= INTEGER (0..MAX); numbers beyond every path are all the same. */
function skipCertificates(value: bigint, { start }: DerNode): number {
  if (value < 0n) throw new Asn1Error('ASN1_VALUE_OUT_OF_RANGE', `expected a number of certificates at ${start}`);
  return value > BEYOND_EVERY_PATH ? Number(BEYOND_EVERY_PATH) : Number(value);
}

const BEYOND_EVERY_PATH = 65_535n;

function nonEmpty(node: DerNode): readonly DerNode[] {
  const entries = readSequence(node);
  if (entries.length === 0) throw new Asn1Error('ASN1_FIELD_MISSING', `expected a policy at ${node.start}`);
  return entries;
}
