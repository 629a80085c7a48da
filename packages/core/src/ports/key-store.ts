import type { Bytes, CallOptions } from '../bytes/index.ts';
import type { SignatureAlgorithm } from './algorithms.ts';
import type { SigningInput } from './signer.ts';

/** The answer of a step that may have to wait for a person or another service. */
export type Step<T> =
  | { readonly status: 'done'; readonly value: T }
  | {
      readonly status: 'pending';
      readonly resume: string;
      readonly actionUrl?: string;
      readonly pollAfterMs?: number;
      readonly expiresAt: Date;
    };

/** Who asks, for what, and the key under which a repeat is the same request. */
export interface KeyStoreContext {
  readonly tenant: string;
  readonly actor: string;
  readonly envelopeId: string;
  readonly idempotencyKey: string;
}

/** A key that may be used, as far as the outside may know it. */
export interface Credential {
  readonly id: string;
  /** DER, leaf first. */
  readonly certificates: readonly Bytes[];
  readonly algorithm: SignatureAlgorithm;
  readonly notAfter: Date;
}

export interface OpenRequest {
  readonly context: KeyStoreContext;
  readonly credentialId: string;
  readonly resume?: string;
}

export interface AuthorizeRequest {
  readonly context: KeyStoreContext;
  readonly credential: Credential;
  /** Consent is to exactly these digests. */
  readonly digests: readonly Bytes[];
  readonly resume?: string;
}

export interface Authorization {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface SignRequest {
  readonly context: KeyStoreContext;
  readonly credential: Credential;
  readonly authorization: Authorization;
  readonly inputs: readonly SigningInput[];
}

/** Keys that never leave their store. `open` and `authorize` may pause; `sign` never does and is idempotent per key. */
export interface KeyStore {
  readonly name: string;
  open(request: OpenRequest, options?: CallOptions): Promise<Step<Credential>>;
  authorize(request: AuthorizeRequest, options?: CallOptions): Promise<Step<Authorization>>;
  /** One value per input, in order, in CMS form. */
  sign(request: SignRequest, options?: CallOptions): Promise<readonly Bytes[]>;
}
