import type { KeyStore } from '@sealkit/core/ports';

/** What an implementer hands to the contract, new for each case. */
export interface KeyStoreContractSubject {
  readonly keyStore: KeyStore;
  /** Credentials that exist, each of a key of its own: one for each algorithm that the store offers, and two at least. */
  readonly credentialIds: readonly [string, string, ...string[]];
  /** A credential whose certificate belongs to another key than the one that would sign. */
  readonly mismatchedCredentialId: string;
  /** Moves the clock of the store forward. */
  advance(milliseconds: number): void;
  /** Longer than consent lasts. */
  readonly beyondAuthorizationMs: number;
  /** Texts that nobody may read in an error, an answer or a log: passwords, PINs, access tokens, keys. */
  readonly secrets: readonly string[];
  /** All that the store wrote to the log of its host so far; absent where it writes none. */
  logged?(): string;
  /** The person consents where the store sends them; absent where no step of the store pauses. */
  consent?(actionUrl: string): Promise<void>;
}

/** One promise of the port, checked on a subject of its own. */
export interface KeyStoreContractCase {
  readonly title: string;
  readonly run: (subject: KeyStoreContractSubject) => Promise<void>;
}
