import type { SigningNotice } from './signing-act.ts';
import type { HashState, SignatureAlgorithm, SigningDigest } from '../ports/index.ts';

/** A signature that only lacks its value. A plain JSON value: it survives a restart and a change of process. */
export interface PreparedSignature {
  readonly version: 1;
  /** Length of the original that the revision belongs to. */
  readonly originalLength: number;
  /** SHA-2 digest of the original, `sha256:<hex>`: the original must still be the same when the signature is completed. */
  readonly originalDigest: string;
  /** The octets to append, base64, hole included. */
  readonly appended: string;
  readonly holeStart: number;
  readonly holeEnd: number;
  readonly byteRange: readonly [number, number, number, number];
  readonly fields: readonly string[];
  readonly notices?: readonly SigningNotice[];
  readonly digestAlgorithm: SigningDigest;
  /** Digest over the byte range by that algorithm, `sha256:<hex>`. */
  readonly byteRangeDigest: string;
  /** DER of the signed attributes (SET OF), base64: the data to be signed. */
  readonly dataToBeSigned: string;
  readonly signatureAlgorithm: SignatureAlgorithm<SigningDigest>;
  /** DER certificates, leaf first, base64. */
  readonly certificates: readonly string[];
  /**
   * State of the digest over the original up to the start of the hole, from which the digest of the finished file follows.
   * Absent where a native engine made the digests, and with SHA-3 and SHAKE256: the document itself is then needed to complete
   * the signature.
   */
  readonly stateAtHole?: HashState;
}

/** The octets that turn the original into the signed document. */
export interface SignedRevision {
  readonly originalLength: number;
  readonly appended: Uint8Array<ArrayBuffer>;
  readonly byteRange: readonly [number, number, number, number];
  readonly fields: readonly string[];
  readonly notices: readonly SigningNotice[];
  readonly byteRangeDigest: string;
  /** SHA-2 digest of the whole signed file, `sha256:<hex>`. */
  readonly fileDigest: string;
}
