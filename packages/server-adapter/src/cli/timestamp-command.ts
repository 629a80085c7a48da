import { memorySource } from '@sealkit/core/bytes';
import { addDocumentTimestamp } from '@sealkit/core/pades';
import { nodeDigestEngine } from '../bytes/index.ts';
import { guardedHttpClient } from '../outbound/index.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { STANDARD_INPUT, withSource } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { choice, type OptionRules, parseArguments } from './parse-arguments.ts';
import { timestampsOf } from './pki-services.ts';
import { passwordOf } from './sign-command.ts';
import { DIGESTS } from './signing-key.ts';

const OPTIONS = {
  '--tsa': 'values',
  '--trust': 'values',
  '--trust-tsa': 'values',
  '--extra-cert': 'values',
  '--digest': 'value',
  '--field': 'value',
  '--pdf-password-file': 'value',
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
} as const satisfies OptionRules;

/** `sealkit timestamp`: adds a document time-stamp to a file, signed or not. */
export async function runTimestamp(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [file, ...more] = options.files;
  const output = options.value('-o');
  if (file === undefined || more.length > 0) throw usageError('expected one file');
  if (output === undefined || output === STANDARD_INPUT) throw usageError('expected -o OUT');
  const timestamps = await timestampsOf(options, 'a time-stamp', guardedHttpClient(), io);
  const digest = options.value('--digest');
  const field = options.value('--field');
  const password = await passwordOf(options, io);
  const force = options.has('--force');
  await assertOutputFree(output, { force, input: file });
  return withSource(file, io, async (source) => {
    const added = await addDocumentTimestamp(source, {
      timestamps,
      engine: nodeDigestEngine,
      signal: io.signal,
      ...(digest === undefined ? {} : { digestAlgorithm: DIGESTS[choice('--digest', digest, ['sha256', 'sha384', 'sha512'])] }),
      ...(field === undefined ? {} : { field }),
      ...(password === undefined ? {} : { password }),
    });
    await writeOutput(output, [source, memorySource(added.appended)], { force, input: file, signal: io.signal });
    const genTime = added.timestamp.tstInfo.genTime.toISOString();
    const outcome = { file, output, field: added.field, genTime, authority: added.timestamp.authority };
    io.print(
      options.has('--json') ? JSON.stringify(outcome) : `${file}: time-stamped ${genTime} in field ${added.field}, written to ${output}`,
    );
    return EXIT.done;
  });
}
