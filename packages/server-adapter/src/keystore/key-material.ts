import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Bytes, copyBytes } from '@sealkit/core/bytes';
import { certificatesOfKey } from './certificates-of-key.ts';
import { KeyStoreError } from './key-store-error.ts';

/** A private key with its certificates. Keep it no longer than a signature needs. */
export interface KeyMaterial {
  /** DER PrivateKeyInfo. */
  readonly privateKey: Bytes;
  /** DER, the certificate of this key first, then its issuers as far as they are there. */
  readonly certificates: readonly Bytes[];
}

/**
 * Puts the certificate of the key first and its chain behind it; what belongs to neither is left out.
 *
 * @throws {@link KeyStoreError} `KEY_CERTIFICATE_MISSING`, `KEY_FILE_MALFORMED`
 */
export function keyMaterialOf(privateKey: Uint8Array, certificates: readonly Uint8Array[]): KeyMaterial {
  const publicKey = createPublicKey(privateKeyObject(privateKey));
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { privateKey: copyBytes(privateKey), certificates: certificatesOfKey(spki, certificates) };
}

/** The key as Node holds it. @throws {@link KeyStoreError} `KEY_FILE_MALFORMED` */
export function privateKeyObject(privateKey: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  } catch {
    // Node's error is dropped: nothing about a private key may travel in a cause.
    throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #8 private key');
  }
}
