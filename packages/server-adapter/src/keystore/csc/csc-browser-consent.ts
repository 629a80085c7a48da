import { createHash, randomBytes } from 'node:crypto';
import { type CallOptions, encodeBase64Url } from '@sealkit/core/bytes';
import { digestAlgorithmOid } from '@sealkit/core/crypto';
import type { AuthorizeRequest, Clock, DigestAlgorithm, Step } from '@sealkit/core/ports';
import { fingerprintOf } from '../authorizations.ts';
import { KeyStoreError } from '../key-store-error.ts';
import { hostSecret } from '../service/host-secret.ts';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import type { CscAuthorization } from './csc-answers.ts';
import type { CscClient } from './csc-client.ts';

export interface CscOauthOptions {
  /** Base address of OAuth 2.0, to which `/oauth2/authorize` and `/oauth2/token` are appended: `oauth2` of the service's info. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret?: (call?: CallOptions) => Promise<string | undefined>;
  /** A route of the host's, registered with the service; what arrives there goes to `receiveConsent`. */
  readonly redirectUri: string;
}

/** Query of the redirect back to the host: the answer of the person. @see RFC 6749 §4.1.2 */
export interface CscConsentAnswer {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
}

export interface BrowserConsent {
  /** Pending until the person has answered; then the activation data, once. */
  ask(request: AuthorizeRequest, key: BrowserConsentKey, call?: CallOptions): Promise<Step<CscAuthorization>>;
  /** False for a state that nobody waits for. */
  receive(answer: CscConsentAnswer): boolean;
}

export interface BrowserConsentKey {
  readonly credentialId: string;
  readonly digestAlgorithm: DigestAlgorithm;
}

interface Flow {
  readonly fingerprint: string;
  /** PKCE: proof that who trades the code is who asked for it (RFC 7636). */
  readonly verifier: string;
  readonly actionUrl: string;
  readonly expiresAt: Date;
  answer?: { readonly code: string } | 'refused';
}

const FLOW_LIFETIME_MS = 600_000;
const MAX_FLOWS = 10_000;
const POLL_AFTER_MS = 2000;

/** Consent in the service's own pages. Flows are in memory: a restart lets the person begin again. */
export function createBrowserConsent(client: CscClient, oauth: CscOauthOptions, version: 1 | 2, clock: Clock): BrowserConsent {
  const base = assertServiceUrl(oauth.url, 'oauth2.url');
  const flows = new Map<string, Flow>();
  const dropExpired = (): void => {
    for (const [state, { expiresAt }] of flows) if (expiresAt.getTime() <= clock.now().getTime()) flows.delete(state);
  };
  const begin = (request: AuthorizeRequest, key: BrowserConsentKey): readonly [string, Flow] => {
    if (flows.size >= MAX_FLOWS) throw new KeyStoreError('KEY_STORE_BUSY', 'csc: too many people are being asked', { retryable: true });
    const state = encodeBase64Url(randomBytes(32));
    const verifier = encodeBase64Url(randomBytes(32));
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: oauth.clientId,
      redirect_uri: oauth.redirectUri,
      scope: 'credential',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      credentialID: key.credentialId,
      numSignatures: String(request.digests.length),
      ...hashParameters(request, key, version),
    });
    const flow: Flow = {
      fingerprint: fingerprintOf({ ...request, credentialId: key.credentialId }),
      verifier,
      actionUrl: `${base}/oauth2/authorize?${query.toString()}`,
      expiresAt: new Date(clock.now().getTime() + FLOW_LIFETIME_MS),
    };
    flows.set(state, flow);
    return [state, flow];
  };
  const trade = async (code: string, { verifier }: Flow, call?: CallOptions): Promise<CscAuthorization> => {
    const { clientId, clientSecret, redirectUri } = oauth;
    const secret = clientSecret === undefined ? undefined : await hostSecret('a client secret', clientSecret, call);
    const form = { grant_type: 'authorization_code', code, client_id: clientId, redirect_uri: redirectUri, code_verifier: verifier };
    return client.tradeCode(`${base}/oauth2/token`, secret === undefined ? form : { ...form, client_secret: secret }, call);
  };
  return {
    async ask(request, key, call) {
      dropExpired();
      const known = request.resume === undefined ? undefined : flows.get(request.resume);
      const fits = known?.fingerprint === fingerprintOf({ ...request, credentialId: key.credentialId });
      // A place that is not known any more, after a restart for instance, is begun again.
      const [state, flow] = fits && request.resume !== undefined ? [request.resume, known] : begin(request, key);
      const { answer, actionUrl, expiresAt } = flow;
      if (answer === undefined) return { status: 'pending', resume: state, actionUrl, pollAfterMs: POLL_AFTER_MS, expiresAt };
      flows.delete(state);
      if (answer === 'refused') throw new KeyStoreError('KEY_STORE_CONSENT_REFUSED', 'csc: the person did not consent');
      return { status: 'done', value: await trade(answer.code, flow, call) };
    },
    receive({ state, code, error }) {
      dropExpired();
      const flow = flows.get(state);
      if (flow === undefined || flow.answer !== undefined || (code === undefined && error === undefined)) return false;
      flow.answer = code === undefined || error !== undefined ? 'refused' : { code };
      return true;
    },
  };
}

/** @see CSC API 1.0.4 §8.3.2 and 2.x §8.4: oauth2/authorize, scope `credential` */
function hashParameters({ digests }: AuthorizeRequest, { digestAlgorithm }: BrowserConsentKey, version: 1 | 2): Record<string, string> {
  const values = digests.map((digest) => encodeBase64Url(digest)).join(',');
  return version === 1 ? { hash: values } : { hashes: values, hashAlgorithmOID: digestAlgorithmOid(digestAlgorithm) };
}
