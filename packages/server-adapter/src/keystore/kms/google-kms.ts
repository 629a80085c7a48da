import { type CallOptions, encodeBase64 } from '@sealkit/core/bytes';
import type { SignatureAlgorithm, Signer, SigningInput } from '@sealkit/core/ports';
import { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
import { base64Octets } from '../service/base64-schema.ts';
import { hostSecret } from '../service/host-secret.ts';
import { askKeyService, jsonBody, type KeyService } from '../service/key-service.ts';
import { crc32c } from './crc32c.ts';
import { type KmsKeyOptions, readKmsKey, unsupported, wordAt } from './kms-key.ts';

export interface GoogleKmsOptions extends KmsKeyOptions {
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…/cryptoKeyVersions/…`: its purpose fixes the algorithm, padding included. */
  readonly keyVersion: string;
  readonly accessToken: (call?: CallOptions) => Promise<string | undefined>;
  /** `https://cloudkms.googleapis.com` by default. */
  readonly endpoint?: string;
}

const NAME = 'google-kms';
const KEY_VERSION = /^projects\/[^/?#]+\/locations\/[^/?#]+\/keyRings\/[^/?#]+\/cryptoKeys\/[^/?#]+\/cryptoKeyVersions\/\d+$/;
const MAX_MESSAGE = 65_536;
const WORDS: ReadonlyMap<unknown, KeyStoreErrorCode> = new Map<unknown, KeyStoreErrorCode>([
  ['NOT_FOUND', 'KEY_STORE_CREDENTIAL_UNKNOWN'],
  ['FAILED_PRECONDITION', 'KEY_STORE_CREDENTIAL_UNUSABLE'],
  ['RESOURCE_EXHAUSTED', 'KEY_STORE_BUSY'],
  ['PERMISSION_DENIED', 'KEY_SERVICE_ACCESS_DENIED'],
  ['UNAUTHENTICATED', 'KEY_SERVICE_ACCESS_DENIED'],
]);
const checksum = z.union([z.string(), z.number()]).transform(String);
const schema = z.object({
  name: z.string(),
  signature: base64Octets,
  signatureCrc32c: checksum,
  verifiedDigestCrc32c: z.boolean().default(false),
  verifiedDataCrc32c: z.boolean().default(false),
});

/**
 * A signer over a key version in Google Cloud KMS: RSA, ECDSA on P-256 and P-384, Ed25519. Checksums are kept both ways.
 *
 * @throws TypeError for a name of something else than a key version.
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`, `KEY_CERTIFICATE_MISSING`
 * @see Cloud KMS API v1: cryptoKeyVersions.asymmetricSign
 */
export function googleKmsSigner(options: GoogleKmsOptions): Signer {
  const { keyVersion, http, retryDelayMs } = options;
  if (!KEY_VERSION.test(keyVersion)) throw new TypeError('keyVersion: expected the whole name of a key version');
  const { algorithm, certificates } = readKmsKey(NAME, options);
  if (algorithm.name === 'ECDSA' && algorithm.curve === 'P-521') throw unsupported(NAME, 'P-256 or P-384');
  const url = `${assertServiceUrl(options.endpoint ?? 'https://cloudkms.googleapis.com', 'endpoint')}/v1/${keyVersion}:asymmetricSign`;
  const wordOf = (answer: unknown): unknown => wordAt(answer, 'error', 'status');
  const service: KeyService = { name: NAME, http, wordOf, words: WORDS, retryDelayMs };
  return {
    algorithm,
    certificates,
    async sign(input, call) {
      const token = await hostSecret('an access token', options.accessToken, call);
      const headers = { Authorization: `Bearer ${token}` };
      const request = { url, headers, ...jsonBody(requestOf(algorithm, input)), repeatable: true };
      const answer = await askKeyService(service, request, schema, call);
      const received = algorithm.name === 'Ed25519' ? answer.verifiedDataCrc32c : answer.verifiedDigestCrc32c;
      if (!received || answer.signatureCrc32c !== String(crc32c(answer.signature)) || answer.name !== keyVersion)
        throw new KeyStoreError('KEY_SERVICE_ANSWER_MALFORMED', `${NAME}: expected the checksums and the name of what was asked for`, {
          retryable: true,
        });
      return answer.signature;
    },
  };
}

/** Checksums are of type int64, which JSON carries as text. @throws {@link KeyStoreError} `KEY_MESSAGE_TOO_LONG` */
function requestOf({ name, digest: algorithm }: SignatureAlgorithm, { dtbs, digest }: SigningInput): unknown {
  if (name !== 'Ed25519') {
    const field = algorithm.replace('SHA-', 'sha');
    return { digest: { [field]: encodeBase64(digest) }, digestCrc32c: String(crc32c(digest)) };
  }
  if (dtbs.length > MAX_MESSAGE)
    throw new KeyStoreError('KEY_MESSAGE_TOO_LONG', `${NAME}: expected at most ${MAX_MESSAGE} octets for Ed25519, got ${dtbs.length}`);
  return { data: encodeBase64(dtbs), dataCrc32c: String(crc32c(dtbs)) };
}
