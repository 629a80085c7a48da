import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { Clock, KeyStore, Signer } from '@sealkit/core/ports';
import { createConsentingKeyStore } from './consenting-key-store.ts';

/** What is common to stores that keep consent themselves. */
export interface HostedKeyOptions {
  readonly clock: Clock;
  /** How long consent to sign holds; two minutes by default. */
  readonly authorizationLifetimeMs?: number;
}

export interface SignerKeyStoreOptions extends HostedKeyOptions {
  readonly name: string;
  /** The key of a credential, opened for one step. @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNKNOWN` */
  readonly openSigner: (credentialId: string, call?: CallOptions) => Promise<Signer>;
}

const TWO_MINUTES = 120_000;

/**
 * A key store over signers that ask nobody: consent is kept here alone. It binds to exactly the digests, the credential and the
 * context, and serves once; a repeat under the same idempotency key gets the same values.
 */
export function createSignerKeyStore({ openSigner, authorizationLifetimeMs, ...options }: SignerKeyStoreOptions): KeyStore {
  return createConsentingKeyStore<null>({
    ...options,
    async openKey(credentialId, call) {
      const signer = await openSigner(credentialId, call);
      return {
        algorithm: signer.algorithm,
        certificates: signer.certificates,
        consent: () => {
          const expiresAt = new Date(options.clock.now().getTime() + (authorizationLifetimeMs ?? TWO_MINUTES));
          return Promise.resolve({ status: 'done', value: { consent: null, expiresAt } });
        },
        async sign(inputs, _consent, signing) {
          const values: Bytes[] = [];
          for (const input of inputs) values.push(await signer.sign(input, signing));
          return values;
        },
      };
    },
  });
}
