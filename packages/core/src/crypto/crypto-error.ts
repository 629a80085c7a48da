import { SealkitError } from '../errors/index.ts';

export type CryptoErrorCode =
  | 'CRYPTO_ALGORITHM_UNKNOWN'
  | 'CRYPTO_ALGORITHM_MALFORMED'
  | 'CRYPTO_ALGORITHM_UNSUPPORTED'
  | 'CRYPTO_DIGEST_MALFORMED'
  | 'CRYPTO_HASH_STATE_MALFORMED'
  | 'CRYPTO_HASH_STATE_UNAVAILABLE'
  | 'CRYPTO_DIGEST_FINISHED'
  | 'CRYPTO_SIGNATURE_MALFORMED'
  | 'CRYPTO_KEY_MALFORMED'
  | 'CRYPTO_JWS_MALFORMED';

/** Algorithms, digests, states and keys that are not what was expected. A signature that does not verify is a value, not this. */
export class CryptoError extends SealkitError<CryptoErrorCode> {}
