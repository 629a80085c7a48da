import { basename, extname, join } from 'node:path';
import { type ByteSource, decodeBase64, memorySource } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { completeSignature, prepareSignature, type PreparedSignature, type SignedRevision } from '@sealkit/core/pades';
import type { Signer } from '@sealkit/core/ports';
import { nodeDigestEngine } from '../bytes/index.ts';
import { CliError, EXIT, type ExitCode, showError, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { STANDARD_INPUT, withSource } from './input-files.ts';
import { assertFolder, assertOutputFree, writeOutput } from './output-file.ts';
import { choice, isoTime, type OptionRules, parseArguments, type ParsedArguments } from './parse-arguments.ts';
import { ACT_OPTIONS, type ActRequest, readActRequest, requestedActFor } from './requested-act.ts';
import { KEY_OPTIONS, signerOf } from './signing-key.ts';
import { encodeSigningState } from './signing-state.ts';

/** Options of levels above B-B, of fetching, and of encrypted documents: named, and not there yet. */
export const LATER_OPTIONS = {
  '--tsa': 'not-available',
  '--trust': 'not-available',
  '--trust-tsa': 'not-available',
  '--extra-cert': 'not-available',
  '--crl': 'not-available',
  '--ocsp': 'not-available',
  '--allow-private-network': 'not-available-flag',
} as const satisfies OptionRules;

const OPTIONS = {
  ...KEY_OPTIONS,
  ...ACT_OPTIONS,
  ...LATER_OPTIONS,
  '--pdf-password-file': 'not-available',
  '-o': 'value',
  '--out-dir': 'value',
  '--force': 'flag',
  '--json': 'flag',
  '--at': 'value',
  '--level': 'value',
  '--offline': 'flag',
  '--prepare-only': 'flag',
} as const satisfies OptionRules;

interface SignJob {
  readonly signer: Signer;
  readonly request: ActRequest;
  readonly time: Date;
  readonly force: boolean;
  readonly prepareOnly: boolean;
  readonly io: CommandIo;
}

/** What one file came to, as a line of `--json`. */
interface SignOutcome {
  readonly file: string;
  readonly output: string;
  readonly field: string;
  readonly level: 'B-B';
  readonly byteRangeDigest: string;
  readonly fileDigest?: string;
}

/** `sealkit sign` */
export async function runSign(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  assertLevel(options);
  const outputs = planOutputs(options);
  const folder = options.value('--out-dir');
  if (folder !== undefined) await assertFolder(folder, `--out-dir ${folder}`);
  const job: SignJob = {
    request: readActRequest(options),
    time: timeOf(options, io),
    force: options.has('--force'),
    prepareOnly: options.has('--prepare-only'),
    signer: await signerOf(options, io),
    io,
  };
  const json = options.has('--json');
  if (folder === undefined) {
    const [only] = outputs;
    if (only === undefined) throw usageError('expected one file to sign');
    report(await signFile(job, only), json, io);
    return EXIT.done;
  }
  return signMany(job, outputs, json);
}

/** One after the other, so that memory does not grow with their number; a file that fails does not stop the rest. */
async function signMany(job: SignJob, outputs: readonly PlannedOutput[], json: boolean): Promise<ExitCode> {
  let worst: ExitCode = EXIT.done;
  for (const output of outputs) {
    try {
      report(await signFile(job, output), json, job.io);
    } catch (error) {
      if (job.io.signal.aborted) throw error;
      const { code, message, exitCode } = showError(error);
      job.io.warn(`sealkit: ${code}: ${output.file}: ${message}`);
      if (json) job.io.print(JSON.stringify({ file: output.file, error: { code, message } }));
      if (worst !== EXIT.notProcessed) worst = exitCode;
    }
  }
  return worst;
}

async function signFile(job: SignJob, { file, output }: PlannedOutput): Promise<SignOutcome> {
  const { io, force } = job;
  await assertOutputFree(output, { force, input: file });
  const endProgress = io.showProgress(`signing ${file}`);
  try {
    return await withSource(file, io, async (source) => {
      const prepared = await prepare(source, job);
      const field = prepared.fields[0] ?? '';
      const outcome = { file, output, field, level: 'B-B', byteRangeDigest: prepared.byteRangeDigest } as const;
      const writing = { force, input: file, signal: io.signal };
      if (job.prepareOnly) {
        await writeOutput(output, [memorySource(await encodeSigningState(prepared))], writing);
        return outcome;
      }
      const signed = await completeSignature(prepared, await valueOf(prepared, job), {
        source,
        engine: nodeDigestEngine,
        signal: io.signal,
      });
      await writeSigned(output, source, signed, writing);
      return { ...outcome, fileDigest: signed.fileDigest };
    });
  } finally {
    endProgress();
  }
}

async function prepare(source: ByteSource, { signer, request, time, io }: SignJob): Promise<PreparedSignature> {
  return prepareSignature(source, {
    act: await requestedActFor(source, request, io),
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: signer.algorithm.digest,
    time,
    signal: io.signal,
  });
}

async function valueOf(prepared: PreparedSignature, { signer, io }: SignJob): Promise<Uint8Array> {
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  return signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs) }, { signal: io.signal });
}

/** The original, as it is, and the revision behind it. */
export async function writeSigned(
  output: string,
  source: ByteSource,
  signed: SignedRevision,
  options: Parameters<typeof writeOutput>[2],
): Promise<void> {
  await writeOutput(output, [source, memorySource(signed.appended)], options);
}

interface PlannedOutput {
  readonly file: string;
  readonly output: string;
}

function planOutputs(options: ParsedArguments): readonly PlannedOutput[] {
  const output = options.value('-o');
  const folder = options.value('--out-dir');
  const { files } = options;
  if (files.length === 0) throw usageError('expected a file to sign');
  if (new Set(files).size !== files.length) throw usageError('expected each file once');
  if (folder !== undefined) {
    if (output !== undefined) throw usageError('expected either -o or --out-dir');
    return withoutCollisions(files.map((file) => ({ file, output: join(folder, signedName(file, options.has('--prepare-only'))) })));
  }
  if (output === undefined) throw usageError('expected -o OUT, or --out-dir D for several files');
  if (output === STANDARD_INPUT) throw usageError('-o: expected a file; an output appears whole or not at all');
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw usageError('several files need --out-dir D');
  return [{ file, output }];
}

/** Two inputs of one name would have one output; some file systems take letters of either case for the same. */
function withoutCollisions(outputs: readonly PlannedOutput[]): readonly PlannedOutput[] {
  const taken = new Map<string, string>();
  for (const { file, output } of outputs) {
    const key = output.normalize('NFC').toLowerCase();
    const other = taken.get(key);
    if (other !== undefined) throw usageError(`${other} and ${file} would both be written to ${output}`);
    taken.set(key, file);
  }
  return outputs;
}

function signedName(file: string, prepareOnly: boolean): string {
  const name = file === STANDARD_INPUT ? 'stdin.pdf' : basename(file);
  const stem = extname(name).toLowerCase() === '.pdf' ? name.slice(0, -4) : name;
  return prepareOnly ? `${stem}-prepared.json` : `${stem}-signed.pdf`;
}

export function assertLevel(options: ParsedArguments): void {
  const level = choice('--level', options.value('--level') ?? 'B-B', ['B-B', 'B-T', 'B-LT', 'B-LTA']);
  if (level !== 'B-B') throw new CliError('OPTION_NOT_AVAILABLE', `--level ${level} is not available in this version (B-B is)`, EXIT.usage);
}

function timeOf(options: ParsedArguments, io: CommandIo): Date {
  const at = options.value('--at');
  return at === undefined ? io.now() : isoTime('--at', at);
}

function report(outcome: SignOutcome, json: boolean, io: CommandIo): void {
  if (json) return io.print(JSON.stringify(outcome));
  const { file, output, field, fileDigest } = outcome;
  io.print(
    fileDigest === undefined
      ? `${file}: prepared for field ${field}, written to ${output}`
      : `${file}: signed in field ${field} at level B-B, written to ${output} (${fileDigest})`,
  );
}
