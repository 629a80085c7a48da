import { memorySource } from '@sealkit/core/bytes';
import { type AugmentedDocument, augmentSignature } from '@sealkit/core/pades';
import { nodeDigestEngine } from '../bytes/index.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { STANDARD_INPUT, withSource } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { type OptionRules, parseArguments } from './parse-arguments.ts';
import { levelOf, SERVICE_OPTIONS, servicesOf } from './pki-services.ts';
import { passwordOf } from './sign-command.ts';

const OPTIONS = {
  ...SERVICE_OPTIONS,
  '-o': 'value',
  '--force': 'flag',
  '--json': 'flag',
  '--vri': 'flag',
  '--pdf-password-file': 'value',
} as const satisfies OptionRules;

/** `sealkit augment`: raises the level of the signatures in a file, ours or others'. */
export async function runAugment(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [file, ...more] = options.files;
  const output = options.value('-o');
  if (file === undefined || more.length > 0) throw usageError('expected one signed file');
  if (output === undefined || output === STANDARD_INPUT) throw usageError('expected -o OUT');
  const level = levelOf(options, 'B-LTA');
  if (level === 'B-B') throw usageError('--level: expected B-T, B-LT or B-LTA; a signature has B-B already');
  const services = await servicesOf(options, level, io);
  const { timestamps, material } = services;
  if (timestamps === undefined) throw usageError(`level ${level} needs --tsa URL`);
  const password = await passwordOf(options, io);
  const force = options.has('--force');
  await assertOutputFree(output, { force, input: file });
  const endProgress = io.showProgress(`raising ${file} to ${level}`);
  try {
    return await withSource(file, io, async (source) => {
      const augmented = await augmentSignature(source, {
        level,
        timestamps,
        ...(material === undefined ? {} : { material }),
        now: io.now(),
        withRelatedInformation: options.has('--vri'),
        engine: nodeDigestEngine,
        signal: io.signal,
        ...(password === undefined ? {} : { password }),
      });
      await writeOutput(output, [source, memorySource(augmented.appended)], { force, input: file, signal: io.signal });
      io.print(
        options.has('--json')
          ? JSON.stringify(outcomeOf(file, output, augmented))
          : `${file}: raised to ${augmented.level}, written to ${output}`,
      );
      return EXIT.done;
    });
  } finally {
    endProgress();
  }
}

function outcomeOf(file: string, output: string, { level, steps, appended }: AugmentedDocument): object {
  return { file, output, level, steps, appendedLength: appended.length };
}
