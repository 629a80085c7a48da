import type { Bytes } from '../bytes/index.ts';
import type { DigestAlgorithm, SignatureCurve, SpongeDigest } from './algorithms.ts';

/**
 * The chaining state of a SHA-2 computation after the whole blocks of a message, and the octets left over. JSON-safe.
 * The tail is plain text of the document (up to 63 or 127 octets): it is neither logged nor stored.
 */
export interface HashState {
  readonly algorithm: DigestAlgorithm;
  /** Chaining value, lower-case hexadecimal: 32 octets for SHA-256, 64 for SHA-384 and SHA-512. */
  readonly state: string;
  /** Length of the message so far, in octets. */
  readonly length: number;
  /** Octets after the last whole block, lower-case hexadecimal; their number is `length` modulo the block size. */
  readonly tail: string;
}

/** One running digest. */
export interface DigestStream {
  update(bytes: Uint8Array): void;
  /** Ends the computation; nothing may be called afterwards. */
  digest(): Promise<Bytes>;
  /** Present where the engine can be interrupted; the stream goes on unharmed. */
  exportState?(): HashState;
  /** A second running digest of what came so far; both go on by themselves. */
  clone?(): DigestStream;
}

/** The heavy work, natively where the runtime can: a JavaScript engine in core, a native one in the server adapter. */
export interface DigestEngine {
  create(algorithm: DigestAlgorithm): DigestStream;
  /** A running digest that hands out no state; undefined where the engine has not the algorithm, and core's own serves. */
  createSponge?(algorithm: SpongeDigest): DigestStream | undefined;
  /**
   * Verifies one value with a key of the runtime's own; undefined where the runtime does not take key or algorithm, and
   * WebCrypto is asked.
   */
  verify?(query: NativeVerification): boolean | undefined;
  /**
   * What a zlib stream holds (RFC 1950) that is whole and sound; undefined for any other, and for more than `maximum` octets:
   * core's own decoder then says what is in it.
   */
  inflate?(bytes: Uint8Array, maximum: number): Bytes | undefined;
}

/** What runtimes verify natively: SHA-1 is in old signatures, which are judged elsewhere. */
export type NativeAlgorithm =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly digest: DigestAlgorithm | 'SHA-1' }
  | { readonly name: 'RSASSA-PSS'; readonly digest: DigestAlgorithm | 'SHA-1'; readonly saltLength: number }
  | { readonly name: 'ECDSA'; readonly digest: DigestAlgorithm | 'SHA-1'; readonly curve: SignatureCurve }
  | { readonly name: 'Ed25519' };

/** Key and value are well-formed by the time they come here. */
export interface NativeVerification {
  readonly algorithm: NativeAlgorithm;
  /** DER SubjectPublicKeyInfo, never of a key that is restricted to RSASSA-PSS. */
  readonly publicKey: Uint8Array;
  /** RSA and EdDSA as they are, ECDSA as r and s of the length of the field. */
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
}
