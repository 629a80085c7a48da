import type { DigestAlgorithm, DigestEngine, NativeAlgorithm } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import type { AnyDigestAlgorithm } from './digest-algorithms.ts';
import { digest as computeDigest, unshared } from './digest.ts';
import { ecdsaDerToRaw, ECDSA_FIELD_LENGTH } from './ecdsa-value.ts';
import { type NamedCurve, parsePublicKey, plainRsaSpki, type PublicKey } from './public-key.ts';
import { verifyRsaValue } from './rsa-verification.ts';
import type { VerificationAlgorithm } from './signature-algorithm.ts';
import { importVerificationKey } from './verification-key.ts';
import { signatureParameters } from './web-crypto-parameters.ts';

/** `unsupported`: neither this runtime nor Sealkit has the algorithm or key; it never counts as good. */
export type SignatureValueResult = 'valid' | 'invalid' | 'unsupported';

export interface SignatureValueQuery {
  readonly algorithm: VerificationAlgorithm;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** In CMS form: RSA raw, ECDSA as DER SEQUENCE of r and s, EdDSA raw. */
  readonly signature: Uint8Array;
  /** The signed octets; or their digest, from which RSA values alone can be verified. */
  readonly message: Uint8Array | { readonly digest: Uint8Array };
  /** Verifies in the place of WebCrypto what it can. */
  readonly engine?: DigestEngine | undefined;
}

/**
 * Verifies a signature value. Malformed keys and values are answers, not exceptions: a document brings them.
 *
 * @see RFC 8017 §8, FIPS 186-4 §4.7, FIPS 186-5 §6.4, RFC 5639, RFC 8032 §5.1.7, §5.2.7
 */
export async function verifySignatureValue(query: SignatureValueQuery): Promise<SignatureValueResult> {
  const key = findPublicKey(query.publicKey);
  if (key === undefined) return 'invalid';
  const { algorithm } = query;
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      if (key.kind !== 'RSA') return otherKind(key);
      return key.pss === undefined ? verifyPkcs1(key, algorithm.digest, query) : 'invalid';
    case 'RSASSA-PSS':
      return key.kind === 'RSA' ? verifyPss(key, algorithm, query) : otherKind(key);
    case 'ECDSA':
      return key.kind === 'EC' ? verifyEcdsa(key, algorithm.digest, query) : otherKind(key);
    case 'DSA':
      return key.kind === 'DSA' ? verifyDsa(key, algorithm.digest, query) : otherKind(key);
    case 'Ed25519':
      return key.kind === 'Ed25519' ? verifyEd25519(query) : otherKind(key);
    case 'Ed448':
      return key.kind === 'Ed448' ? verifyEd448(key, query) : otherKind(key);
    case 'unknown':
      return 'unsupported';
  }
}

function findPublicKey(spki: Uint8Array): PublicKey | undefined {
  try {
    return parsePublicKey(spki);
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

/** A known key of another kind cannot have made the signature; an unknown one might have. */
function otherKind(key: PublicKey): SignatureValueResult {
  return key.kind === 'other' ? 'unsupported' : 'invalid';
}

async function verifyPkcs1(
  key: Extract<PublicKey, { kind: 'RSA' }>,
  digest: AnyDigestAlgorithm,
  query: SignatureValueQuery,
): Promise<SignatureValueResult> {
  if (isNative(digest)) {
    const result = await verifyNative({ name: 'RSASSA-PKCS1-v1_5', digest }, query);
    if (result !== 'unsupported') return result;
  }
  return verifyRsaValue(key, { name: 'RSASSA-PKCS1-v1_5', digest }, query.signature, query.message);
}

async function verifyPss(
  key: Extract<PublicKey, { kind: 'RSA' }>,
  algorithm: Extract<VerificationAlgorithm, { name: 'RSASSA-PSS' }>,
  query: SignatureValueQuery,
): Promise<SignatureValueResult> {
  const { digest, saltLength } = algorithm;
  const mgfDigest = algorithm.mgfDigest ?? digest;
  // RFC 4055 §3.3: a key restricted to parameters verifies under them alone.
  if (key.pss && (key.pss.digest !== digest || key.pss.mgfDigest !== mgfDigest || saltLength < key.pss.saltLength)) return 'invalid';
  if (isNative(digest) && mgfDigest === digest) {
    const spki = key.pss === undefined ? query.publicKey : plainRsaSpki(query.publicKey);
    const result = await verifyNative({ name: 'RSASSA-PSS', digest, saltLength }, { ...query, publicKey: spki });
    if (result !== 'unsupported') return result;
  }
  return verifyRsaValue(key, { name: 'RSASSA-PSS', digest, mgfDigest, saltLength }, query.signature, query.message);
}

async function verifyEcdsa(
  key: Extract<PublicKey, { kind: 'EC' }>,
  digest: AnyDigestAlgorithm,
  query: SignatureValueQuery,
): Promise<SignatureValueResult> {
  const { curve } = key;
  if (!isNamedCurve(curve)) return 'unsupported';
  let raw: Uint8Array;
  try {
    raw = ecdsaDerToRaw(query.signature, curve);
  } catch (error) {
    if (error instanceof CryptoError) return 'invalid';
    throw error;
  }
  if (isNative(digest) && curve.startsWith('P-')) {
    const result = await verifyNative({ name: 'ECDSA', digest, curve }, { ...query, signature: raw });
    if (result !== 'unsupported') return result;
  }
  if (!(query.message instanceof Uint8Array)) return 'unsupported';
  const { verifyEcdsaValue } = await import('./curve-arithmetic.ts');
  return verifyEcdsaValue(curve, key.point, raw, await computeDigest(digest, query.message));
}

async function verifyDsa(
  key: Extract<PublicKey, { kind: 'DSA' }>,
  digest: AnyDigestAlgorithm,
  { message, signature }: SignatureValueQuery,
): Promise<SignatureValueResult> {
  const { verifyDsaValue } = await import('./dsa-verification.ts');
  return verifyDsaValue(key, signature, message instanceof Uint8Array ? await computeDigest(digest, message) : message.digest);
}

async function verifyEd25519(query: SignatureValueQuery): Promise<SignatureValueResult> {
  if (query.signature.length !== 64) return 'invalid';
  return verifyNative({ name: 'Ed25519' }, query);
}

async function verifyEd448(key: Extract<PublicKey, { kind: 'Ed448' }>, query: SignatureValueQuery): Promise<SignatureValueResult> {
  if (query.signature.length !== 114) return 'invalid';
  if (!(query.message instanceof Uint8Array)) return 'unsupported';
  const { verifyEd448Value } = await import('./curve-arithmetic.ts');
  return verifyEd448Value(key.point, query.signature, query.message);
}

/** By the engine or by WebCrypto. A refusal of the runtime to take key or algorithm is `unsupported`, whatever error it chose. */
async function verifyNative(algorithm: NativeAlgorithm, query: SignatureValueQuery): Promise<SignatureValueResult> {
  const { message, publicKey, signature, engine } = query;
  if (!(message instanceof Uint8Array)) return 'unsupported';
  const valid = engine?.verify?.({ algorithm, publicKey, signature, message });
  if (valid !== undefined) return valid ? 'valid' : 'invalid';
  try {
    const key = await importVerificationKey(algorithm, publicKey);
    const good = await crypto.subtle.verify(signatureParameters(algorithm), key, unshared(signature), unshared(message));
    return good ? 'valid' : 'invalid';
  } catch {
    return 'unsupported';
  }
}

function isNative(digest: AnyDigestAlgorithm): digest is DigestAlgorithm | 'SHA-1' {
  return digest === 'SHA-256' || digest === 'SHA-384' || digest === 'SHA-512' || digest === 'SHA-1';
}

function isNamedCurve(curve: string): curve is NamedCurve {
  return curve in ECDSA_FIELD_LENGTH;
}
