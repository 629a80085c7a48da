/** Digests that a permit, a hash state and a seal statement use. SHA-2 alone: its state can be exported and cannot be inverted. */
export type DigestAlgorithm = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** Digests of a signature alone. Sponges are among them, whose state can be inverted: none of it ever leaves the process. */
export type SigningDigest = DigestAlgorithm | SpongeDigest;

export type Sha3Digest = 'SHA3-256' | 'SHA3-384' | 'SHA3-512';

/** SHA-3, and SHAKE256 with 512 bits of output as CMS has it (FIPS 202, RFC 8702 §3.1). */
export type SpongeDigest = Sha3Digest | 'SHAKE256';

/** Curves of ECDSA keys (FIPS 186-5, RFC 5639). */
export type SignatureCurve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1';

/**
 * Signature algorithms that Sealkit makes. With `SigningDigest` it has SHA-3 and Ed448 too; by default it has what also fits a
 * permit and a state that survives a restart.
 */
export type SignatureAlgorithm<Digest extends SigningDigest = DigestAlgorithm> =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly digest: Exclude<Digest, 'SHAKE256'> }
  | { readonly name: 'RSASSA-PSS'; readonly digest: Exclude<Digest, 'SHAKE256'>; readonly saltLength: number }
  | { readonly name: 'ECDSA'; readonly digest: Exclude<Digest, 'SHAKE256'>; readonly curve: SignatureCurve }
  | { readonly name: 'Ed25519'; readonly digest: 'SHA-512' }
  // Never where `Digest` leaves SHAKE256 out. No conditional type: with one, what signs less would not fit where more is taken.
  | (Ed448Algorithm & { readonly digest: Digest });

/** Pure Ed448; CMS digests the content with SHAKE256 of 512 bits (RFC 8419 §3.1). */
export interface Ed448Algorithm {
  readonly name: 'Ed448';
  readonly digest: 'SHAKE256';
}
