import { type Bytes, type CallOptions, encodeBase64Url } from '@sealkit/core/bytes';
import { CryptoError, ecdsaRawToDer } from '@sealkit/core/crypto';
import type { HttpClient, SignatureAlgorithm, Signer } from '@sealkit/core/ports';
import { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
import { base64Octets, base64UrlOctets } from '../service/base64-schema.ts';
import { hostSecret } from '../service/host-secret.ts';
import { askKeyService, jsonBody, type KeyService } from '../service/key-service.ts';
import { type KmsKeyOptions, readKmsKey, unsupported, wordAt } from './kms-key.ts';

/** A vault, and how it is entered. */
export interface AzureVaultOptions {
  /** `https://NAME.vault.azure.net`, or of a Managed HSM. */
  readonly vaultUrl: string;
  readonly http: HttpClient;
  readonly accessToken: (call?: CallOptions) => Promise<string | undefined>;
  readonly retryDelayMs?: number;
}

export interface AzureKeyVaultOptions extends AzureVaultOptions, KmsKeyOptions {
  readonly keyName: string;
  /** The version of the certificate's key: without it a rotation would let another key sign. */
  readonly keyVersion: string;
}

export interface AzureCertificateRequest extends AzureVaultOptions {
  readonly certificateName: string;
  /** The current version when absent. */
  readonly certificateVersion?: string;
}

const NAME = 'azure-key-vault';
const API_VERSION = '7.4';
const WORDS: ReadonlyMap<unknown, KeyStoreErrorCode> = new Map<unknown, KeyStoreErrorCode>([
  ['KeyNotFound', 'KEY_STORE_CREDENTIAL_UNKNOWN'],
  ['CertificateNotFound', 'KEY_CERTIFICATE_MISSING'],
  ['KeyDisabled', 'KEY_STORE_CREDENTIAL_UNUSABLE'],
  ['Forbidden', 'KEY_SERVICE_ACCESS_DENIED'],
  ['Unauthorized', 'KEY_SERVICE_ACCESS_DENIED'],
  ['Throttled', 'KEY_STORE_BUSY'],
]);
const valueSchema = z.object({ kid: z.string(), value: base64UrlOctets });
const certificateSchema = z.object({ cer: base64Octets });

/**
 * A signer over a key in Azure Key Vault: RSA, and ECDSA on NIST curves, whose values come as r and s and are turned into DER.
 * Key Vault has no Ed25519.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`, `KEY_CERTIFICATE_MISSING`
 * @see Azure Key Vault REST API 7.4: Sign; RFC 7518 §3.1
 */
export function azureKeyVaultSigner(options: AzureKeyVaultOptions): Signer {
  const { algorithm, certificates } = readKmsKey(NAME, options);
  const alg = algorithmName(algorithm);
  const path = `keys/${encodeURIComponent(options.keyName)}/${encodeURIComponent(options.keyVersion)}`;
  return {
    algorithm,
    certificates,
    async sign({ digest }, call) {
      const request = { path: `${path}/sign`, ...jsonBody({ alg, value: encodeBase64Url(digest) }) };
      const { kid, value } = await ask(options, request, valueSchema, call);
      if (!kid.endsWith(`/${path}`))
        throw new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', `${NAME}: expected a value of the key that was asked for`);
      return cmsForm(algorithm, value);
    },
  };
}

/** The certificate object of a vault, DER; its issuers are not in it. @see Azure Key Vault REST API 7.4: Get Certificate */
export async function fetchAzureCertificate(request: AzureCertificateRequest, call?: CallOptions): Promise<Bytes> {
  const { certificateName, certificateVersion = '' } = request;
  const path = `certificates/${encodeURIComponent(certificateName)}/${encodeURIComponent(certificateVersion)}`;
  return (await ask(request, { path, method: 'GET' }, certificateSchema, call)).cer;
}

async function ask<Schema extends z.ZodType>(
  { vaultUrl, http, accessToken, retryDelayMs }: AzureVaultOptions,
  { path, ...request }: { readonly path: string; readonly method?: 'GET'; readonly contentType?: string; readonly body?: Uint8Array },
  schema: Schema,
  call?: CallOptions,
): Promise<z.output<Schema>> {
  const url = `${assertServiceUrl(vaultUrl, 'vaultUrl')}/${path}?api-version=${API_VERSION}`;
  const headers = { Authorization: `Bearer ${await hostSecret('an access token', accessToken, call)}` };
  const wordOf = (answer: unknown): unknown => wordAt(answer, 'error', 'innererror', 'code') ?? wordAt(answer, 'error', 'code');
  const service: KeyService = { name: NAME, http, wordOf, words: WORDS, retryDelayMs };
  return askKeyService(service, { ...request, url, headers, repeatable: true }, schema, call);
}

function algorithmName(algorithm: SignatureAlgorithm): string {
  const size = algorithm.digest.replace('SHA-', '');
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return `RS${size}`;
    case 'RSASSA-PSS':
      return `PS${size}`;
    case 'ECDSA':
      return `ES${size}`;
    case 'Ed25519':
      throw unsupported(NAME, 'an RSA key or one on a NIST curve');
  }
}

function cmsForm(algorithm: SignatureAlgorithm, value: Bytes): Bytes {
  if (algorithm.name !== 'ECDSA') return value;
  try {
    return ecdsaRawToDer(value, algorithm.curve);
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new KeyStoreError('KEY_STORE_VALUE_INVALID', `${NAME}: expected r and s on ${algorithm.curve}, got ${value.length} octets`);
  }
}
