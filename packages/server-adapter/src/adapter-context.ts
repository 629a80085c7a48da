import type { Bytes } from '@sealkit/core/bytes';
import { redactPersonalNumbers } from '@sealkit/core/identity';
import type { Clock, RevocationSource } from '@sealkit/core/ports';
import type { UsePending, UseResult } from '@sealkit/core/protocol';
import {
  type AdapterConfig,
  DEFAULT_USE_POLICY,
  type LogEntry,
  type LogLevel,
  type SealPolicy,
  type TrustAnchors,
  type UsePolicy,
} from './adapter-config.ts';
import { LogWatch } from './audit/log-watch.ts';
import { RefusalFold } from './audit/refusal-fold.ts';
import { assertLogConfig } from './audit/transparency-log/log-config.ts';
import { TransparencyLog } from './audit/transparency-log/transparency-log.ts';
import { assertEvidenceConfig } from './evidence/evidence-config.ts';
import { createRateLimiter } from './http/rate-limiter.ts';
import { fingerprintKeyOf } from './http/request-fingerprint.ts';
import { createEventKeys, type EventKeys } from './identity/event/event-keys.ts';
import { assertIdentityConfig, type IdentityConfig } from './identity/identity-config.ts';
import type { CertificateOrderAtWork } from './identity/verification/order-at-work.ts';
import { assertMonitoringPolicy, DEFAULT_MONITORING_POLICY, type MonitoringPolicy } from './monitoring/monitoring-policy.ts';
import type { ObjectStore } from './objects/index.ts';
import { type IntentSettings, readIntentConfig } from './intent/intent-config.ts';
import { newSealNumber } from './new-id.ts';
import type { SealMaker } from './register/seal-maker.ts';
import type { Store } from './storage/store.ts';
import { systemClock } from './system-clock.ts';
import { storeWithOutbox } from './webhooks/store-with-outbox.ts';
import { assertWebhooks, DEFAULT_WEBHOOK_POLICY } from './webhooks/webhook-config.ts';
import { WebhookDelivery } from './webhooks/webhook-delivery.ts';

/** The configuration with its defaults filled in, and what one running adapter has besides. */
export interface AdapterContext extends Required<
  Omit<
    AdapterConfig,
    | 'envelopeDeadlines'
    | 'requestKey'
    | 'intent'
    | 'log'
    | 'objects'
    | 'policy'
    | 'sealPolicy'
    | 'monitoring'
    | 'sealMaker'
    | 'webhooks'
    | 'webhookPolicy'
    | 'transparencyLog'
    | 'trust'
    | 'revocationSource'
    | 'identity'
  >
> {
  readonly objects: ObjectStore | null;
  readonly policy: UsePolicy;
  readonly intent: IntentSettings;
  readonly sealPolicy: SealPolicy;
  readonly monitoring: MonitoringPolicy;
  readonly sealMaker: SealMaker | null;
  readonly trust: TrustAnchors;
  readonly revocationSource: RevocationSource | null;
  readonly identity: IdentityConfig | null;
  /** Keys for one act each; null where persons sign with their own ones. */
  readonly eventKeys: EventKeys | null;
  /** Key of the fingerprints of requests. */
  readonly fingerprintKey: Bytes | null;
  /** Personal certificates that this process has ordered and not yet got, by tenant and verification. */
  readonly certificateOrders: Map<string, Promise<CertificateOrderAtWork>>;
  /** Uses that this process is finishing, so that two requests share one key operation. */
  readonly usesAtWork: Map<string, Promise<UseResult | UsePending>>;
  /** Same refusals of acts, that are one event. */
  readonly refusalFold: RefusalFold;
  /** Whether the use logs hold. */
  readonly logWatch: LogWatch;
  readonly transparencyLog: TransparencyLog | null;
  readonly webhookDelivery: WebhookDelivery | null;
  readonly log: (level: LogLevel, event: string, fields: LogEntry['fields']) => void;
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @throws TypeError naming the argument that is missing or of the wrong kind.
 */
export function createContext(config: AdapterConfig): AdapterContext {
  assertFunction(config.authenticate, 'authenticate');
  assertFunction(config.authorize, 'authorize');
  assertMethods(config.store, 'store', ['transaction', 'close']);
  assertMethods(config.keyStore, 'keyStore', ['open', 'authorize', 'sign']);
  assertMethods(config.registerSigner, 'registerSigner', ['sign']);
  if (config.objects !== undefined) assertMethods(config.objects, 'objects', ['put', 'open']);
  if (config.revocationSource !== undefined) assertMethods(config.revocationSource, 'revocationSource', ['fetchOcsp', 'fetchCrls']);
  if (config.identity !== undefined) assertIdentityConfig(config.identity, config.revocationSource !== undefined);
  if (config.sealMaker !== undefined) assertMethods(config.sealMaker, 'sealMaker', ['make']);
  assertEs256(config.registerSigner);
  if (config.evidence !== undefined) assertEvidenceConfig(config.evidence);
  const basePath = config.basePath ?? '';
  if (!/^(?:\/[A-Za-z0-9._~-]+)*$/.test(basePath))
    throw new TypeError(`basePath: expected '' or a path such as '/seal', got '${basePath}'`);
  const clock = config.clock ?? systemClock;
  const monitoring = { ...DEFAULT_MONITORING_POLICY, ...config.monitoring };
  assertMonitoringPolicy(monitoring);
  const sink = config.log;
  const log: AdapterContext['log'] = (level, event, fields) =>
    sink?.({ level, event, time: clock.now().toISOString(), fields: redacted(fields) });
  const policy = { ...DEFAULT_USE_POLICY, ...config.policy };
  const { store, webhookDelivery } = openWebhooks(config, clock, log);
  const eventCertificates = config.identity?.eventCertificates;
  return {
    authenticate: config.authenticate,
    authorize: config.authorize,
    store,
    webhookDelivery,
    objects: config.objects ?? null,
    keyStore: config.keyStore,
    registerSigner: config.registerSigner,
    clock,
    basePath,
    mode: config.mode ?? 'live',
    issuer: config.issuer ?? 'sealkit-register',
    allowedOrigins: config.allowedOrigins ?? [],
    rateLimiter: config.rateLimiter === undefined ? createRateLimiter() : config.rateLimiter,
    intent: readIntentConfig(config.intent),
    policy,
    sealPolicy: { twoPersonSteps: config.sealPolicy?.twoPersonSteps ?? [] },
    monitoring,
    sealMaker: config.sealMaker ?? null,
    newSealNumber: config.newSealNumber ?? newSealNumber,
    evidence: config.evidence ?? {},
    trust: { signers: [], sealMakers: [], registers: [], timestampAuthorities: [], ...config.trust },
    revocationSource: config.revocationSource ?? null,
    identity: config.identity ?? null,
    eventKeys: eventCertificates === undefined ? null : createEventKeys({ store, clock, policy, log }, eventCertificates),
    fingerprintKey: fingerprintKeyOf(config),
    certificateOrders: new Map(),
    usesAtWork: new Map(),
    refusalFold: new RefusalFold(clock),
    logWatch: new LogWatch({ store: config.store, clock, log, walkEveryMs: monitoring.walkEveryMs }),
    transparencyLog: openTransparencyLog(config, clock, log),
    log,
  };
}

/** The second net: what is personal is not put into the log, and what looks like a personal number leaves it masked. */
function redacted(fields: LogEntry['fields']): LogEntry['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? redactPersonalNumbers(value) : value]),
  );
}

function openTransparencyLog(config: AdapterConfig, clock: Clock, log: AdapterContext['log']): TransparencyLog | null {
  if (config.transparencyLog === undefined) return null;
  assertLogConfig(config.transparencyLog);
  return new TransparencyLog({ store: config.store, clock, log, config: config.transparencyLog });
}

/** The store that fills the outbox, and who empties it. */
function openWebhooks(
  config: AdapterConfig,
  clock: Clock,
  log: AdapterContext['log'],
): { readonly store: Store; readonly webhookDelivery: WebhookDelivery | null } {
  const { store, webhooks = [] } = config;
  if (webhooks.length === 0) return { store, webhookDelivery: null };
  const policy = { ...DEFAULT_WEBHOOK_POLICY, ...config.webhookPolicy };
  assertWebhooks(webhooks, policy);
  const webhookDelivery = new WebhookDelivery({ store, clock, log, policy }, webhooks);
  return { store: storeWithOutbox(store, webhooks, () => webhookDelivery.wake()), webhookDelivery };
}

function assertFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') throw new TypeError(`${name}: expected a function, got ${typeof value}; there is no default`);
}

function assertMethods(value: unknown, name: string, methods: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name}: expected an object, got ${typeof value}`);
  for (const method of methods) {
    if (typeof Reflect.get(value, method) !== 'function') throw new TypeError(`${name}: expected the method ${method}`);
  }
}

function assertEs256({ algorithm, certificates }: AdapterConfig['registerSigner']): void {
  if (algorithm.name !== 'ECDSA' || algorithm.curve !== 'P-256' || algorithm.digest !== 'SHA-256') {
    throw new TypeError('registerSigner: expected an ECDSA key on P-256 with SHA-256 (ES256)');
  }
  if (certificates.length === 0) throw new TypeError('registerSigner: expected at least the certificate of the key');
}
