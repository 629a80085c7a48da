import { randomBytes } from 'node:crypto';
import { encodeBase64Url, encodeHex } from '@sealkit/core/bytes';
import type { Authorization, Clock, KeyStoreContext } from '@sealkit/core/ports';
import { KeyStoreError } from './key-store-error.ts';

interface AuthorizationRecord<Consent> {
  readonly credentialId: string;
  readonly context: KeyStoreContext;
  readonly digests: readonly string[];
  readonly expiresAt: Date;
  readonly consent: Consent;
}

export interface AuthorizationUse {
  readonly credentialId: string;
  readonly context: KeyStoreContext;
  readonly digests: readonly Uint8Array[];
}

/** What the keeper of a key gave for consent, and until when it holds. */
export interface KeeperConsent<Consent> {
  readonly consent: Consent;
  readonly expiresAt: Date;
}

/** Consents that were given and not yet used: each for one credential, one context and exactly these digests, once. */
export interface Authorizations<Consent> {
  grant(use: AuthorizationUse, given: KeeperConsent<Consent>): Authorization;
  /** Takes a token out of the store, and answers what the keeper gave. @throws {@link KeyStoreError} when it does not fit. */
  redeem(token: string, use: AuthorizationUse): Consent;
  /** Puts a token back whose signature could not be made. */
  restore(token: string): void;
}

/** Most tokens held at a time. */
const MAX_OPEN = 10_000;

/** Tokens of 256 random bits, in memory: a restart voids them. */
export function createAuthorizations<Consent>(clock: Clock): Authorizations<Consent> {
  const open = new Map<string, AuthorizationRecord<Consent>>();
  const used = new Map<string, AuthorizationRecord<Consent>>();
  /** Of those that came first; one that holds longer keeps the ones behind it a little longer too. */
  const dropExpired = (): void => {
    const now = clock.now().getTime();
    for (const records of [open, used]) {
      for (const [token, { expiresAt }] of records) {
        if (expiresAt.getTime() > now) break;
        records.delete(token);
      }
    }
  };
  const isFull = (): boolean => {
    if (open.size < MAX_OPEN) return false;
    const now = clock.now().getTime();
    for (const [token, { expiresAt }] of open) if (expiresAt.getTime() <= now) open.delete(token);
    return open.size >= MAX_OPEN;
  };
  return {
    grant({ credentialId, context, digests }, { consent, expiresAt }) {
      dropExpired();
      if (isFull()) throw new KeyStoreError('KEY_STORE_BUSY', 'too many open authorizations', { retryable: true });
      const token = encodeBase64Url(randomBytes(32));
      open.set(token, { credentialId, context: { ...context }, digests: digests.map(encodeHex), expiresAt, consent });
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
      return record.consent;
    },
    restore(token) {
      const record = used.get(token);
      if (record === undefined) return;
      used.delete(token);
      open.set(token, record);
    },
  };
}

function fits(record: AuthorizationUse | AuthorizationRecord<unknown>, use: AuthorizationUse): boolean {
  return fingerprintOf(record) === fingerprintOf(use);
}

/** Credential, tenant, person, envelope and digests as one text: equal for the same use and for no other. */
export function fingerprintOf({ credentialId, context, digests }: AuthorizationUse | AuthorizationRecord<unknown>): string {
  const hex = digests.map((digest) => (typeof digest === 'string' ? digest : encodeHex(digest)));
  return JSON.stringify([credentialId, context.tenant, context.actor, context.envelopeId, hex]);
}
