import type { EnvelopeDeadlinesConfig } from './envelopes/envelope-deadlines-config.ts';
import type { Bytes } from '@sealkit/core/bytes';
import type { Clock, KeyStore, RevocationSource, Signer } from '@sealkit/core/ports';
import type { SealRole, SealState } from '@sealkit/core/seal';
import type { TransparencyLogConfig } from './audit/transparency-log/log-config.ts';
import type { EvidenceConfig } from './evidence/evidence-config.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import type { IdentityConfig } from './identity/identity-config.ts';
import type { IntentConfig } from './intent/intent-config.ts';
import type { MonitoringPolicy } from './monitoring/monitoring-policy.ts';
import type { ObjectStore } from './objects/index.ts';
import type { SealMaker } from './register/seal-maker.ts';
import type { Store } from './storage/store.ts';
import type { Webhook, WebhookPolicy } from './webhooks/webhook-config.ts';

/** Who a request comes from, as the host's own sign-in says. */
export interface Principal {
  readonly tenant: string;
  /** Pseudonymous id under which the register knows the person. */
  readonly personId: string;
  /**
   * How the session travels. A cookie is sent by the browser also when another site asks, so that such requests must prove
   * their origin; `cookie` is assumed where nothing is said.
   */
  readonly transport?: 'cookie' | 'bearer';
  readonly sessionExpiresAt?: Date;
  /** Address that the request comes from, as the host knows it behind its proxies; grants may be limited to networks. */
  readonly address?: string;
  /** What the session is for; without it, for all that `authorize` allows. `createSessionTokens` fills it in. */
  readonly limits?: SessionLimits;
  /** The host's own name for the program that acts for the person; grants may be given to one, and the use log shows it. */
  readonly application?: string;
}

/** What a session of a page may be for. */
export type SessionScope = 'sign' | 'approve' | 'control' | 'read-log';

export interface SessionLimits {
  readonly scope: readonly SessionScope[];
  /** The one envelope that may be signed; null for any. */
  readonly envelopeId: string | null;
}

export type Action =
  | 'session.read'
  | 'trust.read'
  | 'seal.list'
  | 'seal.read'
  | 'seal.request'
  | 'seal.revise'
  | 'seal.transition'
  | 'seal.produce'
  | 'seal.version'
  | 'seal.record'
  | 'seal.stop'
  | 'grant.read'
  | 'grant.give'
  | 'grant.change'
  | 'approval.list'
  | 'approval.read'
  | 'approval.decide'
  | 'register.list'
  | 'use-log.read'
  | 'envelope.create'
  | 'envelope.list'
  | 'envelope.read'
  | 'envelope.decline'
  | 'envelope.void'
  | 'envelope.remind'
  | 'envelope.upload'
  | 'envelope.download'
  | 'envelope.evidence'
  | 'permit.request'
  | 'use.start'
  | 'use.confirm'
  | 'use.read'
  | 'seal.policy'
  | 'intent.read'
  | 'intent.enrol'
  | 'identity.verify'
  | 'identity.read'
  | 'identity.decide'
  | 'identity.certify';

/** What an action is about, as far as it is known when the host is asked. */
export type Resource =
  | { readonly type: 'tenant' }
  | { readonly type: 'organisation'; readonly id: string }
  | {
      readonly type: 'seal';
      readonly number: string;
      readonly organisationId: string;
      /** State that a step leads to, and whose step it is. */
      readonly to?: SealState;
      readonly role?: SealRole;
    }
  | { readonly type: 'grant'; readonly id: string; readonly sealNumber: string; readonly organisationId: string }
  | { readonly type: 'person'; readonly id: string }
  | {
      readonly type: 'envelope';
      readonly id: string;
      /** As what the person comes: who opened it, somebody of a party, or neither. */
      readonly role?: 'sender' | 'party' | 'administrator';
    }
  | { readonly type: 'permit'; readonly id: string }
  | { readonly type: 'use'; readonly id: string };

export type LogLevel = 'info' | 'warning' | 'error';

/** A line for the operator: no keys, tokens, document octets or names of persons. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly time: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

export interface UsePolicy {
  /** How long a permit may be used, in milliseconds. */
  readonly permitLifetimeMs: number;
  /** How long a permit may be used that waited for an approval, in milliseconds: whoever asked may be away. */
  readonly approvedPermitLifetimeMs: number;
  /** How long a request waits for its approvals, in milliseconds. */
  readonly approvalLifetimeMs: number;
  /** What every approval is countersigned by; null where the grants say. Theirs holds too: the strictest wins. */
  readonly approvalCountersignature: 'passkey' | null;
  /** How long a challenge waits for its proof, in milliseconds; never beyond the permit. */
  readonly intentLifetimeMs: number;
  /** How long a request may be at work before its idempotency key may be taken over, in milliseconds. */
  readonly answerLeaseMs: number;
  /** How long answers are kept for repeats, in milliseconds. */
  readonly answerLifetimeMs: number;
  /** How long a confirmed use keeps the version that it signs before another one may take it, in milliseconds. */
  readonly claimLifetimeMs: number;
  /** Time between two reminders of an envelope, in milliseconds. */
  readonly reminderIntervalMs: number;
  /** Octets of a document that the server keeps. */
  readonly maxDocumentLength: number;
  readonly maxPlacements: number;
  /** Octets of an appended revision. */
  readonly maxRevisionLength: number;
}

export const DEFAULT_USE_POLICY: UsePolicy = {
  permitLifetimeMs: 15 * 60_000,
  approvedPermitLifetimeMs: 24 * 3_600_000,
  approvalLifetimeMs: 7 * 24 * 3_600_000,
  approvalCountersignature: null,
  intentLifetimeMs: 10 * 60_000,
  answerLeaseMs: 30_000,
  answerLifetimeMs: 24 * 3_600_000,
  claimLifetimeMs: 15 * 60_000,
  reminderIntervalMs: 24 * 3_600_000,
  maxDocumentLength: 50 * 1024 * 1024,
  maxPlacements: 2000,
  maxRevisionLength: 8 * 1024 * 1024,
};

export interface SealPolicy {
  /** Steps in the life of a seal that one person asks for and a second one confirms. */
  readonly twoPersonSteps: readonly { readonly from: SealState; readonly to: SealState }[];
}

/** Anchors that `GET /trust` hands to pages, DER. An empty list trusts nobody. */
export interface TrustAnchors {
  readonly signers: readonly Bytes[];
  readonly sealMakers: readonly Bytes[];
  readonly registers: readonly Bytes[];
  readonly timestampAuthorities: readonly Bytes[];
}

export interface AdapterConfig {
  /** Who asks; null for nobody. There is no default. */
  readonly authenticate: (request: Request) => Principal | null | Promise<Principal | null>;
  /** Whether this person may do this; asked for every request. There is no default. */
  readonly authorize: (principal: Principal, action: Action, resource: Resource) => boolean | Promise<boolean>;
  readonly store: Store;
  /** Documents of stored envelopes; without one, documents never come to the server. */
  readonly objects?: ObjectStore;
  /** Keys of seals and persons. */
  readonly keyStore: KeyStore;
  /** ES256 key of the register: permits, use records and receipts. */
  readonly registerSigner: Signer;
  /** How persons confirm what they sign beyond their session; `confirm` alone where absent. */
  readonly intent?: IntentConfig;
  readonly clock?: Clock;
  readonly log?: (entry: LogEntry) => void;
  readonly policy?: Partial<UsePolicy>;
  readonly sealPolicy?: Partial<SealPolicy>;
  /** When `GET /anomalies` finds something; {@link DEFAULT_MONITORING_POLICY} says what holds where nothing is said. */
  readonly monitoring?: Partial<MonitoringPolicy>;
  /** Whose envelopes expire, and remind, without anybody looking at them; nobody's where absent. */
  readonly envelopeDeadlines?: EnvelopeDeadlinesConfig;
  /** Makes seals: face, key, and a statement under the maker's own key. Without one, finished seals are registered by the host. */
  readonly sealMaker?: SealMaker;
  /** Number of a new seal that nobody gave one; 13 random digits where the host says nothing. */
  readonly newSealNumber?: () => string;
  /** Path under which the adapter is mounted, for instance `/seal`. */
  readonly basePath?: string;
  /** `sandbox` marks a deployment whose results are for trial only. */
  readonly mode?: 'live' | 'sandbox';
  readonly trust?: Partial<TrustAnchors>;
  /** Where pages may have asked about certificates below the anchors of `trust`; nobody is asked where it is absent. */
  readonly revocationSource?: RevocationSource;
  /** Who signs is made sure of before each signing; certificates are judged by their validity alone where it is absent. */
  readonly identity?: IdentityConfig;
  /**
   * At least 32 octets: key of the fingerprints by which repeated requests are known again; all servers of one store have the same. One
   * that is derived from `identity.numberKey` where absent; without either, fingerprints are plain digests of the bodies.
   */
  readonly requestKey?: Bytes;
  /** A Merkle tree over the events of each tenant; no log is kept where it is absent. */
  readonly transparencyLog?: TransparencyLogConfig;
  /** What evidence packages hold besides what the register knows; {@link EvidenceConfig} says what holds where nothing is said. */
  readonly evidence?: EvidenceConfig;
  /** Who is told what happens, each about one tenant; Standard Webhooks, signed. */
  readonly webhooks?: readonly Webhook[];
  /** How messages are delivered, tried again and given up; {@link DEFAULT_WEBHOOK_POLICY} where nothing is said. */
  readonly webhookPolicy?: Partial<WebhookPolicy>;
  /** Name of the issuer in permits. */
  readonly issuer?: string;
  /** Origins besides the server's own that may send requests with cookies. */
  readonly allowedOrigins?: readonly string[];
  /** How many requests a person may send; {@link createRateLimiter} with its defaults where nothing is said, none at all for null. */
  readonly rateLimiter?: RateLimiter | null;
}
