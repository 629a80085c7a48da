import { createPrivateKey } from 'node:crypto';
import { type Bytes, decodeLatin1 } from '@sealkit/core/bytes';
import { parsePem, readCertificates } from '@sealkit/core/x509';
import { type KeyMaterial, keyMaterialOf } from '../key-material.ts';
import { KeyStoreError } from '../key-store-error.ts';

export interface PemKeyFiles {
  /** PEM or DER private key: PKCS #8, also encrypted (PBES2), or the older forms of OpenSSL. */
  readonly key: Uint8Array;
  /** PEM or DER certificates, in any order. */
  readonly certificates: readonly Uint8Array[];
  readonly password?: string;
}

/**
 * Opens a private key with the certificates that belong to it.
 *
 * @throws {@link KeyStoreError} `KEY_FILE_MALFORMED`, `KEY_FILE_PASSWORD_NEEDED`, `KEY_FILE_PASSWORD_WRONG`,
 * `KEY_CERTIFICATE_MISSING`
 */
export function openPemKey(files: PemKeyFiles): KeyMaterial {
  const certificates = files.certificates.flatMap((file) => readCertificates(file));
  return keyMaterialOf(openPrivateKey(files.key, files.password), certificates);
}

const KEY_LABEL = /PRIVATE KEY$/;

function openPrivateKey(file: Uint8Array, password: string | undefined): Bytes {
  const text = decodeLatin1(file);
  const isPem = text.includes('-----BEGIN ');
  const encrypted = text.includes('ENCRYPTED');
  if (isPem && !encrypted && !parsePem(text).some(({ label }) => KEY_LABEL.test(label)))
    throw new KeyStoreError('KEY_FILE_WITHOUT_KEY', 'expected a private key in the PEM file');
  if (encrypted && password === undefined)
    throw new KeyStoreError('KEY_FILE_PASSWORD_NEEDED', 'the private key is encrypted: expected a password');
  try {
    const key = createPrivateKey({
      key: Buffer.from(file),
      ...(isPem ? { format: 'pem' as const } : { format: 'der' as const, type: 'pkcs8' as const }),
      ...(password === undefined ? {} : { passphrase: Buffer.from(password, 'utf8') }),
    });
    return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
  } catch {
    // Node's error is dropped: nothing about a private key may travel in a cause.
    throw encrypted
      ? new KeyStoreError('KEY_FILE_PASSWORD_WRONG', 'the private key does not open with this password')
      : new KeyStoreError('KEY_FILE_MALFORMED', 'expected a private key in PEM or DER');
  }
}
