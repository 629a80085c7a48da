import type { Bytes, ByteSource, CallOptions } from '@sealkit/core/bytes';

/** Which object of whom. */
export interface ObjectReference {
  /** May hold any character. Objects of one tenant are never seen under another, be they the same octets. */
  readonly tenant: string;
  /** `sha256:` and 64 lower-case hexadecimal digits. */
  readonly digest: string;
}

export interface NewObject extends ObjectReference {
  /** In octets. */
  readonly length: number;
}

/**
 * Documents by their digest. Nothing is changed or removed.
 *
 * @throws TypeError, RangeError where `digest` or `length` is none.
 * @throws `ObjectStoreError` of port `object-store`: `OBJECT_STORE_FULL`, `OBJECT_STORE_REFUSED`, `OBJECT_STORE_UNAVAILABLE` (retryable).
 */
export interface ObjectStore {
  /**
   * Durable when it resolves; an object that is there already stays. The octets are read to their end and checked in any case, and
   * each of the arrays they come in may be used again once the next one is asked for. Where the octets themselves fail, their error is
   * passed on. Nothing is kept of what was refused or given up.
   *
   * @throws `ObjectStoreError` `OBJECT_DIGEST_DIFFERS` where the octets have another digest or length; `OBJECT_BROKEN` where what is
   * there already has, and cannot be replaced.
   */
  put(of: NewObject, octets: AsyncIterable<Bytes>, options?: CallOptions): Promise<void>;

  /**
   * The object, or undefined where there is none. Its digest is computed before it is handed out.
   *
   * @throws `ObjectStoreError` `OBJECT_BROKEN` where what is there has another digest; also from `read`, where it is gone or of another length meanwhile.
   */
  open(of: ObjectReference, options?: CallOptions): Promise<ByteSource | undefined>;
}
