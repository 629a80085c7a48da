import { type ByteSource, decodeLatin1, encodeUtf8, memorySource } from '@sealkit/core/bytes';
import {
  type ContainerReport,
  etsiReport,
  validateAttachedCms,
  validateCms,
  validateContainer,
  validateDocument,
  type ValidationReport,
} from '@sealkit/core/validation';
import { parsePem, X509Error } from '@sealkit/core/x509';
import { nodeDigestEngine, openFileSource } from '../bytes/index.ts';
import { CliError, EXIT, type ExitCode, showError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { readWhole, STANDARD_INPUT, withSource } from './input-files.ts';
import { assertOutputFree, writeOutput } from './output-file.ts';
import { type JudgedAgain, judgeSavedFacts, type SavedFacts, writeFacts } from './verify-facts.ts';
import { readVerifyRequest, type VerifyRequest } from './verify-options.ts';
import { exitCodeOf, jsonReport, textReport } from './verify-report.ts';

/** From best to worst. */
const BADNESS: readonly ExitCode[] = [EXIT.done, EXIT.noSignature, EXIT.indeterminate, EXIT.failed, EXIT.notProcessed];

/** `sealkit verify`: every file gets its answer, in order; the exit code is the worst of them. */
export async function runVerify(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const request = await readVerifyRequest(words, io);
  for (const output of [request.etsiXml, request.saveFacts])
    if (output !== undefined) await assertOutputFree(output, { force: request.force });
  let worst: ExitCode = EXIT.done;
  for (const file of request.files) {
    const exitCode = await verifyFile(file, request, io);
    if (BADNESS.indexOf(exitCode) > BADNESS.indexOf(worst)) worst = exitCode;
  }
  return worst;
}

async function verifyFile(file: string, request: VerifyRequest, io: CommandIo): Promise<ExitCode> {
  const endProgress = io.showProgress(`verifying ${file}`);
  try {
    const { report, facts, again } = await withSource(file, io, (source) => answer(source, request, io));
    endProgress();
    await writeEtsiReport(file, report, request, io);
    await saveFacts(file, facts, request, io);
    if (request.json)
      io.print(JSON.stringify({ ...jsonReport(file, report, request), ...(again === undefined ? {} : { savedFacts: again }) }));
    else for (const line of [...textReport(file, report, request), ...(again === undefined ? [] : [againText(again)])]) io.print(line);
    return exitCodeOf(report);
  } catch (error) {
    endProgress();
    if (io.signal.aborted || (error instanceof CliError && error.exitCode === EXIT.output)) throw error;
    const { code, message } = showError(error);
    io.warn(`sealkit: ${code}: ${file}: ${message}`);
    if (request.json) io.print(JSON.stringify({ file, error: { code, message } }));
    return EXIT.notProcessed;
  }
}

/** What the answer rests on, so that nobody takes it for one about the document as it is now. */
function againText({ savedAt }: Pick<JudgedAgain, 'savedAt'>): string {
  return `  saved facts of ${savedAt ?? 'an unknown time'} were judged again; nothing was read from the document`;
}

/** A file without signatures has nothing that such a report could be about. */
async function writeEtsiReport(file: string, report: ValidationReport, { etsiXml, force }: VerifyRequest, io: CommandIo): Promise<void> {
  if (etsiXml === undefined || report.signatures.length === 0) return;
  await writeOutput(etsiXml, [memorySource(encodeUtf8(etsiReport(report)))], { force, input: file, signal: io.signal });
}

async function saveFacts(file: string, facts: SavedFacts | undefined, request: VerifyRequest, io: CommandIo): Promise<void> {
  if (request.saveFacts === undefined || facts === undefined) return;
  const { force } = request;
  await writeOutput(request.saveFacts, [memorySource(encodeUtf8(writeFacts(facts, io.now())))], { force, input: file, signal: io.signal });
}

interface Answer {
  readonly report: ValidationReport | ContainerReport;
  /** Undefined where they were saved before. */
  readonly facts: SavedFacts | undefined;
  /** When facts were saved that were judged again; undefined where the document itself was read. */
  readonly again?: Pick<JudgedAgain, 'savedAt'>;
}

async function answer(source: ByteSource, request: VerifyRequest, io: CommandIo): Promise<Answer> {
  if (request.fromFacts) {
    const { report, savedAt } = judgeSavedFacts(await source.read(0, source.size), request);
    return { report, facts: undefined, again: { savedAt } };
  }
  let facts: SavedFacts | undefined;
  const report = await validate(source, request, io, (kept) => (facts = kept));
  return { report, facts };
}

async function validate(
  source: ByteSource,
  request: VerifyRequest,
  io: CommandIo,
  keepFacts: (facts: SavedFacts) => void,
): Promise<ValidationReport | ContainerReport> {
  const options = {
    keepFacts,
    trust: request.trust,
    extraCertificates: request.extraCertificates,
    extraRevocation: request.extraRevocation,
    intentProofs: request.intentProofs,
    ...(request.revocationSource === undefined ? {} : { revocationSource: request.revocationSource }),
    policy: request.policy,
    validationTime: request.validationTime,
    engine: nodeDigestEngine,
    signal: io.signal,
  };
  const head = await source.read(0, Math.min(source.size, HEAD));
  if (!isCms(head)) {
    if (isZip(head)) return validateContainer(source, options);
    const { password } = request;
    return validateDocument(source, { ...options, ...(password === undefined ? {} : { password }) });
  }
  if (source.size > WHOLE_CMS) {
    if (head[0] !== 0x30) throw new CliError('FILE_TOO_LARGE', `expected PEM of at most ${WHOLE_CMS} octets`, EXIT.notProcessed);
    return validateAttachedCms(source, options);
  }
  const cms = derOf(await source.read(0, source.size));
  return withContent(request.content, io, (content) => validateCms(cms, { ...options, ...(content === undefined ? {} : { content }) }));
}

const HEAD = 1024;
/** What is longer holds its content, which is read in pieces; time-stamps and PEM are short. */
const WHOLE_CMS = 64 << 20;

/** DER begins with a SEQUENCE; PEM with its label. Whatever is neither is read as a PDF. */
function isCms(head: Uint8Array): boolean {
  return head[0] === 0x30 || /^\s*-----BEGIN /.test(decodeLatin1(head));
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 0) < 9;
}

function derOf(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30) return bytes;
  const [block] = parsePem(decodeLatin1(bytes));
  if (block === undefined) throw new X509Error('X509_PEM_MALFORMED', 'expected a whole PEM block');
  return block.der;
}

async function withContent<T>(path: string | undefined, io: CommandIo, work: (content: ByteSource | undefined) => Promise<T>): Promise<T> {
  if (path === undefined) return work(undefined);
  if (path === STANDARD_INPUT) return work(memorySource(await readWhole(path, io)));
  const source = await openFileSource(path);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
