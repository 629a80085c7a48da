import { OIDS } from '../asn1/index.ts';
import type { DigestAlgorithm, SigningDigest, SpongeDigest } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';

/** Digests that can be computed, also to read what others made. Signatures are made with `SigningDigest` alone. */
export type AnyDigestAlgorithm =
  | DigestAlgorithm
  | 'MD5'
  | 'SHA-1'
  | 'SHA-224'
  | 'SHA-512/256'
  | 'SHA3-224'
  | 'SHA3-256'
  | 'SHA3-384'
  | 'SHA3-512'
  /** With 512 bits of output, as CMS has it (RFC 8702 §3.1). */
  | 'SHAKE256'
  | 'RIPEMD-160';

interface DigestFacts {
  readonly oid: string;
  /** Octets of the value. */
  readonly length: number;
  /** Prefix in `sha256:<hex>` texts, for the algorithms that such texts may name. */
  readonly prefix?: string;
}

export const DIGEST_ALGORITHMS: { readonly [name in AnyDigestAlgorithm]: DigestFacts } = {
  'SHA-256': { oid: OIDS.sha256, length: 32, prefix: 'sha256' },
  'SHA-384': { oid: OIDS.sha384, length: 48, prefix: 'sha384' },
  'SHA-512': { oid: OIDS.sha512, length: 64, prefix: 'sha512' },
  'SHA-512/256': { oid: OIDS.sha512_256, length: 32 },
  'SHA-224': { oid: OIDS.sha224, length: 28 },
  'SHA-1': { oid: OIDS.sha1, length: 20 },
  MD5: { oid: OIDS.md5, length: 16 },
  'SHA3-224': { oid: OIDS.sha3_224, length: 28 },
  'SHA3-256': { oid: OIDS.sha3_256, length: 32 },
  'SHA3-384': { oid: OIDS.sha3_384, length: 48 },
  'SHA3-512': { oid: OIDS.sha3_512, length: 64 },
  SHAKE256: { oid: OIDS.shake256, length: 64 },
  'RIPEMD-160': { oid: OIDS.ripemd160, length: 20 },
};

const BY_OID: ReadonlyMap<string, AnyDigestAlgorithm> = new Map(
  names().map((name): [string, AnyDigestAlgorithm] => [DIGEST_ALGORITHMS[name].oid, name]),
);

/** The digest that an object identifier names. */
export function findDigestAlgorithm(oid: string): AnyDigestAlgorithm | undefined {
  return BY_OID.get(oid);
}

export function digestAlgorithmOid(algorithm: AnyDigestAlgorithm): string {
  return DIGEST_ALGORITHMS[algorithm].oid;
}

/** True for the algorithms that permits, hash states and prepared signatures may use. */
export function isSigningDigest(algorithm: string): algorithm is DigestAlgorithm {
  return algorithm === 'SHA-256' || algorithm === 'SHA-384' || algorithm === 'SHA-512';
}

/** True for the digests of signatures alone, whose state is handed out nowhere. */
export function isSpongeDigest(algorithm: string): algorithm is SpongeDigest {
  return Object.hasOwn(SHA2_BESIDE, algorithm);
}

const SHA2_BESIDE: { readonly [sponge in SpongeDigest]: DigestAlgorithm } = {
  'SHA3-256': 'SHA-256',
  'SHA3-384': 'SHA-384',
  'SHA3-512': 'SHA-512',
  SHAKE256: 'SHA-512',
};

/** The SHA-2 digest as strong as that of a signature: for what lies beside it, such as time-stamps and digests of files. */
export function sha2Beside(algorithm: SigningDigest): DigestAlgorithm {
  return isSpongeDigest(algorithm) ? SHA2_BESIDE[algorithm] : algorithm;
}

/** @throws {@link CryptoError} `CRYPTO_ALGORITHM_UNKNOWN` */
export function digestAlgorithmOfPrefix(prefix: string): DigestAlgorithm {
  for (const name of names()) if (DIGEST_ALGORITHMS[name].prefix === prefix && isSigningDigest(name)) return name;
  throw new CryptoError('CRYPTO_ALGORITHM_UNKNOWN', 'expected a digest that starts with sha256:, sha384: or sha512:');
}

function names(): readonly AnyDigestAlgorithm[] {
  return Object.keys(DIGEST_ALGORITHMS).filter((name): name is AnyDigestAlgorithm => name in DIGEST_ALGORITHMS);
}
