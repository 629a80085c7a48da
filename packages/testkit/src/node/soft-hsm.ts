import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBase64, encodeHex } from '@sealkit/core/bytes';
import { TEST_KEYS, type TestKeyName } from '../pki/test-keys.ts';

/** Where Debian, Homebrew and a build from source put it; SOFTHSM2_LIB names another place. */
const PLACES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

export const SOFT_HSM_PIN = 'pin-4711-of-the-tests';
const SO_PIN = 'so-pin-of-the-tests';

/** A software token of its own in a temporary folder. */
export interface SoftHsm {
  readonly library: string;
  readonly folder: string;
  /** The configuration, for `SOFTHSM2_CONF` of other processes; this process has it already. */
  readonly configuration: string;
  addToken(label: string): void;
  /** Puts a key of `TEST_KEYS` on a token; `id` in octets. */
  importKey(token: string, key: TestKeyName, name: { readonly label: string; readonly id: Uint8Array; readonly bare?: boolean }): void;
  remove(): void;
}

/** Why PKCS #11 cannot be tried here; undefined where it can. */
export function softHsmMissing(): string | undefined {
  if (findLibrary() === undefined) return 'softhsm2 is not installed';
  try {
    createRequire(import.meta.url)('pkcs11js');
    return undefined;
  } catch {
    return 'pkcs11js is not installed, or not compiled';
  }
}

/** Makes a token store; call it before the library is loaded, which reads its configuration once. */
export function createSoftHsm(): SoftHsm {
  const library = findLibrary();
  if (library === undefined) throw new TypeError('expected softhsm2 on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-softhsm-'));
  const configuration = join(folder, 'softhsm2.conf');
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(configuration, `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = configuration;
  const util = (...words: readonly string[]): void => void execFileSync('softhsm2-util', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  return {
    library,
    folder,
    configuration,
    addToken: (label) => util('--init-token', '--free', '--label', label, '--so-pin', SO_PIN, '--pin', SOFT_HSM_PIN),
    importKey(token, key, { label, id, bare = false }) {
      const file = join(folder, 'key.pem');
      const base64 = Buffer.from(decodeBase64(TEST_KEYS[key].pkcs8)).toString('base64');
      writeFileSync(file, `-----BEGIN PRIVATE KEY-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`);
      const options = ['--token', token, '--pin', SOFT_HSM_PIN, '--label', label, '--id', encodeHex(id)];
      util('--import', file, ...options, ...(bare ? ['--no-public-key'] : []));
      rmSync(file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function findLibrary(): string | undefined {
  return [process.env['SOFTHSM2_LIB'], ...PLACES].find((place) => place !== undefined && existsSync(place));
}
