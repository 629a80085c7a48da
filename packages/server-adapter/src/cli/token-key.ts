import { decodeHex } from '@sealkit/core/bytes';
import type { Signer } from '@sealkit/core/ports';
import { openPkcs11Signer } from '../keystore/pkcs11/pkcs11-signer.ts';
import { openPkcs11Token } from '../keystore/pkcs11/pkcs11-token.ts';
import type { SoftwareSignerOptions } from '../keystore/software-signer.ts';
import { usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readCertificateFiles, readSecret } from './input-files.ts';
import type { OptionRules, ParsedArguments } from './parse-arguments.ts';

export const TOKEN_OPTIONS = {
  '--pkcs11': 'value',
  '--pkcs11-token': 'value',
  '--pkcs11-serial': 'value',
  '--pkcs11-slot': 'value',
  '--pkcs11-key': 'value',
  '--pkcs11-key-id': 'value',
  '--pin-file': 'value',
} as const satisfies OptionRules;

/** Runs `work` with a signer over the token that the options name, and closes the token behind it. */
export async function withTokenSigner<T>(
  library: string,
  options: ParsedArguments,
  { io, choices, work }: { readonly io: CommandIo; readonly choices: SoftwareSignerOptions; readonly work: (signer: Signer) => Promise<T> },
): Promise<T> {
  const request = { library, token: tokenName(options) };
  const key = keyName(options);
  const certificates = await readCertificateFiles(options.values('--cert'), io);
  const issuers = await readCertificateFiles(options.values('--chain'), io);
  const pin = await pinOf(options, io);
  const token = openPkcs11Token({ ...request, pin: () => Promise.resolve(pin) });
  try {
    return await work(await openPkcs11Signer(token, { key, ...choices, issuers, ...(certificates.length === 0 ? {} : { certificates }) }));
  } finally {
    await token.close();
  }
}

function tokenName(options: ParsedArguments) {
  const label = options.value('--pkcs11-token');
  const serialNumber = options.value('--pkcs11-serial');
  const slot = options.value('--pkcs11-slot');
  if (slot !== undefined && !/^\d{1,10}$/.test(slot))
    throw usageError(`--pkcs11-slot: expected a number, got ${slot}`, 'OPTION_VALUE_MALFORMED');
  return {
    ...(label === undefined ? {} : { label }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(slot === undefined ? {} : { slot: Number(slot) }),
  };
}

function keyName(options: ParsedArguments) {
  const label = options.value('--pkcs11-key');
  const id = options.value('--pkcs11-key-id');
  if (label === undefined && id === undefined) throw usageError('expected the key on the token: --pkcs11-key LABEL or --pkcs11-key-id HEX');
  if (id !== undefined && !/^(?:[0-9a-f]{2})+$/i.test(id))
    throw usageError(`--pkcs11-key-id: expected hexadecimal octets, got ${id}`, 'OPTION_VALUE_MALFORMED');
  return { ...(label === undefined ? {} : { label }), ...(id === undefined ? {} : { id: decodeHex(id.toLowerCase()) }) };
}

/** Without a file a person is asked; nobody there, or an empty answer, leaves it to the token's own keypad. */
async function pinOf(options: ParsedArguments, io: CommandIo): Promise<string | undefined> {
  const file = options.value('--pin-file');
  if (file !== undefined) {
    const pin = await readSecret(file, io);
    // A token counts an empty PIN as a wrong one, and locks after a few.
    if (pin === '') throw usageError(`--pin-file ${file}: expected a PIN, got an empty line`, 'OPTION_VALUE_MALFORMED');
    return pin;
  }
  const answer = await io.askSecret?.('PIN of the token (empty: on its own keypad): ');
  return answer === '' ? undefined : answer;
}
