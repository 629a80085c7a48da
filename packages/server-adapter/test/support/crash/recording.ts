import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Acknowledgement } from './acknowledgement.ts';

/** What a process did to the files of one folder, and what it said, in order. Files are named without their folder. */
export type FileOperation =
  | { readonly does: 'create'; readonly file: string }
  | { readonly does: 'write'; readonly file: string; readonly at: number; readonly octets: Uint8Array }
  | { readonly does: 'truncate'; readonly file: string; readonly length: number }
  | { readonly does: 'unlink'; readonly file: string }
  | { readonly does: 'sync'; readonly file: string }
  | { readonly does: 'sync-folder' }
  | { readonly does: 'say'; readonly acknowledgement: Acknowledgement };

const CALLS =
  'open,openat,creat,pwrite64,pwritev,pwritev2,write,writev,sync_file_range,fsync,fdatasync,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2';

/** The program that writes system calls down; undefined where it is not installed. */
export function findStrace(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'strace'))
    .find((path) => existsSync(path));
}

/**
 * Runs a script and writes down what its main thread, in which all three drivers of SQLite work, does to files in `folder`. The map of
 * shared memory (`-shm`) is left out: SQLite makes it anew after a crash.
 */
export function record(folder: string, script: string, parameters: readonly string[]): readonly FileOperation[] {
  const trace = join(folder, '..', 'trace');
  const strace = findStrace();
  if (strace === undefined) throw new Error('strace is not installed');
  const words = ['-y', '-xx', '-s', '2000000', '-e', `trace=${CALLS}`, '-o', trace, process.execPath, script, ...parameters];
  const { status, stderr } = spawnSync(strace, words, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`recorded process: expected status 0, got ${status}: ${stderr}`);
  return readFileSync(trace, 'latin1')
    .split('\n')
    .flatMap((line) => readCall(line, folder));
}

/** One line of strace: the name of the call, what it was given, what it answered. */
const LINE = /^(\w+)\((.*)\) = (-?\d+)/;

function readCall(line: string, folder: string): readonly FileOperation[] {
  const [, call = '', given = '', answer = ''] = LINE.exec(line) ?? [];
  if (call === '' || answer.startsWith('-')) return [];
  // A descriptor stands with what it is open on, in angle brackets; texts are in quotes; both in hexadecimal.
  const open = decode(/^\d+<([^>]*)>/.exec(given)?.[1] ?? '').toString('utf8');
  if (call === 'write' && given.startsWith('1<')) return said(decode(/"([^"]*)"/.exec(given)?.[1] ?? '').toString('utf8'));
  if (open === folder) return call === 'fsync' ? [{ does: 'sync-folder' }] : [];
  const path = open === '' || call === 'openat' ? decode(/"([^"]*)"/.exec(given)?.[1] ?? '').toString('utf8') : open;
  if (!path.startsWith(`${folder}/`) || path.endsWith('-shm')) return [];
  return operationOf(call, path.slice(folder.length + 1), given);
}

function operationOf(call: string, file: string, given: string): readonly FileOperation[] {
  switch (call) {
    case 'open':
    case 'openat':
      return given.includes('O_CREAT') ? [{ does: 'create', file }] : [];
    case 'pwrite64': {
      const [, text = '', at = ''] = /, "([^"]*)", \d+, (\d+)$/.exec(given) ?? [];
      return [{ does: 'write', file, at: Number(at), octets: decode(text) }];
    }
    case 'fsync':
    case 'fdatasync':
      return [{ does: 'sync', file }];
    case 'ftruncate':
      return [{ does: 'truncate', file, length: Number(/(\d+)$/.exec(given)?.[1]) }];
    case 'unlink':
      return [{ does: 'unlink', file }];
    default:
      throw new Error(`expected a call that the replay knows, got ${call}`);
  }
}

function said(text: string): readonly FileOperation[] {
  return text.startsWith('{') ? [{ does: 'say', acknowledgement: JSON.parse(text) as Acknowledgement }] : [];
}

function decode(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex');
}
