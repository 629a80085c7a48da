/** veraPDF, where `test/interop/verapdf/setup` has put it and a Java runtime is there. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './shared.mjs';

const LIBRARIES = join(process.env.SEALKIT_VERAPDF ?? join(homedir(), '.cache', 'sealkit-verapdf'), 'lib');
const PROGRAM = join(ROOT, 'test', 'interop', 'verapdf', 'ValidatePdf.java');

export const hasVeraPdf = existsSync(LIBRARIES) && spawnSync('java', ['-version']).status === 0;

/** `{ file, flavour, verdict, clauses }` of each file, judged by the part of PDF/A that it claims. */
export function validatePdfa(files) {
  return validate('own', files);
}

/** The same, judged by PDF/UA-1 (ISO 14289-1). */
export function validatePdfua(files) {
  return validate('ua1', files);
}

function validate(flavour, files) {
  const { stdout, stderr, status } = spawnSync('java', ['-cp', join(LIBRARIES, '*'), PROGRAM, flavour, ...files], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`veraPDF could not work: ${stderr.slice(-500)}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([file, flavour, verdict, clauses = '']) => ({ file, flavour, verdict, clauses }));
}
