import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '../../src/bytes/index.ts';

/** What qpdf is told for each algorithm of the standard security handler, revisions 2 to 6. */
export const CIPHERS: Readonly<Record<string, readonly string[]>> = {
  'rc4-40': ['40'],
  'rc4-128': ['128', '--use-aes=n'],
  'rc4-128-crypt-filter': ['128', '--use-aes=n', '--force-V4'],
  'aes-128': ['128', '--use-aes=y'],
  'aes-128-clear-metadata': ['128', '--use-aes=y', '--cleartext-metadata'],
  'aes-256-r5': ['256', '--force-R5'],
  'aes-256-r6': ['256'],
  'aes-256-clear-metadata': ['256', '--cleartext-metadata'],
};

/** How qpdf writes the cross-reference section. */
export const XREF_FORMS = { table: 'disable', stream: 'generate' } as const;
export type XrefForm = keyof typeof XREF_FORMS;

export const USER_PASSWORD = 'user';
export const OWNER_PASSWORD = 'owner';

/** The document as qpdf encrypts it. */
export function encryptedByQpdf(plain: Uint8Array, cipher: string, form: XrefForm): Bytes {
  const options = CIPHERS[cipher];
  if (options === undefined) throw new RangeError(`cipher: expected one of ${Object.keys(CIPHERS).join(', ')}, got ${cipher}`);
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-qpdf-'));
  try {
    const [input, output] = [join(folder, 'plain.pdf'), join(folder, 'encrypted.pdf')];
    writeFileSync(input, plain);
    const passwords = ['--encrypt', USER_PASSWORD, OWNER_PASSWORD, ...options, '--'];
    execFileSync('qpdf', ['--allow-weak-crypto', `--object-streams=${XREF_FORMS[form]}`, ...passwords, input, output]);
    return new Uint8Array(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
