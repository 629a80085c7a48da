import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const JUDGES: string = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'judges');
export const judgesPresent: boolean = existsSync(join(JUDGES, 'judge')) && spawnSync('python3', ['--version']).status === 0;

/** What one judge says of one file. */
export interface Judgement {
  readonly file: string;
  readonly judge: string;
  /** Null where the judge cannot tell: it does not know the algorithm, or the kind of signature. */
  readonly accept: boolean | null;
  readonly reason: string;
  readonly signatures: readonly {
    readonly format?: string;
    readonly indication?: string;
    readonly kind?: string;
    /** pyHanko's answer by EN 319 102-1. */
    readonly ades?: { readonly indication: string; readonly subIndication?: string };
  }[];
}

/**
 * What each judge says of each file, in one call for all.
 *
 * @param files a path, or a path and options for it alone.
 * @param options for all of them.
 */
export function judge(files: readonly (string | readonly string[])[], ...options: readonly string[]): readonly Judgement[] {
  const { stdout, stderr } = spawnSync(join(JUDGES, 'judge'), ['-', '--json', ...options], {
    input: files.map((words) => `${[words].flat().join('\t')}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (stdout === '') throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line): Judgement => JSON.parse(line));
}

/** The options that name the anchors of a PKI. */
export function trustOf(pki: { file(name: string): string }): readonly string[] {
  return ['--trust', pki.file('certs/root.pem'), '--trust-tsa', pki.file('certs/tsa-root.pem')];
}

/** Who refuses what, and why: `file judge: reason`. */
export function refusalsOf(judged: readonly Judgement[]): readonly string[] {
  return judged
    .filter(({ accept }) => accept === false)
    .map(({ file, judge: name, reason }) => `${file.split('/').at(-1)} ${name}: ${reason}`);
}

/** What DSS calls each signature: `CAdES-BASELINE-T TOTAL_PASSED`. */
export function formatsOf(judged: readonly Judgement[]): readonly string[] {
  return judged
    .filter(({ judge: name }) => name === 'dss')
    .flatMap(({ signatures }) => signatures.filter(({ format }) => /^[CP]AdES/.test(format ?? '')))
    .map(({ format, indication }) => `${format} ${indication}`);
}
