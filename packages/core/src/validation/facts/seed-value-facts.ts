import { type PdfDict, type PdfObject, integerOf, nameOf } from '../../pdf/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { equalBytes } from '../../bytes/index.ts';
import { decodeTextString } from './changes/field-tree.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueAt, valueOf } from './changes/revision-step.ts';
import type { SignerFacts } from './cms-facts.ts';

/** What a signature shows of the things that seed values speak about. */
export interface SeedValueSubject {
  readonly filter: string | null;
  readonly subFilter: string | null;
  readonly reason: string | null;
  /** P of the signature's own DocMDP; null for an approval. */
  readonly certifies: 1 | 2 | 3 | null;
  readonly signer: SignerFacts | null;
  readonly hasTimestamp: boolean;
  readonly certificate: Certificate | undefined;
  /** Certificates that came with the signature. */
  readonly certificates: readonly Uint8Array[];
}

const ADOBE_REVOCATION = '1.2.840.113583.1.1.8';
/** Bits of /Ff: which constraints are required (table 237). */
const REQUIRED = {
  filter: 1,
  subFilter: 2,
  version: 4,
  reasons: 8,
  legalAttestation: 16,
  revocationInfo: 32,
  digestMethod: 64,
  lockDocument: 128,
  appearanceFilter: 256,
} as const;

/** Stable codes of required seed values of a field that a signature does not meet, or that cannot be judged. */
export function findSeedValueFaults(snapshot: RevisionSnapshot, field: PdfDict, subject: SeedValueSubject): readonly string[] {
  const seed = dictAt(snapshot, field, 'SV');
  if (seed === undefined) return [];
  const flags = integerOf(valueAt(snapshot, seed, 'Ff')) ?? 0;
  const isRequired = (bit: number, key: string): boolean => (flags & bit) !== 0 && seed.entries.has(key);
  const rules: readonly (readonly [string, boolean])[] = [
    ['SEED_FILTER', isRequired(REQUIRED.filter, 'Filter') && nameOf(valueAt(snapshot, seed, 'Filter')) !== subject.filter],
    [
      'SEED_SUB_FILTER',
      isRequired(REQUIRED.subFilter, 'SubFilter') && !namesAt(snapshot, seed, 'SubFilter').includes(subject.subFilter ?? ''),
    ],
    ['SEED_VERSION_NOT_JUDGED', isRequired(REQUIRED.version, 'V') && numberAt(snapshot, seed, 'V') > 3],
    ['SEED_REASON', (flags & REQUIRED.reasons) !== 0 && !meetsReasons(textsAt(snapshot, seed, 'Reasons'), subject.reason)],
    ['SEED_LEGAL_ATTESTATION_NOT_JUDGED', isRequired(REQUIRED.legalAttestation, 'LegalAttestation')],
    ['SEED_REVOCATION_INFO', isRequired(REQUIRED.revocationInfo, 'AddRevInfo') && !meetsRevocationInfo(snapshot, seed, subject)],
    [
      'SEED_DIGEST_METHOD',
      isRequired(REQUIRED.digestMethod, 'DigestMethod') && !meetsDigest(textsAt(snapshot, seed, 'DigestMethod'), subject),
    ],
    ['SEED_LOCK_DOCUMENT', isRequired(REQUIRED.lockDocument, 'LockDocument') && !meetsLock(snapshot, seed, subject)],
    ['SEED_CERTIFICATION', !meetsCertification(snapshot, seed, subject)],
    ['SEED_TIMESTAMP', requiresTimestamp(snapshot, seed) && !subject.hasTimestamp],
    ['SEED_CERTIFICATE', !meetsCertificate(snapshot, dictAt(snapshot, seed, 'Cert'), subject)],
  ];
  return rules.filter(([, fails]) => fails).map(([code]) => code);
}

/** An array with one period, or none, forbids a reason. */
function meetsReasons(reasons: readonly string[], reason: string | null): boolean {
  const forbids = reasons.length === 0 || (reasons.length === 1 && reasons[0] === '.');
  return forbids ? reason === null : reason !== null && reasons.includes(reason);
}

function meetsRevocationInfo(snapshot: RevisionSnapshot, seed: PdfDict, { signer, subFilter }: SeedValueSubject): boolean {
  const value = valueAt(snapshot, seed, 'AddRevInfo');
  const wanted = value.kind === 'boolean' && value.value;
  const found = signer?.signedAttributes.includes(ADOBE_REVOCATION) === true;
  return wanted === found && (!wanted || subFilter === 'adbe.pkcs7.detached' || subFilter === 'adbe.pkcs7.sha1');
}

function meetsDigest(names: readonly string[], { signer }: SeedValueSubject): boolean {
  const plain = (name: string): string => name.toUpperCase().replaceAll('-', '');
  const used = signer?.digestAlgorithm.name;
  return used !== null && used !== undefined && names.some((name) => plain(name) === plain(used));
}

function meetsLock(snapshot: RevisionSnapshot, seed: PdfDict, { certifies }: SeedValueSubject): boolean {
  const value = nameOf(valueAt(snapshot, seed, 'LockDocument'));
  if (value === 'true') return certifies === 1;
  return value === 'false' ? certifies !== 1 : value === 'auto';
}

/** P 0 asks for an approval, 1 to 3 for a certification with that permission. */
function meetsCertification(snapshot: RevisionSnapshot, seed: PdfDict, { certifies }: SeedValueSubject): boolean {
  const wanted = dictAt(snapshot, seed, 'MDP');
  if (wanted === undefined) return true;
  return (certifies ?? 0) === integerOf(valueAt(snapshot, wanted, 'P'));
}

function requiresTimestamp(snapshot: RevisionSnapshot, seed: PdfDict): boolean {
  const wanted = dictAt(snapshot, seed, 'TimeStamp');
  return wanted !== undefined && integerOf(valueAt(snapshot, wanted, 'Ff')) === 1;
}

/** Bits of the certificate constraints (table 238). */
const CERTIFICATE_BITS = { subject: 1, issuer: 2, oid: 4, subjectDn: 8, keyUsage: 32 } as const;

/** Key usages in the order of their bits. */
const USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

function meetsCertificate(snapshot: RevisionSnapshot, wanted: PdfDict | undefined, subject: SeedValueSubject): boolean {
  if (wanted === undefined) return true;
  const { certificate } = subject;
  const flags = integerOf(valueAt(snapshot, wanted, 'Ff')) ?? 0;
  const isRequired = (bit: number, key: string): boolean => (flags & bit) !== 0 && wanted.entries.has(key);
  if (certificate === undefined) return false;
  const among = (key: string, ders: readonly Uint8Array[]): boolean =>
    bytesAt(snapshot, wanted, key).some((der) => ders.some((each) => equalBytes(der, each)));
  if (isRequired(CERTIFICATE_BITS.subject, 'Subject') && !among('Subject', [certificate.raw])) return false;
  if (isRequired(CERTIFICATE_BITS.issuer, 'Issuer') && !among('Issuer', subject.certificates)) return false;
  if (isRequired(CERTIFICATE_BITS.oid, 'OID') && !textsAt(snapshot, wanted, 'OID').some((oid) => certificate.policies.includes(oid)))
    return false;
  if (
    isRequired(CERTIFICATE_BITS.keyUsage, 'KeyUsage') &&
    !textsAt(snapshot, wanted, 'KeyUsage').some((pattern) => meetsKeyUsage(pattern, certificate))
  )
    return false;
  return !isRequired(CERTIFICATE_BITS.subjectDn, 'SubjectDN') || meetsSubjectNames(snapshot, wanted, certificate);
}

/** One character for each bit: 1 must be set, 0 must not, X is free. */
function meetsKeyUsage(pattern: string, certificate: Certificate): boolean {
  const usages: readonly string[] = certificate.keyUsage ?? [];
  return USAGES.every((usage, index) => {
    const wanted = pattern[index] ?? 'X';
    return wanted === 'X' || (wanted === '1') === usages.includes(usage);
  });
}

/** Each dictionary names attributes of a subject; one of them must fit. */
function meetsSubjectNames(snapshot: RevisionSnapshot, wanted: PdfDict, certificate: Certificate): boolean {
  return (itemsAt(snapshot, wanted, 'SubjectDN') ?? []).some((item) => {
    const names = valueOf(snapshot, item);
    if (names.kind !== 'dict') return false;
    return [...names.entries].every(([key, value]) => hasAttribute(certificate, key, textOf(valueOf(snapshot, value))));
  });
}

/** Attributes by the short names of RFC 4514 or by object identifier. */
function hasAttribute(certificate: Certificate, key: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const lower = key.toLowerCase();
  return certificate.subject.relativeNames.flat().some((attribute) => {
    const named = attribute.type === key || SHORT_NAMES[attribute.type] === lower;
    return named && attribute.text === value;
  });
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'cn',
  '2.5.4.6': 'c',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '1.2.840.113549.1.9.1': 'email',
};

function namesAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): readonly string[] {
  const value = valueAt(snapshot, dict, key);
  const items = value.kind === 'array' ? value.items : [value];
  return items.flatMap((item) => nameOf(valueOf(snapshot, item)) ?? []);
}

function textsAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): readonly string[] {
  return (itemsAt(snapshot, dict, key) ?? []).flatMap((item) => textOf(valueOf(snapshot, item)) ?? []);
}

function bytesAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): readonly Uint8Array[] {
  return (itemsAt(snapshot, dict, key) ?? []).flatMap((item) => {
    const value = valueOf(snapshot, item);
    return value.kind === 'string' ? [value.bytes] : [];
  });
}

function numberAt(snapshot: RevisionSnapshot, dict: PdfDict, key: string): number {
  const value = valueAt(snapshot, dict, key);
  return value.kind === 'number' ? value.value : 0;
}

function textOf(object: PdfObject): string | undefined {
  return object.kind === 'string' ? decodeTextString(object.bytes) : undefined;
}
