import { type CallOptions, encodeBase64, encodeUtf8 } from '@sealkit/core/bytes';
import type { Clock, SignatureAlgorithm, Signer, SigningInput } from '@sealkit/core/ports';
import { z } from 'zod';
import { assertServiceUrl } from '../../outbound/service-url.ts';
import { KeyStoreError, type KeyStoreErrorCode } from '../key-store-error.ts';
import { base64Octets } from '../service/base64-schema.ts';
import { hostSecret } from '../service/host-secret.ts';
import { askKeyService, type KeyService } from '../service/key-service.ts';
import { type KmsKeyOptions, readKmsKey, wordAt } from './kms-key.ts';
import { type AwsCredentials, signSigV4 } from '../../outbound/sigv4.ts';

export interface AwsKmsOptions extends KmsKeyOptions {
  /** Such as `eu-central-1`. */
  readonly region: string;
  /** Id or ARN of the key; a multi-Region replica and an alias are fine as long as the key stays the certificate's. */
  readonly keyId: string;
  readonly credentials: (call?: CallOptions) => Promise<AwsCredentials | undefined>;
  readonly clock: Clock;
  /** `https://kms.REGION.amazonaws.com` by default; another for China, a VPC endpoint or FIPS. */
  readonly endpoint?: string;
}

const NAME = 'aws-kms';
const MAX_MESSAGE = 4096;
const CONTENT_TYPE = 'application/x-amz-json-1.1';
const WORDS: ReadonlyMap<unknown, KeyStoreErrorCode> = new Map<unknown, KeyStoreErrorCode>([
  ['NotFoundException', 'KEY_STORE_CREDENTIAL_UNKNOWN'],
  ['DisabledException', 'KEY_STORE_CREDENTIAL_UNUSABLE'],
  ['KMSInvalidStateException', 'KEY_STORE_CREDENTIAL_UNUSABLE'],
  ['InvalidKeyUsageException', 'KEY_STORE_CREDENTIAL_UNUSABLE'],
  ['ThrottlingException', 'KEY_STORE_BUSY'],
  ['LimitExceededException', 'KEY_STORE_BUSY'],
  ['AccessDeniedException', 'KEY_SERVICE_ACCESS_DENIED'],
  ['UnrecognizedClientException', 'KEY_SERVICE_ACCESS_DENIED'],
  ['InvalidSignatureException', 'KEY_SERVICE_ACCESS_DENIED'],
  ['ExpiredTokenException', 'KEY_SERVICE_ACCESS_DENIED'],
]);

/**
 * A signer over a key in AWS KMS: RSA, ECDSA on NIST curves, Ed25519 with messages of at most 4,096 octets.
 *
 * @throws {@link KeyStoreError} `KEY_ALGORITHM_UNSUPPORTED`, `KEY_CERTIFICATE_MISSING`
 * @see AWS KMS API Reference: Sign
 */
export function awsKmsSigner(options: AwsKmsOptions): Signer {
  const { region, keyId, clock, http, retryDelayMs } = options;
  const { algorithm, certificates } = readKmsKey(NAME, options);
  const url = `${assertServiceUrl(options.endpoint ?? `https://kms.${region}.amazonaws.com`, 'endpoint')}/`;
  const service: KeyService = { name: NAME, http, wordOf, words: WORDS, retryDelayMs };
  const signingAlgorithm = algorithmName(algorithm);
  const schema = z.object({ Signature: base64Octets, SigningAlgorithm: z.literal(signingAlgorithm) });
  return {
    algorithm,
    certificates,
    async sign(input, call) {
      const message = { KeyId: keyId, ...messageOf(algorithm, input), SigningAlgorithm: signingAlgorithm };
      const body = encodeUtf8(JSON.stringify(message));
      const credentials = await hostSecret('keys of the AWS API', options.credentials, call);
      const headers = signSigV4(
        { method: 'POST', url, headers: { 'content-type': CONTENT_TYPE, 'x-amz-target': 'TrentService.Sign' }, body },
        { credentials, region, service: 'kms', time: clock.now() },
      );
      const { 'content-type': contentType = CONTENT_TYPE, ...further } = headers;
      return (await askKeyService(service, { url, headers: further, contentType, body, repeatable: true }, schema, call)).Signature;
    },
  };
}

/** Ed25519 signs the message, which KMS takes up to a limit. @throws {@link KeyStoreError} `KEY_MESSAGE_TOO_LONG` */
function messageOf(
  { name }: SignatureAlgorithm,
  { dtbs, digest }: SigningInput,
): { readonly Message: string; readonly MessageType: string } {
  if (name !== 'Ed25519') return { Message: encodeBase64(digest), MessageType: 'DIGEST' };
  if (dtbs.length > MAX_MESSAGE)
    throw new KeyStoreError('KEY_MESSAGE_TOO_LONG', `${NAME}: expected at most ${MAX_MESSAGE} octets for Ed25519, got ${dtbs.length}`);
  return { Message: encodeBase64(dtbs), MessageType: 'RAW' };
}

function algorithmName(algorithm: SignatureAlgorithm): string {
  const digest = algorithm.digest.replace('-', '_');
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return `RSASSA_PKCS1_V1_5_${digest}`;
    case 'RSASSA-PSS':
      return `RSASSA_PSS_${digest}`;
    case 'ECDSA':
      return `ECDSA_${digest}`;
    case 'Ed25519':
      return 'ED25519_SHA_512';
  }
}

/** `com.amazonaws.kms#NotFoundException`, or the name alone. */
function wordOf(answer: unknown): unknown {
  const type = wordAt(answer, '__type');
  return typeof type === 'string' ? type.slice(type.indexOf('#') + 1) : undefined;
}
