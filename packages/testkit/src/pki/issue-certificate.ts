import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonName,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { encodeBitString, encodeNull, OIDS } from '@sealkit/core/asn1';
import { type Bytes, decodeBase64 } from '@sealkit/core/bytes';
import { webCryptoSigner } from '@sealkit/core/crypto';
import type { SignatureAlgorithm, Signer } from '@sealkit/core/ports';
import { KEY_USAGES, type KeyUsage } from '@sealkit/core/x509';
import { TEST_KEYS, type TestKeyName } from './test-keys.ts';

/** A key with its certificate, as tests use it. */
export interface TestIdentity {
  readonly name: string;
  /** DER. */
  readonly certificate: Bytes;
  /** DER, this certificate first, without the root. */
  readonly certificates: readonly Bytes[];
  /** DER PrivateKeyInfo. */
  readonly privateKey: Bytes;
  readonly algorithm: SignatureAlgorithm;
  readonly signer: Signer;
}

export interface IssueOptions {
  readonly key: TestKeyName;
  readonly commonName: string;
  readonly organization?: string;
  /** Itself when absent: a root. */
  readonly issuer?: TestIdentity;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Hexadecimal. */
  readonly serialNumber: string;
  readonly authority?: { readonly pathLength?: number };
  readonly purposes?: readonly string[];
  readonly purposesCritical?: boolean;
  readonly keyUsages?: readonly KeyUsage[];
  readonly policies?: readonly string[];
  readonly noRevAvail?: boolean;
  /** A critical extension that nobody knows. */
  readonly unknownCriticalExtension?: string;
  /** Extensions beyond the usual ones; `value` is DER of the extension's own type. */
  readonly extensions?: readonly { readonly oid: string; readonly critical?: boolean; readonly value: Uint8Array<ArrayBuffer> }[];
}

const NO_REV_AVAIL = '2.5.29.56';

/** Issues a certificate; the same options give the same octets as long as the issuer's key is RSA or Ed25519. */
export async function issueCertificate(options: IssueOptions): Promise<TestIdentity> {
  const algorithm = testKeyAlgorithm(options.key);
  const { spki, pkcs8 } = TEST_KEYS[options.key];
  const der = await generateCertificate(options, { spki: decodeBase64(spki), algorithm }, options.issuer ?? options.key);
  SUBJECTS.set(der, { key: options.key, name: nameOf(options.commonName, options.organization) });
  const certificates = [der, ...(options.issuer === undefined || isRoot(options.issuer) ? [] : options.issuer.certificates)];
  const privateKey = decodeBase64(pkcs8);
  return {
    name: options.commonName,
    certificate: der,
    certificates,
    privateKey,
    algorithm,
    signer: webCryptoSigner({ privateKey, certificates, algorithm }),
  };
}

/** A public key whose private half lies elsewhere. */
export interface ForeignKey {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Bytes;
  readonly algorithm: SignatureAlgorithm;
}

/** Issues a certificate, DER, over a key that is none of the tests'. */
export async function issueCertificateFor(
  key: ForeignKey,
  options: Omit<IssueOptions, 'key'> & { readonly issuer: TestIdentity },
): Promise<Bytes> {
  return generateCertificate(options, key, options.issuer);
}

async function generateCertificate(
  options: Omit<IssueOptions, 'key'>,
  { spki, algorithm }: ForeignKey,
  issuer: TestIdentity | TestKeyName,
): Promise<Bytes> {
  const publicKey = await crypto.subtle.importKey('spki', spki, importAlgorithm(algorithm), true, ['verify']);
  const issuerKey = typeof issuer === 'string' ? issuer : keyNameOf(issuer);
  const issuerPublicKey = await importPublicKey(issuerKey);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: options.serialNumber,
    subject: nameOf(options.commonName, options.organization),
    issuer: typeof issuer === 'string' ? nameOf(options.commonName, options.organization) : subjectOf(issuer),
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    publicKey,
    signingKey: await importPrivateKey(issuerKey),
    signingAlgorithm: signingAlgorithm(testKeyAlgorithm(issuerKey)),
    extensions: [
      ...extensionsOf(options),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuerPublicKey),
    ],
  });
  return new Uint8Array(certificate.rawData);
}

/** The algorithm that Sealkit chooses for a key of this name. */
export function testKeyAlgorithm(key: TestKeyName): SignatureAlgorithm {
  if (key === 'p384') return { name: 'ECDSA', curve: 'P-384', digest: 'SHA-384' };
  if (key === 'p521') return { name: 'ECDSA', curve: 'P-521', digest: 'SHA-512' };
  if (key === 'ed25519') return { name: 'Ed25519', digest: 'SHA-512' };
  return RSA_KEYS.has(key) ? { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' } : { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' };
}

const RSA_KEYS: ReadonlySet<TestKeyName> = new Set<TestKeyName>(['root', 'intermediate', 'strangerRoot', 'rsa2048']);

/** Which key and name a certificate made here has; identities are plain values, so this stands beside them. */
const SUBJECTS = new WeakMap<Bytes, { readonly key: TestKeyName; readonly name: JsonName }>();

function keyNameOf(identity: TestIdentity): TestKeyName {
  return recordOf(identity).key;
}

function subjectOf(identity: TestIdentity): JsonName {
  return recordOf(identity).name;
}

function recordOf(identity: TestIdentity): { readonly key: TestKeyName; readonly name: JsonName } {
  const record = SUBJECTS.get(identity.certificate);
  if (record === undefined) throw new TypeError(`issuer: expected an identity made by issueCertificate, got ${identity.name}`);
  return record;
}

/** Identities without an issuer carry themselves alone. */
function isRoot(identity: TestIdentity): boolean {
  return identity.certificates.length === 1 && ROOT_KEYS.has(keyNameOf(identity));
}

const ROOT_KEYS: ReadonlySet<TestKeyName> = new Set<TestKeyName>(['root', 'strangerRoot']);

function nameOf(commonName: string, organization = 'Sealkit Tests'): JsonName {
  return [{ C: ['CN'] }, { O: [organization] }, { CN: [commonName] }];
}

function extensionsOf(options: Omit<IssueOptions, 'key'>): Extension[] {
  const { authority, purposes, policies } = options;
  const extensions: Extension[] = [
    new BasicConstraintsExtension(authority !== undefined, authority?.pathLength, true),
    new Extension(OIDS.keyUsage, true, keyUsageBits(options)),
  ];
  if (purposes !== undefined) extensions.push(new ExtendedKeyUsageExtension([...purposes], options.purposesCritical ?? false));
  if (policies !== undefined) extensions.push(new CertificatePolicyExtension([...policies]));
  if (options.noRevAvail === true) extensions.push(new Extension(NO_REV_AVAIL, false, encodeNull()));
  if (options.unknownCriticalExtension !== undefined) extensions.push(new Extension(options.unknownCriticalExtension, true, encodeNull()));
  for (const { oid, critical, value } of options.extensions ?? []) extensions.push(new Extension(oid, critical ?? false, value));
  return extensions;
}

/** A NamedBitList: zero bits at its end are left out (X.690 §11.2.2). */
function keyUsageBits(options: Omit<IssueOptions, 'key'>): Bytes {
  const ordinary: readonly KeyUsage[] =
    options.authority === undefined ? ['digitalSignature', 'nonRepudiation'] : ['keyCertSign', 'cRLSign'];
  const positions = (options.keyUsages ?? ordinary).map((usage) => KEY_USAGES.indexOf(usage));
  const last = Math.max(...positions);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const position of positions) octets[position >> 3] = (octets[position >> 3] ?? 0) | (0x80 >> (position & 7));
  return encodeBitString(octets, 7 - (last & 7));
}

async function importPublicKey(key: TestKeyName): Promise<CryptoKey> {
  return crypto.subtle.importKey('spki', decodeBase64(TEST_KEYS[key].spki), importAlgorithm(testKeyAlgorithm(key)), true, ['verify']);
}

async function importPrivateKey(key: TestKeyName): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', decodeBase64(TEST_KEYS[key].pkcs8), importAlgorithm(testKeyAlgorithm(key)), false, ['sign']);
}

function importAlgorithm(algorithm: SignatureAlgorithm): RsaHashedImportParams | EcKeyImportParams | { readonly name: string } {
  if (algorithm.name === 'ECDSA') return { name: 'ECDSA', namedCurve: algorithm.curve };
  return algorithm.name === 'Ed25519' ? { name: 'Ed25519' } : { name: 'RSASSA-PKCS1-v1_5', hash: algorithm.digest };
}

function signingAlgorithm(algorithm: SignatureAlgorithm): Algorithm | EcdsaParams {
  if (algorithm.name === 'ECDSA') return { name: 'ECDSA', hash: algorithm.digest };
  return algorithm.name === 'Ed25519' ? { name: 'Ed25519' } : rsaHashed(algorithm.digest);
}

/** WebCrypto's type of a bare algorithm leaves the digest out, which the library reads. */
function rsaHashed(hash: string): RsaHashedImportParams {
  return { name: 'RSASSA-PKCS1-v1_5', hash };
}
