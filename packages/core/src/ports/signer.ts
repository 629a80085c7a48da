import type { Bytes, CallOptions } from '../bytes/index.ts';
import type { SignatureAlgorithm } from './algorithms.ts';

/** What is to be signed: the octets themselves and their digest, since key stores want one or the other. */
export interface SigningInput {
  readonly dtbs: Bytes;
  readonly digest: Bytes;
}

/** A key with its certificates. The value comes in CMS form: RSA raw, ECDSA as DER SEQUENCE of r and s, EdDSA raw. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** DER, leaf first. */
  readonly certificates: readonly Bytes[];
  sign(input: SigningInput, options?: CallOptions): Promise<Bytes>;
}
