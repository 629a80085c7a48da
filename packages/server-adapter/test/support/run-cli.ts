import type { CommandIo } from '../../src/cli/command-io.ts';
import { runCli } from '../../src/cli/main.ts';

/** What a command answered, line by line. */
export interface Ran {
  readonly exit: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** The `sealkit` command with nobody to ask, nothing on standard input and a clock of the tests, as far as a test says nothing else. */
export async function runSealkit(words: readonly string[], changes: Partial<CommandIo> = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const io: CommandIo = {
    print: (line) => void out.push(line),
    warn: (line) => void err.push(line),
    readStandardInput: () => Promise.resolve(new Uint8Array()),
    askSecret: undefined,
    showProgress: () => () => {},
    signal: new AbortController().signal,
    now: () => new Date('2026-06-01T12:00:00Z'),
    ...changes,
  };
  return { exit: await runCli(words, io), out, err };
}
