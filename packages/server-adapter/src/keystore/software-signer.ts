import { constants, sign as signWithNode } from 'node:crypto';
import { promisify } from 'node:util';
import type { Bytes } from '@sealkit/core/bytes';
import { DIGEST_ALGORITHMS, isSigningDigest, isSpongeDigest, parsePublicKey, type PublicKey } from '@sealkit/core/crypto';
import type { DigestAlgorithm, SignatureAlgorithm, SignatureCurve, Signer, SigningDigest } from '@sealkit/core/ports';
import { parseCertificate } from '@sealkit/core/x509';
import { type KeyMaterial, privateKeyObject } from './key-material.ts';
import { KeyStoreError } from './key-store-error.ts';

export interface SoftwareSignerOptions<Digest extends SigningDigest = DigestAlgorithm> {
  /** RSASSA-PSS instead of PKCS #1 v1.5 for a plain RSA key. */
  readonly pss?: boolean;
  /** Otherwise what fits the key. */
  readonly digest?: Digest;
}

const CURVE_DIGEST = {
  'P-256': 'SHA-256',
  'P-384': 'SHA-384',
  'P-521': 'SHA-512',
  brainpoolP256r1: 'SHA-256',
  brainpoolP384r1: 'SHA-384',
  brainpoolP512r1: 'SHA-512',
} as const satisfies { readonly [curve in SignatureCurve]: DigestAlgorithm };
const signAsync = promisify(signWithNode);

/** A signer over key material, computing in Node's thread pool. */
export function softwareSigner(material: KeyMaterial, options: SoftwareSignerOptions = {}): Signer {
  return signerWith(signatureAlgorithmOf(material, options), material);
}

/**
 * The same for documents alone, which may be signed with SHA-3 and with Ed448 too.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`
 */
export function documentSigner(material: KeyMaterial, options: SoftwareSignerOptions<SigningDigest> = {}): Signer<SigningDigest> {
  return signerWith(documentAlgorithmOf(publicKeyOf(material), options), material);
}

function signerWith<Digest extends SigningDigest>(algorithm: SignatureAlgorithm<Digest>, material: KeyMaterial): Signer<Digest> {
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
  return signatureAlgorithmOfKey(publicKeyOf(material), options);
}

/** The same by the public key alone, DER SubjectPublicKeyInfo. @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED` */
export function signatureAlgorithmOfKey(spki: Uint8Array, options: SoftwareSignerOptions = {}): SignatureAlgorithm {
  const algorithm = documentAlgorithmOf(spki, options);
  if (usesSha2(algorithm)) return algorithm;
  throw new KeyStoreError(
    'KEY_ALGORITHM_UNSUPPORTED',
    `expected a key that signs with SHA-2, got ${algorithm.name} with ${algorithm.digest}`,
  );
}

function usesSha2(algorithm: SignatureAlgorithm<SigningDigest>): algorithm is SignatureAlgorithm {
  return isSigningDigest(algorithm.digest);
}

function publicKeyOf({ certificates: [leaf] }: Pick<KeyMaterial, 'certificates'>): Uint8Array {
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'expected the certificate of the private key');
  return parseCertificate(leaf).spki;
}

function documentAlgorithmOf(spki: Uint8Array, options: SoftwareSignerOptions<SigningDigest>): SignatureAlgorithm<SigningDigest> {
  const key = parsePublicKey(spki);
  if (options.pss === true && key.kind !== 'RSA')
    throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', 'expected an RSA key for RSASSA-PSS');
  switch (key.kind) {
    case 'RSA':
      return rsaAlgorithm(key, options);
    case 'EC': {
      const { curve } = key;
      if (!isSupportedCurve(curve))
        throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected a curve of ${Object.keys(CURVE_DIGEST).join(', ')}, got ${curve}`);
      return { name: 'ECDSA', curve, digest: chosenDigest(options) ?? CURVE_DIGEST[curve] };
    }
    case 'Ed25519':
      if (options.digest !== undefined && options.digest !== 'SHA-512')
        throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected SHA-512 with Ed25519 (RFC 8419), got ${options.digest}`);
      return { name: 'Ed25519', digest: 'SHA-512' };
    case 'Ed448':
      if (options.digest !== undefined && options.digest !== 'SHAKE256')
        throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected SHAKE256 with Ed448 (RFC 8419), got ${options.digest}`);
      return { name: 'Ed448', digest: 'SHAKE256' };
    case 'DSA':
    case 'other':
      throw new KeyStoreError(
        'KEY_ALGORITHM_UNSUPPORTED',
        `expected an RSA, EC, Ed25519 or Ed448 key, got ${key.kind === 'DSA' ? 'DSA' : key.oid}`,
      );
  }
}

function rsaAlgorithm(
  key: Extract<PublicKey, { kind: 'RSA' }>,
  options: SoftwareSignerOptions<SigningDigest>,
): SignatureAlgorithm<SigningDigest> {
  const chosen = chosenDigest(options);
  if (key.pss === undefined && options.pss !== true) return { name: 'RSASSA-PKCS1-v1_5', digest: chosen ?? 'SHA-256' };
  const bound = key.pss?.digest;
  const digest = chosen ?? (isSupportedDigest(bound) ? bound : 'SHA-256');
  if (bound !== undefined && bound !== digest)
    throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected ${bound}, to which the key is restricted, got ${digest}`);
  return { name: 'RSASSA-PSS', digest, saltLength: Math.max(DIGEST_ALGORITHMS[digest].length, key.pss?.saltLength ?? 0) };
}

type HashedDigest = Exclude<SigningDigest, 'SHAKE256'>;

/** SHAKE256 belongs to Ed448 alone. */
function chosenDigest({ digest }: SoftwareSignerOptions<SigningDigest>): HashedDigest | undefined {
  if (digest === undefined || isSupportedDigest(digest)) return digest;
  throw new KeyStoreError('KEY_ALGORITHM_UNSUPPORTED', `expected SHA-2 or SHA-3 with this key, got ${digest}`);
}

function isSupportedCurve(curve: string): curve is SignatureCurve {
  return Object.hasOwn(CURVE_DIGEST, curve);
}

function isSupportedDigest(digest: string | undefined): digest is HashedDigest {
  return digest !== undefined && digest !== 'SHAKE256' && (isSigningDigest(digest) || isSpongeDigest(digest));
}

/** PureEdDSA takes the message itself. */
function nodeDigest(algorithm: SignatureAlgorithm<SigningDigest>): string | null {
  if (algorithm.name === 'Ed25519' || algorithm.name === 'Ed448') return null;
  return algorithm.digest.replace('SHA-', 'SHA').toLowerCase();
}

function nodeParameters(algorithm: SignatureAlgorithm<SigningDigest>): { padding?: number; saltLength?: number; dsaEncoding?: 'der' } {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { padding: constants.RSA_PKCS1_PADDING };
    case 'RSASSA-PSS':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength };
    case 'ECDSA':
      return { dsaEncoding: 'der' };
    case 'Ed25519':
    case 'Ed448':
      return {};
  }
}
