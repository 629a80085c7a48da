import type { Bytes } from '../bytes/index.ts';
import type { DigestAlgorithm, SpongeDigest } from './algorithms.ts';

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

/** Makes running digests: a JavaScript engine in core, a native one in the server adapter. */
export interface DigestEngine {
  create(algorithm: DigestAlgorithm): DigestStream;
  /** A running digest that hands out no state; undefined where the engine has not the algorithm, and core's own serves. */
  createSponge?(algorithm: SpongeDigest): DigestStream | undefined;
}
