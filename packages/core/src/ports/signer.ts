import type { Bytes, CallOptions } from '../bytes/index.ts';
import type { DigestAlgorithm, SignatureAlgorithm, SigningDigest } from './algorithms.ts';

/** What is to be signed: the octets themselves and their digest, since key stores want one or the other. */
export interface SigningInput {
  readonly dtbs: Bytes;
  readonly digest: Bytes;
}

/**
 * A key with its certificates. The value comes in CMS form: RSA raw, ECDSA as DER SEQUENCE of r and s, EdDSA raw.
 * `Signer<SigningDigest>` may use SHA-3 and Ed448 too: it signs documents, and neither permits nor seal statements.
 */
export interface Signer<out Digest extends SigningDigest = DigestAlgorithm> {
  readonly algorithm: SignatureAlgorithm<Digest>;
  /** DER, leaf first. */
  readonly certificates: readonly Bytes[];
  sign(input: SigningInput, options?: CallOptions): Promise<Bytes>;
}
