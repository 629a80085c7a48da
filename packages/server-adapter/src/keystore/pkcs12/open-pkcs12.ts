import { decodeLatin1 } from '@sealkit/core/bytes';
import { type KeyMaterial, keyMaterialOf } from '../key-material.ts';
import { KeyStoreError } from '../key-store-error.ts';
import type { Pkcs12Content } from './pkcs12-content.ts';

/** Longest file read. */
const MAX_LENGTH = 1 << 20;
/** DER of the arc 1.2.840.113549.1.12.1, under which the PBE algorithms of PKCS #12 itself lie (RC2, 3DES, RC4). */
const LEGACY_ALGORITHMS = '\u0006\u000a\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u000c\u0001';

/**
 * Opens a PKCS #12 file: the integrity of the whole is checked, then key and certificates are taken out. Files under PBES2
 * open with any password; older ones (RC2-40, 3DES) with an ASCII password only.
 *
 * @throws {@link KeyStoreError} `KEY_FILE_MALFORMED`, `KEY_FILE_PASSWORD_WRONG`, `KEY_FILE_ALGORITHM_UNSUPPORTED`,
 * `KEY_FILE_LEGACY_PASSWORD`, `KEY_FILE_WITHOUT_KEY`, `KEY_FILE_SEVERAL_KEYS`, `KEY_CERTIFICATE_MISSING`
 * @see RFC 7292
 */
export async function openPkcs12(file: Uint8Array, password: string): Promise<KeyMaterial> {
  if (file.length > MAX_LENGTH || file[0] !== 0x30) throw new KeyStoreError('KEY_FILE_MALFORMED', 'expected a PKCS #12 file');
  const isLegacy = decodeLatin1(file).includes(LEGACY_ALGORITHMS);
  const { privateKeys, certificates } = isLegacy ? await readLegacy(file, password) : await readModern(file, password);
  const [privateKey, ...more] = privateKeys;
  if (privateKey === undefined) throw new KeyStoreError('KEY_FILE_WITHOUT_KEY', 'expected a private key in the PKCS #12 file');
  if (more.length > 0)
    throw new KeyStoreError('KEY_FILE_SEVERAL_KEYS', `expected one private key in the PKCS #12 file, got ${privateKeys.length}`);
  return keyMaterialOf(privateKey, certificates);
}

// Both libraries are large: only what a file needs is loaded.

async function readLegacy(file: Uint8Array, password: string): Promise<Pkcs12Content> {
  const { readLegacyPkcs12 } = await import('./legacy-pkcs12.ts');
  return readLegacyPkcs12(file, password);
}

async function readModern(file: Uint8Array, password: string): Promise<Pkcs12Content> {
  const { readModernPkcs12 } = await import('./modern-pkcs12.ts');
  return readModernPkcs12(file, password);
}
