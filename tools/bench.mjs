/**
 * `npm run bench`: signing and verifying 1 page, 200 pages and 48 MiB, each as a ratio to the yardstick of the same run: SHA-256
 * over the octets plus one operation of the key, by Node's own cryptography. Each row runs in a process of its own, so that its
 * memory is its own. `--json` prints one object per row.
 */
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROWS = ['sign-1-page', 'sign-200-pages', 'sign-48-MiB', 'verify-1-page', 'verify-200-pages', 'verify-48-MiB'];
const rowArgument = process.argv.find((argument) => argument.startsWith('--row='));

if (rowArgument) {
  const { measureRow } = await import('./bench-row.mjs');
  process.stdout.write(JSON.stringify(await measureRow(rowArgument.slice('--row='.length))));
} else {
  const { ensureBuilt, ensureInstalled } = await import('./workspace.mjs');
  ensureInstalled();
  ensureBuilt();
  printRows(process.argv.includes('--json'));
}

function printRows(asJson) {
  if (!asJson)
    console.log(
      ['row', 'ms', 'yardstick ms', 'ratio', 'RSS MiB']
        .map((title, index) => (index === 0 ? title.padEnd(18) : title.padStart(13)))
        .join(''),
    );
  for (const row of ROWS) {
    const result = spawnSync(process.execPath, [fileURLToPath(import.meta.url), `--row=${row}`], { encoding: 'utf8' });
    if (result.status !== 0) {
      console.error(`${row} failed: ${result.stderr}`);
      process.exitCode = 1;
      continue;
    }
    const measured = JSON.parse(result.stdout);
    if (asJson) console.log(JSON.stringify(measured));
    else
      console.log(
        row.padEnd(18) +
          [measured.ms, measured.yardstickMs, measured.ratio, measured.rssMiB]
            .map((value, index) => value.toFixed(index === 3 ? 0 : 2).padStart(13))
            .join(''),
      );
  }
}
