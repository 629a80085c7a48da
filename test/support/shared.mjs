/** The corpus and the judges, which lie beside a clone or where SEALKIT_SHARED says. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const SHARED = resolve(ROOT, process.env.SEALKIT_SHARED ?? '../shared');
export const JUDGES = existsSync(join(SHARED, 'judges', 'judge')) ? join(SHARED, 'judges') : undefined;
export const CORPUS = existsSync(join(SHARED, 'corpus', 'index.json')) ? join(SHARED, 'corpus') : undefined;

/** `describe`, or a skip whose title says why. */
export function describeWith(present, what, title, body) {
  if (present) describe(title, body);
  else describe.skip(`${title} (skipped: ${what} not found, see SEALKIT_SHARED)`, body);
}
