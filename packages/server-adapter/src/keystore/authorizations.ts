import { randomBytes } from 'node:crypto';
import { encodeBase64Url, encodeHex } from '@sealkit/core/bytes';
import type { Authorization, Clock, KeyStoreContext } from '@sealkit/core/ports';
import { KeyStoreError } from './key-store-error.ts';

interface AuthorizationRecord {
  readonly credentialId: string;
  readonly context: KeyStoreContext;
  readonly digests: readonly string[];
  readonly expiresAt: Date;
}

export interface AuthorizationUse {
  readonly credentialId: string;
  readonly context: KeyStoreContext;
  readonly digests: readonly Uint8Array[];
}

/** Consents that were given and not yet used: each for one credential, one context and exactly these digests, once. */
export interface Authorizations {
  grant(use: AuthorizationUse): Authorization;
  /** Takes a token out of the store. @throws {@link KeyStoreError} when it does not fit. */
  redeem(token: string, use: AuthorizationUse): void;
  /** Puts a token back whose signature could not be made. */
  restore(token: string): void;
}

/** Most tokens held at a time. */
const MAX_OPEN = 10_000;

/** Tokens of 256 random bits, in memory: a restart voids them. */
export function createAuthorizations(clock: Clock, lifetimeMs: number): Authorizations {
  const open = new Map<string, AuthorizationRecord>();
  const used = new Map<string, AuthorizationRecord>();
  const dropExpired = (): void => {
    const now = clock.now().getTime();
    for (const records of [open, used]) for (const [token, { expiresAt }] of records) if (expiresAt.getTime() <= now) records.delete(token);
  };
  return {
    grant({ credentialId, context, digests }) {
      dropExpired();
      if (open.size >= MAX_OPEN) throw new KeyStoreError('KEY_STORE_BUSY', 'too many open authorizations', { retryable: true });
      const token = encodeBase64Url(randomBytes(32));
      const expiresAt = new Date(clock.now().getTime() + lifetimeMs);
      open.set(token, { credentialId, context, digests: digests.map(encodeHex), expiresAt });
      return { token, expiresAt };
    },
    redeem(token, use) {
      const record = open.get(token);
      if (record === undefined) {
        if (used.has(token)) throw new KeyStoreError('KEY_STORE_AUTHORIZATION_USED', 'expected an authorization that was not used yet');
        throw new KeyStoreError('KEY_STORE_AUTHORIZATION_UNKNOWN', 'expected an authorization of this key store');
      }
      if (record.expiresAt.getTime() <= clock.now().getTime()) {
        open.delete(token);
        throw new KeyStoreError('KEY_STORE_AUTHORIZATION_EXPIRED', 'expected an authorization that has not expired');
      }
      if (!fits(record, use))
        throw new KeyStoreError('KEY_STORE_AUTHORIZATION_MISMATCH', 'expected the credential, context and digests that were authorized');
      open.delete(token);
      used.set(token, record);
    },
    restore(token) {
      const record = used.get(token);
      if (record === undefined) return;
      used.delete(token);
      open.set(token, record);
    },
  };
}

function fits(record: AuthorizationRecord, use: AuthorizationUse): boolean {
  const { context } = record;
  return (
    record.credentialId === use.credentialId &&
    context.tenant === use.context.tenant &&
    context.actor === use.context.actor &&
    context.envelopeId === use.context.envelopeId &&
    record.digests.length === use.digests.length &&
    use.digests.every((digest, index) => encodeHex(digest) === record.digests[index])
  );
}
