import type { DigestAlgorithm, Signer, SigningDigest } from '@sealkit/core/ports';
import { type KeyMaterial } from '../keystore/key-material.ts';
import { KeyStoreError } from '../keystore/key-store-error.ts';
import { openPemKey } from '../keystore/pem/index.ts';
import { openPkcs12 } from '../keystore/pkcs12/open-pkcs12.ts';
import { documentSigner } from '../keystore/software-signer.ts';
import { usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readSecret, readWhole } from './input-files.ts';
import { choice, type OptionRules, type ParsedArguments } from './parse-arguments.ts';
import { TOKEN_OPTIONS, withTokenSigner } from './token-key.ts';

export const KEY_OPTIONS = {
  '--p12': 'value',
  '--password-file': 'value',
  '--key': 'value',
  '--cert': 'value',
  '--chain': 'values',
  '--digest': 'value',
  '--pss': 'flag',
  ...TOKEN_OPTIONS,
} as const satisfies OptionRules;

export const DIGESTS: { readonly [name in 'sha256' | 'sha384' | 'sha512']: DigestAlgorithm } = {
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

const SIGNING_DIGESTS = { ...DIGESTS, 'sha3-256': 'SHA3-256', 'sha3-384': 'SHA3-384', 'sha3-512': 'SHA3-512' } as const satisfies {
  readonly [name: string]: SigningDigest;
};

/**
 * Runs `work` with the signer that the options name.
 *
 * @throws CliError (64) for options that do not go together, KeyStoreError for the files, Pkcs11Error for a token
 */
export async function withSigner<T>(
  options: ParsedArguments,
  io: CommandIo,
  work: (signer: Signer<SigningDigest>) => Promise<T>,
): Promise<T> {
  const library = options.value('--pkcs11');
  assertOneKey(options, library !== undefined);
  if (library === undefined) return work(documentSigner(await openKey(options, io), choicesFrom(options, SIGNING_DIGESTS)));
  return withTokenSigner(library, options, { io, choices: choicesFrom(options, DIGESTS), work });
}

/** `--digest` by one of these names, and `--pss`. */
function choicesFrom<D extends SigningDigest>(
  options: ParsedArguments,
  digests: { readonly [name: string]: D },
): { readonly pss: boolean; readonly digest?: D } {
  const name = options.value('--digest');
  const digest = name === undefined ? undefined : digests[choice('--digest', name, Object.keys(digests))];
  return { pss: options.has('--pss'), ...(digest === undefined ? {} : { digest }) };
}

function assertOneKey(options: ParsedArguments, onToken: boolean): void {
  const stray = onToken ? ['--p12', '--key', '--password-file'] : Object.keys(TOKEN_OPTIONS);
  const found = stray.find((name) => options.has(name));
  if (found !== undefined) throw usageError(onToken ? `expected either --pkcs11 or ${found}` : `${found} needs --pkcs11 LIB`);
}

async function openKey(options: ParsedArguments, io: CommandIo): Promise<KeyMaterial> {
  const p12 = options.value('--p12');
  const key = options.value('--key');
  const certificate = options.value('--cert');
  if (p12 !== undefined && (key !== undefined || certificate !== undefined)) throw usageError('expected either --p12 or --key with --cert');
  if (p12 !== undefined) return openPkcs12File(p12, options, io);
  if (key === undefined || certificate === undefined)
    throw usageError('expected a key: --p12 F, --key F with --cert F, or --pkcs11 LIB with --pkcs11-key LABEL');
  const files = {
    key: await readWhole(key, io),
    certificates: await Promise.all([certificate, ...options.values('--chain')].map((path) => readWhole(path, io))),
  };
  return withPassword(options, io, (password) => openPemKey(password === undefined ? files : { ...files, password }));
}

async function openPkcs12File(path: string, options: ParsedArguments, io: CommandIo): Promise<KeyMaterial> {
  const file = await readWhole(path, io);
  return withPassword(options, io, async (password) => {
    try {
      return await openPkcs12(file, password ?? '');
    } catch (error) {
      if (password === undefined && error instanceof KeyStoreError && error.code === 'KEY_FILE_PASSWORD_WRONG')
        throw new KeyStoreError('KEY_FILE_PASSWORD_NEEDED', 'the key file needs a password: give --password-file F');
      throw error;
    }
  });
}

/** Tries without a password first where none is given, and asks only when one is needed. */
async function withPassword(
  options: ParsedArguments,
  io: CommandIo,
  open: (password: string | undefined) => KeyMaterial | Promise<KeyMaterial>,
): Promise<KeyMaterial> {
  const passwordFile = options.value('--password-file');
  if (passwordFile !== undefined) return open(await readSecret(passwordFile, io));
  try {
    return await open(undefined);
  } catch (error) {
    const needed = error instanceof KeyStoreError && error.code === 'KEY_FILE_PASSWORD_NEEDED';
    if (!needed || io.askSecret === undefined) throw error;
    return open(await io.askSecret('Password of the key: '));
  }
}
