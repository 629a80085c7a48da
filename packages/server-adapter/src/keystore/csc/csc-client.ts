import { type Bytes, type CallOptions, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import { digestAlgorithmOid } from '@sealkit/core/crypto';
import type { DigestAlgorithm, HttpClient } from '@sealkit/core/ports';
import type { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
import { hostSecret } from '../service/host-secret.ts';
import { askKeyService, jsonBody, type KeyService } from '../service/key-service.ts';
import {
  authorizationSchema,
  type CscAuthorization,
  type CscCredential,
  credentialSchemaV1,
  credentialSchemaV2,
  type CscInfo,
  infoSchema,
  listSchema,
  signaturesSchema,
  tokenSchema,
} from './csc-answers.ts';
import type { CscSignatureAlgorithm } from './csc-algorithm.ts';

export interface CscServiceOptions {
  /** Base address with the version in its path, such as `https://service.example/csc/v2`. HTTPS, or loopback. */
  readonly url: string;
  /** 1 for the interface 1.0.4, 2 for 2.x. */
  readonly version: 1 | 2;
  readonly http: HttpClient;
  /** The access token (scope `service`) of the moment; asked for each request. */
  readonly accessToken: (call?: CallOptions) => Promise<string | undefined>;
  /** Milliseconds before a request that changes nothing is repeated; 250 by default. */
  readonly retryDelayMs?: number;
}

export interface CscAuthorizeRequest {
  readonly credentialId: string;
  readonly digests: readonly Bytes[];
  readonly digestAlgorithm: DigestAlgorithm;
  /** Values of the factors, by their ids. */
  readonly factors: Readonly<Record<string, string>>;
}

export interface CscSignRequest {
  readonly credentialId: string;
  readonly sad: string;
  readonly digests: readonly Bytes[];
  readonly algorithm: CscSignatureAlgorithm;
}

/** The calls of a remote signing service, without judgement of what they answer beyond its form. */
export interface CscClient {
  info(call?: CallOptions): Promise<CscInfo>;
  /** Ids of all credentials of whom the access token is for. */
  listCredentials(call?: CallOptions): Promise<readonly string[]>;
  /** @throws {@link KeyStoreError} `KEY_STORE_CREDENTIAL_UNKNOWN` */
  credentialInfo(credentialId: string, call?: CallOptions): Promise<CscCredential>;
  /** Sent once: a second try of a PIN is the person's to make. @throws {@link KeyStoreError} `KEY_STORE_FACTOR_REFUSED` */
  authorize(request: CscAuthorizeRequest, call?: CallOptions): Promise<CscAuthorization>;
  /** Sent once. Values as the service answers them. */
  signHash(request: CscSignRequest, call?: CallOptions): Promise<readonly Bytes[]>;
  /** Trades the code of an authorization by browser; `form` are the fields of `oauth2/token` (RFC 6749 §4.1.3). */
  tradeCode(url: string, form: Readonly<Record<string, string>>, call?: CallOptions): Promise<CscAuthorization>;
}

/** @see CSC API 1.0.4 §10; RFC 6749 §5.2 */
const WORDS: ReadonlyMap<unknown, KeyStoreErrorCode> = new Map<unknown, KeyStoreErrorCode>([
  ['invalid_pin', 'KEY_STORE_FACTOR_REFUSED'],
  ['invalid_otp', 'KEY_STORE_FACTOR_REFUSED'],
  ['invalid_grant', 'KEY_STORE_CONSENT_REFUSED'],
  ['invalid_token', 'KEY_SERVICE_ACCESS_DENIED'],
  ['invalid_client', 'KEY_SERVICE_ACCESS_DENIED'],
  ['access_denied', 'KEY_SERVICE_ACCESS_DENIED'],
]);
const MAX_PAGES = 100;

/**
 * A client of the remote signing interface of the Cloud Signature Consortium.
 *
 * @throws TypeError for a URL to which no secret may go.
 * @see CSC API 1.0.4.0 and 2.x: info, credentials/list, credentials/info, credentials/authorize, signatures/signHash, oauth2/token
 */
export function createCscClient(options: CscServiceOptions): CscClient {
  const base = assertServiceUrl(options.url);
  const isV1 = options.version === 1;
  const service: KeyService = {
    name: 'csc',
    http: options.http,
    wordOf: (answer) => (typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined),
    words: WORDS,
    retryDelayMs: options.retryDelayMs,
  };
  const post = async <Schema extends z.ZodType>(
    path: string,
    body: unknown,
    schema: Schema,
    { repeatable, call }: { readonly repeatable: boolean; readonly call: CallOptions | undefined },
  ): Promise<z.output<Schema>> => {
    const token = await hostSecret('an access token', options.accessToken, call);
    const headers = { Authorization: `Bearer ${token}` };
    return askKeyService(service, { url: `${base}/${path}`, headers, ...jsonBody(body), repeatable }, schema, call);
  };
  const hashes = (digests: readonly Bytes[], algorithm: DigestAlgorithm): Readonly<Record<string, unknown>> => {
    const values = digests.map((digest) => encodeBase64(digest));
    const oid = digestAlgorithmOid(algorithm);
    return isV1 ? { hash: values, hashAlgo: oid } : { hashes: values, hashAlgorithmOID: oid };
  };
  return {
    info: (call) => askKeyService(service, { url: `${base}/info`, ...jsonBody({}), repeatable: true }, infoSchema, call),
    async listCredentials(call) {
      const ids: string[] = [];
      let pageToken: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const request = pageToken === undefined ? {} : { pageToken };
        const answer = await post('credentials/list', request, listSchema, { repeatable: true, call });
        ids.push(...answer.credentialIDs);
        pageToken = answer.nextPageToken;
        if (pageToken === undefined) return ids;
      }
      throw new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', `csc: expected at most ${MAX_PAGES} pages of credentials`);
    },
    async credentialInfo(credentialID, call) {
      const request = { credentialID, certificates: 'chain', certInfo: false, authInfo: true };
      try {
        const schema = isV1 ? credentialSchemaV1 : credentialSchemaV2;
        return await post('credentials/info', request, schema, { repeatable: true, call });
      } catch (error) {
        // The one parameter that can be wrong is the credential.
        if (error instanceof KeyStoreError && error.code === 'KEY_SERVICE_REFUSED')
          throw new KeyStoreError('KEY_STORE_CREDENTIAL_UNKNOWN', 'csc: the service has no such credential');
        throw error;
      }
    },
    authorize({ credentialId: credentialID, digests, digestAlgorithm, factors }, call) {
      const { hashAlgo: _hashAlgo, ...bound } = hashes(digests, digestAlgorithm);
      const auth = isV1 ? factors : { authData: Object.entries(factors).map(([id, value]) => ({ id, value })) };
      const request = { credentialID, numSignatures: digests.length, ...bound, ...auth };
      return post('credentials/authorize', request, authorizationSchema, { repeatable: false, call });
    },
    async signHash({ credentialId: credentialID, sad: SAD, digests, algorithm }, call) {
      const { signAlgo, signAlgoParams, digest } = algorithm;
      const request = {
        credentialID,
        SAD,
        ...hashes(digests, digest),
        signAlgo,
        ...(signAlgoParams === undefined ? {} : { signAlgoParams: encodeBase64(signAlgoParams) }),
        ...(isV1 ? {} : { operationMode: 'S' }),
      };
      return (await post('signatures/signHash', request, signaturesSchema, { repeatable: false, call })).signatures;
    },
    tradeCode(url, form, call) {
      const body = encodeUtf8(new URLSearchParams({ ...form }).toString());
      const contentType = 'application/x-www-form-urlencoded';
      return askKeyService(service, { url, contentType, body, repeatable: false }, tokenSchema, call);
    },
  };
}
