import type { Bytes } from '@sealkit/core/bytes';
import { CliError, EXIT } from './cli-error.ts';

/** What a command may touch of its surroundings. */
export interface CommandIo {
  /** One line of standard output. */
  print(line: string): void;
  /** One line of standard error. */
  warn(line: string): void;
  readStandardInput(): Promise<Bytes>;
  /** Asks a person without echo; undefined where nobody can be asked. */
  readonly askSecret: ((question: string) => Promise<string>) | undefined;
  /** Shown while work lasts longer than a second, on a terminal only. */
  showProgress(text: string): () => void;
  readonly signal: AbortSignal;
  now(): Date;
}

const MAX_STANDARD_INPUT = 1 << 30;
const PROGRESS_AFTER_MS = 1000;

/** The surroundings of this process. */
export function processIo(signal: AbortSignal): CommandIo {
  let input: Promise<Bytes> | undefined;
  return {
    signal,
    print: (line) => void process.stdout.write(`${line}\n`),
    warn: (line) => void process.stderr.write(`${line}\n`),
    readStandardInput: () => (input ??= readAll()),
    askSecret: process.stdin.isTTY && process.stderr.isTTY ? askSecret : undefined,
    showProgress,
    now: () => new Date(),
  };
}

async function readAll(): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > MAX_STANDARD_INPUT)
      throw new CliError('FILE_TOO_LARGE', `standard input: expected at most ${MAX_STANDARD_INPUT} octets`, EXIT.notProcessed);
    chunks.push(bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const { stdin } = process;
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let secret = '';
  try {
    for await (const chunk of stdin) {
      for (const character of String(chunk)) {
        if (character === '\r' || character === '\n' || character === '\u0004') return secret;
        if (character === '\u0003') throw new CliError('INTERRUPTED', 'interrupted', EXIT.notProcessed);
        secret = character === '\u007f' || character === '\b' ? secret.slice(0, -1) : secret + character;
      }
    }
    return secret;
  } finally {
    stdin.setRawMode(false);
    process.stderr.write('\n');
  }
}

function showProgress(text: string): () => void {
  if (!process.stderr.isTTY) return () => {};
  const started = Date.now();
  let shown = false;
  const timer = setInterval(() => {
    shown = true;
    process.stderr.write(`\r\u001b[K${text} (${Math.round((Date.now() - started) / 1000)} s)`);
  }, PROGRESS_AFTER_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (shown) process.stderr.write('\r\u001b[K');
  };
}
