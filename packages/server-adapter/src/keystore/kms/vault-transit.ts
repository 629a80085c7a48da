import { type Bytes, BytesError, type CallOptions, decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import type { SignatureAlgorithm, Signer, SigningInput } from '@sealkit/core/ports';
import { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { KeyStoreError } from '../key-store-error.ts';
import { hostSecret } from '../service/host-secret.ts';
import { askKeyService, jsonBody, type KeyService } from '../service/key-service.ts';
import { type KmsKeyOptions, readKmsKey } from './kms-key.ts';

export interface VaultTransitOptions extends KmsKeyOptions {
  /** Such as `https://vault.example:8200`. */
  readonly url: string;
  readonly keyName: string;
  /** The version of the certificate's key: without it a rotation would let another key sign. */
  readonly keyVersion: number;
  readonly token: (call?: CallOptions) => Promise<string | undefined>;
  /** Where the engine is mounted; `transit` by default. */
  readonly mount?: string;
  /** Of Vault Enterprise. */
  readonly namespace?: string;
}

const NAME = 'vault-transit';
const VALUE = /^vault:v(\d+):(.+)$/;
const schema = z.object({ data: z.object({ signature: z.string().regex(VALUE) }) });

/**
 * A signer over a key in the transit engine of HashiCorp Vault or OpenBao: RSA, ECDSA on NIST curves, Ed25519.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`, `KEY_CERTIFICATE_MISSING`
 * @see Vault HTTP API: Transit, Sign Data
 */
export function vaultTransitSigner(options: VaultTransitOptions): Signer {
  const { keyName, keyVersion, mount = 'transit', namespace, http, retryDelayMs } = options;
  const { algorithm, certificates } = readKmsKey(NAME, options);
  const place = `${mount.split('/').map(encodeURIComponent).join('/')}/sign/${encodeURIComponent(keyName)}`;
  const url = `${assertServiceUrl(options.url)}/v1/${place}`;
  // Vault says what is wrong in sentences alone: the status has to do.
  const service: KeyService = { name: NAME, http, wordOf: () => undefined, words: new Map(), retryDelayMs };
  return {
    algorithm,
    certificates,
    async sign(input, call) {
      const token = await hostSecret('a Vault token', options.token, call);
      const headers = { 'X-Vault-Token': token, ...(namespace === undefined ? {} : { 'X-Vault-Namespace': namespace }) };
      const body = { key_version: keyVersion, ...requestOf(algorithm, input) };
      const { data } = await askKeyService(service, { url, headers, ...jsonBody(body), repeatable: true }, schema, call);
      const [, version, value = ''] = VALUE.exec(data.signature) ?? [];
      if (Number(version) !== keyVersion) throw malformed(`a value of version ${keyVersion} of the key`);
      return decode(value);
    },
  };
}

function requestOf(algorithm: SignatureAlgorithm, { dtbs, digest }: SigningInput): Readonly<Record<string, unknown>> {
  if (algorithm.name === 'Ed25519') return { input: encodeBase64(dtbs) };
  const common = { input: encodeBase64(digest), prehashed: true, hash_algorithm: algorithm.digest.replace('SHA-', 'sha2-') };
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { ...common, signature_algorithm: 'pkcs1v15' };
    case 'RSASSA-PSS':
      // The default is the longest salt that there is room for.
      return { ...common, signature_algorithm: 'pss', salt_length: 'hash' };
    case 'ECDSA':
      return { ...common, marshaling_algorithm: 'asn1' };
  }
}

function decode(value: string): Bytes {
  try {
    return decodeBase64(value);
  } catch (error) {
    if (error instanceof BytesError) throw malformed('a value in base64');
    throw error;
  }
}

function malformed(expected: string): KeyStoreError {
  return new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', `${NAME}: expected ${expected}`);
}
