import { basename, extname, join } from 'node:path';
import { type ByteSource, concatSources, memorySource } from '@sealkit/core/bytes';
import { type BaselineLevel, includesLevel } from '@sealkit/core/cades';
import { digestSource, formatDigest, parseDigest } from '@sealkit/core/crypto';
import {
  prepareSignature,
  signDocument,
  type SignDocumentOptions,
  type SignedDocument,
  type SigningNotice,
  TIMESTAMP_RESERVE,
} from '@sealkit/core/pades';
import type { Signer, SigningDigest } from '@sealkit/core/ports';
import { nodeDigestEngine } from '../bytes/index.ts';
import { EXIT, type ExitCode, showError, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readSecret, STANDARD_INPUT, withSource } from './input-files.ts';
import { assertFolder, assertOutputFree, writeOutput } from './output-file.ts';
import { isoTime, type OptionRules, parseArguments, type ParsedArguments } from './parse-arguments.ts';
import { levelOf, type PkiServices, SERVICE_OPTIONS, servicesOf } from './pki-services.ts';
import { ACT_OPTIONS, type ActRequest, readActRequest, requestedActFor } from './requested-act.ts';
import { KEY_OPTIONS, withSigner } from './signing-key.ts';
import { tellNotices } from './signing-notices.ts';
import { encodeSigningState } from './signing-state.ts';

const OPTIONS = {
  ...KEY_OPTIONS,
  ...ACT_OPTIONS,
  ...SERVICE_OPTIONS,
  '--pdf-password-file': 'value',
  '-o': 'value',
  '--out-dir': 'value',
  '--force': 'flag',
  '--json': 'flag',
  '--at': 'value',
  '--prepare-only': 'flag',
} as const satisfies OptionRules;

interface SignJob {
  readonly signer: Signer<SigningDigest>;
  readonly request: ActRequest;
  readonly time: Date;
  readonly force: boolean;
  readonly prepareOnly: boolean;
  readonly level: BaselineLevel;
  readonly services: PkiServices;
  readonly password: string | undefined;
  readonly io: CommandIo;
}

/** What one file came to, as a line of `--json`. */
interface SignOutcome {
  readonly file: string;
  readonly output: string;
  readonly field: string;
  readonly level: BaselineLevel;
  readonly byteRangeDigest: string;
  readonly fileDigest?: string;
  readonly notices?: readonly SigningNotice[];
}

/** `sealkit sign` */
export async function runSign(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const options = parseArguments(words, OPTIONS);
  const level = levelOf(options, 'B-B');
  const outputs = planOutputs(options);
  const folder = options.value('--out-dir');
  if (folder !== undefined) await assertFolder(folder, `--out-dir ${folder}`);
  const request: Omit<SignJob, 'signer'> = {
    request: readActRequest(options),
    time: timeOf(options, io),
    force: options.has('--force'),
    prepareOnly: options.has('--prepare-only'),
    level,
    services: await servicesOf(options, level, io),
    password: await passwordOf(options, io),
    io,
  };
  const json = options.has('--json');
  return withSigner(options, io, async (signer) => {
    const job = { ...request, signer };
    if (folder !== undefined) return signMany(job, outputs, json);
    const [only] = outputs;
    if (only === undefined) throw usageError('expected one file to sign');
    report(await signFile(job, only), json, io);
    return EXIT.done;
  });
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
      const writing = { force, input: file, signal: io.signal };
      const options = await signingOptions(source, job);
      if (job.prepareOnly) {
        const { signer } = job;
        const prepared = await prepareSignature(source, {
          ...options,
          signerCertificates: signer.certificates,
          signatureAlgorithm: signer.algorithm,
          digestAlgorithm: signer.algorithm.digest,
          reserve: includesLevel(job.level, 'B-T') ? TIMESTAMP_RESERVE : 0,
        });
        await writeOutput(output, [memorySource(await encodeSigningState(prepared))], writing);
        const told = tellNotices(file, prepared.notices ?? [], io);
        return { file, output, field: prepared.fields[0] ?? '', level: job.level, byteRangeDigest: prepared.byteRangeDigest, ...told };
      }
      const signed = await signDocument(source, options);
      const { fields, byteRangeDigest, notices } = signed.signature;
      const fileDigest = await writeSigned(output, source, signed, writing);
      return { file, output, field: fields[0] ?? '', level: signed.level, byteRangeDigest, fileDigest, ...tellNotices(file, notices, io) };
    });
  } finally {
    endProgress();
  }
}

async function signingOptions(source: ByteSource, job: SignJob): Promise<SignDocumentOptions> {
  const { signer, request, time, level, services, password, io } = job;
  const open = password === undefined ? {} : { password };
  return {
    act: await requestedActFor(source, request, { io, ...open }),
    ...open,
    ...services,
    signer,
    level,
    time,
    now: io.now(),
    engine: nodeDigestEngine,
    signal: io.signal,
  };
}

/** The original, as it is, and the revisions behind it; the digest of the whole. */
export async function writeSigned(
  output: string,
  source: ByteSource,
  { appended, signature }: SignedDocument,
  options: Parameters<typeof writeOutput>[2],
): Promise<string> {
  const revisions = memorySource(appended);
  await writeOutput(output, [source, revisions], options);
  if (appended.length === signature.appended.length) return signature.fileDigest;
  const { algorithm } = parseDigest(signature.fileDigest);
  const call = options.signal === undefined ? {} : { signal: options.signal };
  return formatDigest(algorithm, await digestSource(algorithm, concatSources(source, revisions), { engine: nodeDigestEngine, ...call }));
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

/** The password that `--pdf-password-file` names. */
export async function passwordOf(options: ParsedArguments, io: CommandIo): Promise<string | undefined> {
  const file = options.value('--pdf-password-file');
  return file === undefined ? undefined : readSecret(file, io);
}

function timeOf(options: ParsedArguments, io: CommandIo): Date {
  const at = options.value('--at');
  return at === undefined ? io.now() : isoTime('--at', at);
}

function report(outcome: SignOutcome, json: boolean, io: CommandIo): void {
  if (json) return io.print(JSON.stringify(outcome));
  const { file, output, field, level, fileDigest } = outcome;
  io.print(
    fileDigest === undefined
      ? `${file}: prepared for field ${field}, written to ${output}`
      : `${file}: signed in field ${field} at level ${level}, written to ${output} (${fileDigest})`,
  );
}
