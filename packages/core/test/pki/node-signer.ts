import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureAlgorithm, Signer, SigningDigest } from '../../src/ports/index.ts';
import { parsePem } from '../../src/x509/index.ts';

export type AnyAlgorithm = SignatureAlgorithm<SigningDigest>;

/** A key that WebCrypto has not, or a digest: what to tell OpenSSL to make it, and what it signs with. */
export interface RareCase {
  /** The words behind `-newkey`. */
  readonly key: readonly string[];
  readonly algorithm: AnyAlgorithm;
}

const ec = (curve: string): readonly string[] => ['ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];

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

/** A signer with a certificate of its own making, valid for 30 days from now. */
export function selfSignedSigner({ key, algorithm }: RareCase): Signer<SigningDigest> {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-signer-'));
  try {
    const files = ['-nodes', '-keyout', 'key.pem', '-out', 'cert.pem'];
    execFileSync('openssl', ['req', '-x509', '-newkey', ...key, ...files, '-days', '30', '-subj', '/CN=Signer'], {
      cwd: folder,
      stdio: 'ignore',
    });
    const certificates = parsePem(readFileSync(join(folder, 'cert.pem'), 'latin1')).map(({ der }) => der);
    return nodeSigner(readFileSync(join(folder, 'key.pem'), 'latin1'), certificates, algorithm);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
