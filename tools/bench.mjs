/**
 * `npm run bench`: signing, reading and verifying, each as a ratio to the yardstick of the same run: SHA-256 over the octets
 * plus one operation of the key, by Node's own cryptography. Each row runs in a process of its own, so that its memory is its
 * own. `--json` prints one object per row, `--peers` measures other libraries beside us (installed for this alone), and the
 * sizes of the browser bundles end the table.
 */
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const argument = (name) => process.argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
const rowArgument = argument('--row');

if (rowArgument) {
  const { measureRow } = await import('./bench/measure.mjs');
  process.stdout.write(JSON.stringify(await measureRow(rowArgument)));
} else {
  const { ensureBuilt, ensureInstalled } = await import('./workspace.mjs');
  ensureInstalled();
  ensureBuilt();
  await printTable({ asJson: process.argv.includes('--json'), only: argument('--only'), withPeers: process.argv.includes('--peers') });
}

async function printTable({ asJson, only, withPeers }) {
  const { ROWS } = await import('./bench/rows.mjs');
  const names = Object.keys(ROWS).filter((name) => !only || name.includes(only));
  if (!asJson) printHead();
  for (const name of names) {
    const measured = measureApart(fileURLToPath(import.meta.url), name);
    if (measured) print(measured, asJson);
  }
  if (withPeers) {
    const { measurePeers } = await import('./bench/peers.mjs');
    for (const measured of await measurePeers()) print(measured, asJson);
  }
  const { measureSizes } = await import('./bench/sizes.mjs');
  if (!asJson) console.log(`\n${'bundle of'.padEnd(34)}${'min KiB'.padStart(10)}${'gzip KiB'.padStart(10)}  holds`);
  for (const size of await measureSizes()) {
    if (asJson) console.log(JSON.stringify(size));
    else
      console.log(
        size.bundle.padEnd(34) +
          size.minKiB.toFixed(1).padStart(10) +
          size.gzipKiB.toFixed(1).padStart(10) +
          `  ${size.holds.join(', ')}; later ${size.later.join(', ')}`,
      );
  }
}

function measureApart(script, row) {
  const result = spawnSync(process.execPath, [script, `--row=${row}`], { encoding: 'utf8' });
  if (result.status === 0) return JSON.parse(result.stdout);
  console.error(`${row} failed: ${result.stderr}`);
  process.exitCode = 1;
  return undefined;
}

function printHead() {
  const titles = ['row', 'ms', 'yardstick ms', 'ratio', 'RSS MiB', 'above MiB'];
  console.log(titles.map((title, index) => (index === 0 ? title.padEnd(34) : title.padStart(13))).join(''));
}

function print(measured, asJson) {
  if (asJson) return console.log(JSON.stringify(measured));
  const { row, ms, yardstickMs, ratio, rssMiB, aboveRuntimeMiB, ...more } = measured;
  const numbers = [ms.toFixed(2), yardstickMs.toFixed(2), ratio.toFixed(2), rssMiB.toFixed(0), aboveRuntimeMiB.toFixed(0)];
  const rest = Object.entries(more).map(([name, value]) => `  ${name} ${typeof value === 'number' ? Math.round(value) : value}`);
  console.log(row.padEnd(34) + numbers.map((number) => number.padStart(13)).join('') + rest.join(''));
}
