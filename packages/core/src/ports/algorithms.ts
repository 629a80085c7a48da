/** Digests that a permit, a hash state and a signature may use. SHA-2 alone: its state can be exported and cannot be inverted. */
export type DigestAlgorithm = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** Signature algorithms that Sealkit makes. */
export type SignatureAlgorithm =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly digest: DigestAlgorithm }
  | { readonly name: 'RSASSA-PSS'; readonly digest: DigestAlgorithm; readonly saltLength: number }
  | { readonly name: 'ECDSA'; readonly digest: DigestAlgorithm; readonly curve: 'P-256' | 'P-384' | 'P-521' }
  | { readonly name: 'Ed25519'; readonly digest: 'SHA-512' };
