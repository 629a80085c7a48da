import type { NativeAlgorithm } from '../ports/index.ts';

/** What WebCrypto wants to import a key with. */
export function importParameters(algorithm: NativeAlgorithm): RsaHashedImportParams | EcKeyImportParams | { readonly name: 'Ed25519' } {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { name: 'RSASSA-PKCS1-v1_5', hash: algorithm.digest };
    case 'RSASSA-PSS':
      return { name: 'RSA-PSS', hash: algorithm.digest };
    case 'ECDSA':
      return { name: 'ECDSA', namedCurve: algorithm.curve };
    case 'Ed25519':
      return { name: 'Ed25519' };
  }
}

/** What WebCrypto wants to sign or verify with that key. */
export function signatureParameters(algorithm: NativeAlgorithm): AlgorithmIdentifier | RsaPssParams | EcdsaParams {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return { name: 'RSASSA-PKCS1-v1_5' };
    case 'RSASSA-PSS':
      return { name: 'RSA-PSS', saltLength: algorithm.saltLength };
    case 'ECDSA':
      return { name: 'ECDSA', hash: algorithm.digest };
    case 'Ed25519':
      return { name: 'Ed25519' };
  }
}
