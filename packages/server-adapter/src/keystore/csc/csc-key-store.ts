import type { Bytes, CallOptions } from '@sealkit/core/bytes';
import type { AuthorizeRequest, KeyStore, KeyStoreContext, Step } from '@sealkit/core/ports';
import { parseCertificate, X509Error } from '@sealkit/core/x509';
import type { KeeperConsent } from '../authorizations.ts';
import { chainOfFirst } from '../certificates-of-key.ts';
import { createConsentingKeyStore, type OpenedKey } from '../consenting-key-store.ts';
import { KeyStoreError } from '../key-store-error.ts';
import { loadEntry } from '../load-entry.ts';
import { hostSecret } from '../service/host-secret.ts';
import type { HostedKeyOptions } from '../signer-key-store.ts';
import type { SoftwareSignerOptions } from '../software-signer.ts';
import { agreeOnAlgorithm } from './csc-algorithm.ts';
import type { CscAuthorization, CscCredential, CscFactor } from './csc-answers.ts';
import { type BrowserConsent, createBrowserConsent, type CscConsentAnswer, type CscOauthOptions } from './csc-browser-consent.ts';
import { type CscClient, createCscClient, type CscServiceOptions } from './csc-client.ts';

/** Which credential of the service one of the register is, and the host's choices where the key leaves any. */
export interface CscEntry extends SoftwareSignerOptions {
  /** `credentialID` of the service. */
  readonly credentialId: string;
  /** DER: issuers that the service leaves out of the chain. */
  readonly issuers?: readonly Uint8Array[];
}

/** Whom the host asks for what: the person, in pages of the host's own. */
export interface CscFactorRequest {
  readonly context: KeyStoreContext;
  /** Of the register. */
  readonly credentialId: string;
  readonly factors: readonly CscFactor[];
  /** What the person consents to. */
  readonly digests: readonly Bytes[];
  /** The place where an earlier answer paused. */
  readonly resume?: string;
}

export type CscFactorValues = Readonly<Record<string, string>>;

export interface CscKeyStoreOptions extends CscServiceOptions, HostedKeyOptions {
  /** The credential of the service; undefined when there is none by this id. */
  readonly load: (credentialId: string, options?: CallOptions) => Promise<CscEntry | undefined>;
  /**
   * PIN, OTP or whatever the service asks for, by the ids of the factors; pending while the person is still to say it. Asked for each
   * consent, kept nowhere.
   */
  readonly askFactors?: (request: CscFactorRequest, call?: CallOptions) => Promise<Step<CscFactorValues> | undefined>;
  /** For credentials with consent in the service's own pages (`oauth2code`). */
  readonly oauth2?: CscOauthOptions;
}

export interface CscKeyStore extends KeyStore {
  /** What came back to the redirect URI. False for a state that nobody waits for; the pending step is asked again afterwards. */
  receiveConsent(answer: CscConsentAnswer): boolean;
}

const TWO_MINUTES = 120_000;
const NO_FACTORS: Step<CscFactorValues> = { status: 'done', value: {} };

/**
 * A key store over a remote signing service. The service's activation data stays in here, behind a token of ours that holds no
 * longer than it; consent and repeats are those of every key store of Sealkit, whether or not the service keeps them too.
 *
 * @see CSC API 1.0.4.0 and 2.x; EN 419 241-1 (SCAL1, SCAL2)
 */
export function createCscKeyStore(options: CscKeyStoreOptions): CscKeyStore {
  const client = createCscClient(options);
  const { oauth2, clock, version } = options;
  const browser = oauth2 === undefined ? undefined : createBrowserConsent(client, oauth2, version, clock);
  const store = createConsentingKeyStore<CscAuthorization>({
    name: 'csc',
    clock,
    openKey: async (id, call) => openKey(await loadEntry(options.load, id, call), { client, browser, options, registeredId: id }, call),
  });
  return { ...store, receiveConsent: (answer) => browser?.receive(answer) ?? false };
}

interface Access {
  readonly client: CscClient;
  readonly browser: BrowserConsent | undefined;
  readonly options: CscKeyStoreOptions;
  readonly registeredId: string;
}

async function openKey(entry: CscEntry, access: Access, call?: CallOptions): Promise<OpenedKey<CscAuthorization>> {
  const { client, options } = access;
  const info = await client.credentialInfo(entry.credentialId, call);
  assertUsable(info);
  const { algorithm, words } = agreeOnAlgorithm(publicKeyOf(info.certificates), info.algorithms, entry);
  const certificates = chainOfFirst([...info.certificates, ...(entry.issuers ?? [])]);
  const key = { credentialId: entry.credentialId, digestAlgorithm: algorithm.digest };
  return {
    algorithm,
    certificates,
    async consent(request, consenting) {
      if (request.digests.length > info.maxBatch)
        throw new KeyStoreError('KEY_STORE_BATCH_TOO_LARGE', `csc: expected at most ${info.maxBatch} digests at once`);
      if (info.mode === 'oauth2code') return withLifetime(await byBrowser(access, request, key, consenting), options);
      const asked = info.mode === 'implicit' ? NO_FACTORS : await askFactors(access, info.factors, request, consenting);
      if (asked.status === 'pending') return asked;
      const value = await client.authorize({ ...key, digests: request.digests, factors: asked.value }, consenting);
      return withLifetime({ status: 'done', value }, options);
    },
    sign: (inputs, { sad }, signing) =>
      client.signHash({ ...key, sad, digests: inputs.map((input) => input.digest), algorithm: words }, signing),
  };
}

/** @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNUSABLE` */
function assertUsable({ keyEnabled, certificateStatus }: CscCredential): void {
  if (!keyEnabled) throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', 'csc: the key of the credential is disabled');
  if (certificateStatus !== undefined && certificateStatus !== 'valid')
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', 'csc: the certificate of the credential is not valid, as the service says');
}

function publicKeyOf([leaf]: readonly Bytes[]): Bytes {
  if (leaf === undefined) throw new KeyStoreError('KEY_CERTIFICATE_MISSING', 'csc: expected the certificate of the credential');
  try {
    return parseCertificate(leaf).spki;
  } catch (error) {
    if (error instanceof X509Error) throw new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', 'csc: expected a certificate in DER');
    throw error;
  }
}

async function byBrowser(
  { browser }: Access,
  request: AuthorizeRequest,
  key: Parameters<BrowserConsent['ask']>[1],
  call?: CallOptions,
): Promise<Step<CscAuthorization>> {
  if (browser === undefined)
    throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNUSABLE', 'csc: the credential wants consent by browser: give oauth2');
  return browser.ask(request, key, call);
}

async function askFactors(
  { options, registeredId: credentialId }: Access,
  factors: readonly CscFactor[],
  { context, digests, resume }: AuthorizeRequest,
  call?: CallOptions,
): Promise<Step<CscFactorValues>> {
  if (factors.length === 0) return NO_FACTORS;
  const request = { context, credentialId, factors, digests, ...(resume === undefined ? {} : { resume }) };
  const answer = await hostSecret('the factors of the person', async (asking) => options.askFactors?.(request, asking), call);
  return answer.status === 'pending' ? answer : { status: 'done', value: chosenValues(factors, answer.value) };
}

/** Nothing is sent that the service does not ask for. @throws {@link KeyStoreError} `KEY_STORE_SECRET_UNAVAILABLE` */
function chosenValues(factors: readonly CscFactor[], values: CscFactorValues): CscFactorValues {
  const chosen = factors.flatMap(({ id, optional }): readonly (readonly [string, string])[] => {
    const value = Object.hasOwn(values, id) ? values[id] : undefined;
    if (value !== undefined) return [[id, value]];
    if (optional) return [];
    throw new KeyStoreError('KEY_STORE_SECRET_UNAVAILABLE', 'expected every factor that the service asks for from the host');
  });
  return Object.fromEntries(chosen);
}

/** As long as the host says, and no longer than the service does. */
function withLifetime(
  step: Step<CscAuthorization>,
  { clock, authorizationLifetimeMs }: HostedKeyOptions,
): Step<KeeperConsent<CscAuthorization>> {
  if (step.status === 'pending') return step;
  const lifetime = Math.min(authorizationLifetimeMs ?? TWO_MINUTES, step.value.expiresInMs);
  return { status: 'done', value: { consent: step.value, expiresAt: new Date(clock.now().getTime() + lifetime) } };
}
