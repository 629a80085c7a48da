import { constants, sign as signWithNode } from 'node:crypto';
import { promisify } from 'node:util';
import type { Bytes } from '@sealkit/core/bytes';
import { parsePublicKey, type PublicKey } from '@sealkit/core/crypto';
import type { DigestAlgorithm, SignatureAlgorithm, Signer } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { type KeyMaterial, privateKeyObject } from './key-material.ts';
import { KeyStoreError } from './key-store-error.ts';

export interface SoftwareSignerOptions {
  /** RSASSA-PSS instead of PKCS #1 v1.5 for a plain RSA key. */
  readonly pss?: boolean;
  /** Otherwise what fits the key. */
  readonly digest?: DigestAlgorithm;
}

const DIGEST_LENGTH = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const;
const CURVE_DIGEST = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' } as const;
const signAsync = promisify(signWithNode);

/** A signer over key material, computing in Node's thread pool. */
export function softwareSigner(material: KeyMaterial, options: SoftwareSignerOptions = {}): Signer {
  const algorithm = signatureAlgorithmOf(material, options);
  const key = privateKeyObject(material.privateKey);
  return {
    algorithm,
    certificates: material.certificates,
    async sign(input, callOptions): Promise<Bytes> {
      callOptions?.signal?.throwIfAborted();
      return new Uint8Array(await signAsync(nodeDigest(algorithm), input.dtbs, { key, ...nodeParameters(algorithm) }));
    },
  };
}

/**
 * The algorithm that a key signs with: by its certificate, and the caller's choices where the key leaves any.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`
 */
export function signatureAlgorithmOf(material: Pick<KeyMaterial, 'certificates'>, options: SoftwareSignerOptions = {}): SignatureAlgorithm {
  const [leaf] = material.certificates;
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  return signatureAlgorithmOfKey(parseCertificate(leaf).spki, options);
}

/** The same by the public key alone, DER SubjectPublicKeyInfo. @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED` */
export function signatureAlgorithmOfKey(spki: Uint8Array, options: SoftwareSignerOptions = {}): SignatureAlgorithm {
  const key = parsePublicKey(spki);
  if (options.pss === true && key.kind !== 'RSA')
    throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', 'expected an RSA key for RSASSA-PSS');
  switch (key.kind) {
    case 'RSA':
      return rsaAlgorithm(key, options);
    case 'EC': {
      const { curve } = key;
      if (!isSupportedCurve(curve))
        throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected curve P-256, P-384 or P-521, got ${curve}`);
      return { name: 'ECDSA', curve, digest: options.digest ?? CURVE_DIGEST[curve] };
    }
    case 'Ed25519':
      if (options.digest !== undefined && options.digest !== 'SHA-512')
        throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected SHA-512 with Ed25519 (RFC 8419), got ${options.digest}`);
      return { name: 'Ed25519', digest: 'SHA-512' };
    case 'Ed448':
      throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', 'expected an RSA, EC or Ed25519 key, got Ed448');
    case 'other':
      throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected an RSA, EC or Ed25519 key, got ${key.oid}`);
  }
}

function rsaAlgorithm(key: Extract<PublicKey, { kind: 'RSA' }>, options: SoftwareSignerOptions): SignatureAlgorithm {
  if (key.pss === undefined && options.pss !== true) return { name: 'RSASSA-PKCS1-v1_5', digest: options.digest ?? 'SHA-256' };
  const bound = key.pss?.digest;
  const digest = options.digest ?? (isSupportedDigest(bound) ? bound : 'SHA-256');
  if (bound !== undefined && bound !== digest)
    throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected ${bound}, to which the key is restricted, got ${digest}`);
  return { name: 'RSASSA-PSS', digest, saltLength: Math.max(DIGEST_LENGTH[digest], key.pss?.saltLength ?? 0) };
}

function isSupportedCurve(curve: string): curve is keyof typeof CURVE_DIGEST {
  return curve in CURVE_DIGEST;
}

function isSupportedDigest(digest: string | undefined): digest is DigestAlgorithm {
  return digest !== undefined && digest in DIGEST_LENGTH;
}

/** PureEdDSA takes the message itself. */
function nodeDigest(algorithm: SignatureAlgorithm): string | null {
  return algorithm.name === 'Ed25519' ? null : algorithm.digest.replace('-', '').toLowerCase();
}

function nodeParameters(algorithm: SignatureAlgorithm): { padding?: number; saltLength?: number; dsaEncoding?: 'der' } {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { padding: constants.RSA_PKCS1_PADDING };
    case 'RSASSA-PSS':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
    case 'ECDSA':
      return { dsaEncoding: 'der' };
    case 'Ed25519':
      return {};
  }
}
