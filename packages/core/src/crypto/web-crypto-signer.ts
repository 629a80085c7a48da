import { type Bytes, copyBytes } from '../bytes/index.ts';
import type { SignatureAlgorithm, Signer } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { unshared } from './digest.ts';
import { ecdsaRawToDer } from './ecdsa-value.ts';
import { importParameters, signatureParameters } from './web-crypto-parameters.ts';

export interface WebCryptoSignerOptions {
  /** DER PrivateKeyInfo (PKCS #8, RFC 5958). */
  readonly privateKey: Uint8Array;
  /** DER, leaf first. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
}

/**
 * A signer over a private key in memory. The key is imported, not extractable, at the first signature.
 *
 * @throws {@link CryptoError} `CRYPTO_ALGORITHM_UNKNOWN` for a brainpool curve, which WebCrypto does not have.
 */
export function webCryptoSigner(options: WebCryptoSignerOptions): Signer {
  const { algorithm } = options;
  if (algorithm.name === 'ECDSA' && !algorithm.curve.startsWith('P-'))
    throw new CryptoError('CRYPTO_ALGORITHM_UNKNOWN', `expected a curve that WebCrypto has, got ${algorithm.curve}`);
  const pkcs8 = copyBytes(options.privateKey);
  let imported: Promise<CryptoKey> | undefined;
  return {
    algorithm,
    certificates: options.certificates.map(copyBytes),
    async sign(input, callOptions): Promise<Bytes> {
      callOptions?.signal?.throwIfAborted();
      imported ??= importPrivateKey(pkcs8, algorithm);
      const value = new Uint8Array(await crypto.subtle.sign(signatureParameters(algorithm), await imported, unshared(input.dtbs)));
      return algorithm.name === 'ECDSA' ? ecdsaRawToDer(value, algorithm.curve) : value;
    },
  };
}

async function importPrivateKey(pkcs8: Bytes, algorithm: SignatureAlgorithm): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, importParameters(algorithm), false, ['sign']);
  } catch {
    // The runtime's error is dropped on purpose: nothing about a private key may travel in a cause.
    throw new CryptoError('CRYPTO_KEY_MALFORMED', `expected a PKCS #8 private key for ${algorithm.name}`);
  } finally {
    pkcs8.fill(0);
  }
}
