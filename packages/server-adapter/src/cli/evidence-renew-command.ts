import { memorySource } from '@sealkit/core/bytes';
import { renewEvidencePackage } from '@sealkit/core/evidence';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole, STANDARD_INPUT } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { type OptionRules, parseArguments } from './parse-arguments.ts';
import { SERVICE_OPTIONS, servicesOf } from './pki-services.ts';

const { '--level': _level, ...SERVICES } = SERVICE_OPTIONS;
const OPTIONS = { ...SERVICES, '-o': 'value', '--force': 'flag', '--json': 'flag' } as const satisfies OptionRules;

/** `sealkit evidence renew`: one more archive time-stamp in the signature of a package; every other entry stays as it is. */
export async function runEvidenceRenew(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const [file, ...more] = options.files;
  const output = options.value('-o');
  if (file === undefined || more.length > 0) throw usageError('expected one evidence package');
  if (output === undefined || output === STANDARD_INPUT) throw usageError('expected -o OUT.asice');
  const { timestamps, material } = await servicesOf(options, 'B-LTA', io);
  if (timestamps === undefined || material === undefined) throw usageError('expected --tsa URL and --trust F');
  const writing = { force: options.has('--force'), input: file, signal: io.signal };
  await assertOutputFree(output, writing);
  const endProgress = io.showProgress(`renewing ${file}`);
  try {
    const renewed = await renewEvidencePackage(await readWhole(file, io), {
      authorities: timestamps.authorities,
      ...(timestamps.anchors === undefined ? {} : { timestampAnchors: timestamps.anchors }),
      material,
      now: io.now(),
      signal: io.signal,
    });
    await writeOutput(output, [memorySource(renewed)], writing);
    io.print(options.has('--json') ? JSON.stringify({ file, output, length: renewed.length }) : `${file}: renewed, written to ${output}`);
    return EXIT.done;
  } finally {
    endProgress();
  }
}
