import { readFile } from 'node:fs/promises';
import { EXIT, type ExitCode, showError, usageError } from './cli-error.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { HELP } from './help.ts';

type Run = (words: readonly string[], io: CommandIo) => Promise<ExitCode>;

/** Each command is loaded when it is called: a start costs what is used. */
const COMMANDS: { readonly [name in Exclude<keyof typeof HELP, 'sealkit'>]: () => Promise<Run> } = {
  sign: async () => (await import('./sign-command.ts')).runSign,
  complete: async () => (await import('./complete-command.ts')).runComplete,
  augment: async () => (await import('./augment-command.ts')).runAugment,
  timestamp: async () => (await import('./timestamp-command.ts')).runTimestamp,
  cms: async () => (await import('./cms-command.ts')).runCms,
  verify: async () => (await import('./verify-command.ts')).runVerify,
  evidence: async () => (await import('./evidence-command.ts')).runEvidence,
  doctor: async () => (await import('./doctor-command.ts')).runDoctor,
  erase: async () => (await import('./erase-command.ts')).runErase,
};

/** Runs the command and answers its exit code; nothing is thrown. */
export async function runCli(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  try {
    return await dispatch(words, io);
  } catch (error) {
    const { code, message, exitCode } = showError(error);
    io.warn(`sealkit: ${code}: ${message}`);
    return exitCode;
  }
}

/** The process: signals, warnings of the runtime, exit code. */
export async function main(words: readonly string[]): Promise<void> {
  silenceExperimentalWarnings();
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  endQuietlyWhenNobodyReads();
  process.exitCode = await runCli(words, processIo(interrupted.signal));
}

async function dispatch(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [command, ...rest] = words;
  if (command === undefined)
    throw usageError('expected a command: sign, complete, augment, timestamp, cms, verify, doctor or erase (see --help)');
  if (command === '--help' || command === '-h' || command === 'help') return printed(io, HELP.sealkit);
  if (command === '--version') return printed(io, await version());
  if (!isCommand(command)) throw usageError(`${command} is no command (see --help)`, 'COMMAND_UNKNOWN');
  const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (options.includes('--help') || options.includes('-h')) return printed(io, HELP[command]);
  const run = await COMMANDS[command]();
  return run(rest, io);
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}

function printed(io: CommandIo, text: string): ExitCode {
  io.print(text);
  return EXIT.done;
}

async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return manifest.version;
}

/** Node 20 calls Ed25519 in WebCrypto experimental on standard error, which belongs to our own lines. */
function silenceExperimentalWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`sealkit: WARNING: ${warning.message}\n`);
  });
}

/** A reader such as `head` that closes the pipe ends the command without a stack. */
function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.output);
    });
  }
}
