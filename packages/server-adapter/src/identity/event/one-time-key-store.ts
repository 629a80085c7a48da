import { type Bytes, type CallOptions, equalBytes } from '@sealkit/core/bytes';
import { digestText } from '@sealkit/core/crypto';
import type {
  CertificateIssuer,
  Clock,
  IdentityProof,
  KeyStore,
  KeyStoreContext,
  RequestedSubject,
  Signer,
  Step,
} from '@sealkit/core/ports';
import { certificateFingerprint } from '@sealkit/core/x509';
import { KeyStoreError } from '../../keystore/key-store-error.ts';
import { createSignerKeyStore, type HostedKeyOptions } from '../../keystore/signer-key-store.ts';
import { readCertificate } from '../../read-certificate.ts';
import { newId } from '../../new-id.ts';
import type { CredentialRecord } from '../../storage/records.ts';
import { IssuerError } from '../issuer/issuer-error.ts';
import { createCertificationRequest } from '../request/certification-request.ts';
import { memoryOneTimeKey, type OneTimeKey } from './one-time-key.ts';
import type { OneTimeStep, RecordOneTimeStep } from './one-time-step.ts';

export interface OneTimeKeyStoreOptions extends HostedKeyOptions {
  readonly clock: Clock;
  readonly issuer: CertificateIssuer;
  /** Each step is written down before what it stands for goes on; `auditOneTimeSteps` makes events of them. */
  readonly record: RecordOneTimeStep;
  /** In memory where nothing is said. */
  readonly makeKey?: () => Promise<OneTimeKey>;
  /** How long a key waits for its signature, in milliseconds; ten minutes where nothing is said. */
  readonly lifetimeMs?: number;
}

/** The act that a key is made for. */
export interface OneTimeOrder {
  readonly context: KeyStoreContext;
  readonly subject: RequestedSubject;
  readonly identityProof: IdentityProof;
  /** `sha256:<hex>` of the document that is signed. */
  readonly contentDigest: string;
  /** Of a pending answer to the same order. */
  readonly resume?: string;
}

export interface OneTimeKeyStore extends KeyStore {
  /**
   * Makes a key and has a certificate issued for it, bound to the content of the one act. The credential is registered for that act, and
   * `open` knows it.
   *
   * @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNUSABLE` where the issuer refuses; {@link IssuerError} where it cannot be asked.
   * Either way the key is destroyed.
   */
  prepare(order: OneTimeOrder, call?: CallOptions): Promise<Step<CredentialRecord>>;
  /** Destroys a key that will not sign, and all whose time is over. */
  abandon(credentialId?: string, reason?: string): Promise<void>;
  /** Whether this process has the key, or what it signed. */
  holds(credentialId: string): boolean;
}

interface Entry {
  readonly id: string;
  readonly context: OneTimeStep['context'];
  readonly key: OneTimeKey;
  /** PKCS #10, as soon as it is made. */
  request?: Bytes;
  readonly until: number;
  certificates: readonly Bytes[] | null;
  /** Set before the key works: nothing makes it work twice. */
  spent: boolean;
}

const TEN_MINUTES = 600_000;

/**
 * Keys for one signature each: made, certified for one act, used once and destroyed, every step written down. What was signed is answered
 * again to a repeat of the same request, as the port has it; the key is gone by then.
 */
export function createOneTimeKeyStore(options: OneTimeKeyStoreOptions): OneTimeKeyStore {
  const { clock, issuer, record, makeKey = memoryOneTimeKey, lifetimeMs = TEN_MINUTES } = options;
  const entries = new Map<string, Entry>();

  const destroy = async (entry: Entry, reason: string): Promise<void> => {
    entry.spent = true;
    await entry.key.destroy();
    await record({ type: 'one-time-key-destroyed', context: entry.context, facts: { credentialId: entry.id, reason } });
  };
  const dropOverdue = async (): Promise<void> => {
    const now = clock.now().getTime();
    for (const entry of [...entries.values()].filter(({ until }) => until <= now)) {
      entries.delete(entry.id);
      if (!entry.spent) await destroy(entry, 'expired');
    }
  };
  const find = async (id: string): Promise<Entry> => {
    await dropOverdue();
    const entry = entries.get(id);
    if (entry === undefined) throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'expected the id of a credential');
    return entry;
  };

  const make = async ({ context, subject }: OneTimeOrder, call?: CallOptions): Promise<Entry> => {
    const key = await makeKey();
    const id = newId();
    const until = clock.now().getTime() + lifetimeMs;
    const facts = { credentialId: id, publicKey: await digestText('SHA-256', key.publicKey) };
    const kept = { until: new Date(until), reference: key.reference ?? null };
    try {
      await record({ type: 'one-time-key-made', context, facts, key: kept });
    } catch (error) {
      // Nobody knows of this key: nobody would destroy it later.
      await key.destroy();
      throw error;
    }
    const entry: Entry = { id, context, key, until, certificates: null, spent: false };
    entries.set(id, entry);
    entry.request = await createCertificationRequest({ subject, publicKey: key.publicKey, signer: key }, call).catch(
      async (error: unknown) => {
        entries.delete(id);
        await destroy(entry, 'not-issued');
        throw error;
      },
    );
    return entry;
  };

  const signOnce =
    (entry: Entry): Signer['sign'] =>
    async (input, call) => {
      if (entry.spent) throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', 'the key signed already and is destroyed');
      call?.signal?.throwIfAborted();
      entry.spent = true;
      try {
        const value = await entry.key.sign(input);
        const facts = {
          credentialId: entry.id,
          signed: await digestText('SHA-256', input.dtbs),
          signatureValue: await digestText('SHA-256', value),
        };
        await record({ type: 'one-time-signature-made', context: entry.context, facts });
        return value;
      } finally {
        await destroy(entry, 'signed');
      }
    };

  const store = createSignerKeyStore({
    ...options,
    name: 'one-time',
    openSigner: async (credentialId) => {
      const entry = await find(credentialId);
      if (entry.certificates === null)
        throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'expected a credential with its certificate');
      return { algorithm: entry.key.algorithm, certificates: entry.certificates, sign: signOnce(entry) };
    },
  });
  /** A key is for one act: others do not learn that it is there. */
  const assertSameAct = async (credentialId: string, { tenant, actor, envelopeId }: KeyStoreContext): Promise<void> => {
    const { context } = await find(credentialId);
    if (context.tenant !== tenant || context.actor !== actor || context.envelopeId !== envelopeId)
      throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'expected the id of a credential');
  };
  return {
    ...store,
    async open(request, call) {
      call?.signal?.throwIfAborted();
      await assertSameAct(request.credentialId, request.context);
      return store.open(request, call);
    },
    async authorize(request, call) {
      call?.signal?.throwIfAborted();
      await assertSameAct(request.credential.id, request.context);
      return store.authorize(request, call);
    },
    async prepare(order, call) {
      call?.signal?.throwIfAborted();
      const place = order.resume === undefined ? null : readPlace(order.resume);
      const entry = place === null ? await make(order, call) : await find(place.id);
      if (place !== null) await assertSameAct(entry.id, order.context);
      try {
        return await certify(entry, order, place?.issuer, { issuer, record }, call);
      } catch (error) {
        if (!(error instanceof IssuerError && error.retryable && place !== null)) {
          entries.delete(entry.id);
          await destroy(entry, 'not-issued');
        }
        throw error;
      }
    },
    holds: (credentialId) => entries.has(credentialId),
    async abandon(credentialId, reason = 'abandoned') {
      await dropOverdue();
      const entry = credentialId === undefined ? undefined : entries.get(credentialId);
      if (entry === undefined) return;
      entries.delete(entry.id);
      if (!entry.spent) await destroy(entry, reason);
    },
  };
}

async function certify(
  entry: Entry,
  { subject, identityProof, contentDigest }: OneTimeOrder,
  resume: string | undefined,
  { issuer, record }: Pick<OneTimeKeyStoreOptions, 'issuer' | 'record'>,
  call?: CallOptions,
): Promise<Step<CredentialRecord>> {
  if (entry.request === undefined) throw new TypeError('entry: expected one whose request is made');
  const order = { orderId: entry.id, key: { certificationRequest: entry.request }, subject, identityProof, contentDigest };
  const outcome = await issuer.issue({ ...order, profile: 'event', ...(resume === undefined ? {} : { resume }) }, call);
  if (outcome.status === 'refused')
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', `expected a certificate, got a refusal (${outcome.code})`);
  if (outcome.status === 'pending') {
    const place = JSON.stringify([entry.id, outcome.resume]);
    return { status: 'pending', resume: place, pollAfterMs: outcome.pollAfterMs, expiresAt: new Date(entry.until) };
  }
  const { certificates } = outcome;
  if (!equalBytes(readCertificate(certificates[0]).spki, entry.key.publicKey))
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', 'expected the certificate of the key that it was ordered for');
  const certificate = await certificateFingerprint(certificates[0]);
  const facts = { credentialId: entry.id, certificate, contentDigest, verification: identityProof.digest };
  const credential = { credentialId: entry.id, certificates, algorithm: entry.key.algorithm, isOneTime: true } as const;
  await record({ type: 'one-time-certificate-issued', context: entry.context, facts, credential });
  entry.certificates = certificates;
  return { status: 'done', value: credential };
}

/** A JSON array of the credential's id and the issuer's own place. @throws {@link IssuerError} `ISSUER_RESUME_UNKNOWN` */
function readPlace(resume: string): { readonly id: string; readonly issuer: string } {
  const [, id, text] = /^\["([0-9a-f-]+)",("(?:[^"\\]|\\.)*")\]$/.exec(resume) ?? [];
  const issuer: unknown = text === undefined ? undefined : JSON.parse(text);
  if (id === undefined || typeof issuer !== 'string')
    throw new IssuerError('ISSUER_RESUME_UNKNOWN', 'expected the place that a pending answer to this order gave');
  return { id, issuer };
}
