import { PortError } from '@sealkit/core/ports';

export type ObjectStoreErrorCode =
  /** The octets have another digest or length than was said; nothing was kept. */
  | 'OBJECT_DIGEST_DIFFERS'
  /** What the store holds under the digest has another one: it was damaged or changed behind the store's back. */
  | 'OBJECT_BROKEN'
  /** No space, or the quota is used up. */
  | 'OBJECT_STORE_FULL'
  /** The store does not let us in, or is not there as it was configured. */
  | 'OBJECT_STORE_REFUSED'
  /** The store cannot do it now: try again. */
  | 'OBJECT_STORE_UNAVAILABLE';

/** The store of objects could not do its work. Neither message nor cause carries octets of an object. */
export class ObjectStoreError extends PortError {
  declare readonly code: ObjectStoreErrorCode;

  constructor(code: ObjectStoreErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super('object-store', code, message, { retryable: code === 'OBJECT_STORE_UNAVAILABLE', ...options });
  }
}
