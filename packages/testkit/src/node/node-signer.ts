import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureAlgorithm, Signer, SigningDigest } from '@sealkit/core/ports';
import type { ServedPki } from './served-pki.ts';
import { parsePem } from '@sealkit/core/x509';

export type AnyAlgorithm = SignatureAlgorithm<SigningDigest>;

/** A key that WebCrypto has not, or a digest: what to tell OpenSSL to make it, and what it signs with. */
export interface RareCase {
  /** The words behind `-newkey`. */
  readonly key: readonly string[];
  readonly algorithm: AnyAlgorithm;
}

/** The words behind `-newkey` for a key on a curve. */
export const ec = (curve: string): readonly string[] => ['ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];

export const RARE_CASES: Readonly<Record<string, RareCase>> = {
  brainpoolP256r1: { key: ec('brainpoolP256r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP256r1', digest: 'SHA-256' } },
  brainpoolP384r1: { key: ec('brainpoolP384r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP384r1', digest: 'SHA-384' } },
  brainpoolP512r1: { key: ec('brainpoolP512r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP512r1', digest: 'SHA-512' } },
  Ed448: { key: ['ed448'], algorithm: { name: 'Ed448', digest: 'SHAKE256' } },
  'RSA SHA3-256': { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-256' } },
  'RSA-PSS SHA3-512': { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PSS', digest: 'SHA3-512', saltLength: 64 } },
  'P-256 SHA3-384': { key: ec('P-256'), algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA3-384' } },
};

/** A signer over `node:crypto`, as a caller brings one for what WebCrypto lacks. */
export function nodeSigner(privateKeyPem: string, certificates: Signer['certificates'], algorithm: AnyAlgorithm): Signer<SigningDigest> {
  const key = createPrivateKey(privateKeyPem);
  const hash = algorithm.name === 'Ed448' || algorithm.name === 'Ed25519' ? null : algorithm.digest.toLowerCase().replace('sha-', 'sha');
  const padding =
    algorithm.name === 'RSASSA-PSS' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength } : undefined;
  return {
    algorithm,
    certificates,
    sign: ({ dtbs }) => Promise.resolve(new Uint8Array(sign(hash, dtbs, { key, ...padding }))),
  };
}

/** A key and a certificate over it, in PEM as OpenSSL writes them. */
export interface SelfSigned {
  readonly keyPem: string;
  readonly certificatePem: string;
  /** DER. */
  readonly certificates: Signer['certificates'];
}

/** A key with a certificate of its own making, valid for 30 days from now. @param key the words behind `-newkey`. */
export function makeSelfSigned(key: readonly string[], subject = '/CN=Signer'): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-signer-'));
  try {
    const files = ['-nodes', '-keyout', 'key.pem', '-out', 'cert.pem'];
    execFileSync('openssl', ['req', '-x509', '-newkey', ...key, ...files, '-days', '30', '-subj', subject], {
      cwd: folder,
      stdio: 'ignore',
    });
    const certificatePem = readFileSync(join(folder, 'cert.pem'), 'latin1');
    const keyPem = readFileSync(join(folder, 'key.pem'), 'latin1');
    return { keyPem, certificatePem, certificates: parsePem(certificatePem).map(({ der }) => der) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A signer with a certificate of its own making, valid for 30 days from now. */
export function selfSignedSigner({ key, algorithm }: RareCase): Signer<SigningDigest> {
  const { keyPem, certificates } = makeSelfSigned(key);
  return nodeSigner(keyPem, certificates, algorithm);
}

/** The same with a certificate of the judges' intermediate CA, a day old, whose CRL is where the certificate says. */
export function issuedSigner(pki: ServedPki, name: string, { key, algorithm }: RareCase): Signer<SigningDigest> {
  const openssl = (...words: readonly string[]): void => void execFileSync('openssl', words, { cwd: pki.folder, stdio: 'ignore' });
  const { crl }: { readonly crl: { readonly interm: string } } = JSON.parse(readFileSync(pki.file('pki.json'), 'utf8'));
  const file = `rare-${name.replaceAll(/\W/g, '-')}`;
  const subject = ['-subj', `/O=Sealkit Test PKI/CN=${name}`];
  openssl('req', '-new', '-newkey', ...key, '-nodes', '-keyout', `${file}.key`, '-out', `${file}.csr`, ...subject);
  writeFileSync(pki.file('rare-ca.cnf'), caConfiguration(crl.interm));
  writeFileSync(pki.file('rare-ca.index'), '');
  const [from, to] = [-1, 30].map((days) => utcText(new Date(Date.now() + days * 86_400_000)));
  const issuer = ['-cert', 'certs/interm.pem', '-keyfile', 'keys/interm.key.pem', '-startdate', from ?? '', '-enddate', to ?? ''];
  openssl('ca', '-batch', '-notext', '-config', 'rare-ca.cnf', ...issuer, '-in', `${file}.csr`, '-out', `${file}.pem`);
  const certificates = [...pki.certificates(`${file}.pem`), ...pki.certificates('certs/chain.pem')];
  return nodeSigner(readFileSync(pki.file(`${file}.key`), 'latin1'), certificates, algorithm);
}

/** `openssl ca` alone sets the start of a certificate in OpenSSL 3.0. */
function caConfiguration(crl: string): string {
  return `[ca]
default_ca = interm
[interm]
database = rare-ca.index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = signer
[any]
organizationName = supplied
commonName = supplied
[signer]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:${crl}
`;
}

function utcText(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
