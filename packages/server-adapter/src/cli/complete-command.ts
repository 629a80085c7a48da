import { decodeBase64, decodeLatin1, type Bytes } from '@sealkit/core/bytes';
import { completeAtLevel } from '@sealkit/core/pades';
import { nodeDigestEngine } from '../bytes/index.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole, STANDARD_INPUT, withSource } from './input-files.ts';
import { assertOutputFree } from './output-file.ts';
import { type OptionRules, parseArguments } from './parse-arguments.ts';
import { levelOf, SERVICE_OPTIONS, servicesOf } from './pki-services.ts';
import { passwordOf, writeSigned } from './sign-command.ts';
import { tellNotices } from './signing-notices.ts';
import { parseSigningState } from './signing-state.ts';

const OPTIONS = {
  ...SERVICE_OPTIONS,
  '--state': 'value',
  '--signature': 'value',
  '--pdf-password-file': 'value',
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
} as const satisfies OptionRules;

/** `sealkit complete`: puts a value that came from outside into a prepared signature. */
export async function runComplete(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [file, ...more] = options.files;
  const state = options.value('--state');
  const signature = options.value('--signature');
  const output = options.value('-o');
  if (file === undefined || more.length > 0) throw usageError('expected one file: the one that was prepared');
  if (state === undefined || signature === undefined || output === undefined || output === STANDARD_INPUT)
    throw usageError('expected --state STATE.json, --signature F and -o OUT');
  const level = levelOf(options, 'B-B');
  const services = await servicesOf(options, level, io);
  const password = await passwordOf(options, io);
  const force = options.has('--force');
  await assertOutputFree(output, { force, input: file });
  const prepared = parseSigningState(await readWhole(state, io));
  const value = readSignatureValue(await readWhole(signature, io));
  return withSource(file, io, async (source) => {
    const signed = await completeAtLevel(source, prepared, value, {
      level,
      ...services,
      now: io.now(),
      engine: nodeDigestEngine,
      signal: io.signal,
      ...(password === undefined ? {} : { password }),
    });
    const fileDigest = await writeSigned(output, source, signed, { force, input: file, signal: io.signal });
    const field = signed.signature.fields[0] ?? '';
    const { byteRangeDigest, notices } = signed.signature;
    const told = tellNotices(file, notices, io);
    const outcome = { file, output, field, level: signed.level, byteRangeDigest, fileDigest, ...told };
    io.print(
      options.has('--json') ? JSON.stringify(outcome) : `${file}: signed in field ${field} at level ${signed.level}, written to ${output}`,
    );
    return EXIT.done;
  });
}

const BASE64_TEXT = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** Raw octets, or base64 text of them. A raw value of printable base64 characters alone does not occur at these lengths. */
function readSignatureValue(bytes: Bytes): Bytes {
  const text = decodeLatin1(bytes);
  return BASE64_TEXT.test(text) ? decodeBase64(text.replaceAll(/\s+/g, '')) : bytes;
}
