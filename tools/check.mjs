/** `npm run check`: types, lint, layers and cycles, format. Each line says what was checked; the first fault is printed whole. */
import './node-version.mjs';
const { ensureBuilt, ensureInstalled, run } = await import('./workspace.mjs');

ensureInstalled();
export const CHECKS = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.check.json'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--deny-warnings'] },
  { name: 'layers and cycles', command: 'node', args: ['tools/check-layers.mjs'] },
  { name: 'format', command: 'oxfmt', args: ['--check'] },
];

/** Runs every check and returns its outcome. */
export function runChecks() {
  return CHECKS.map(({ name, command, args }) => {
    const { failed, output } = run(command, args, { fatal: false, quiet: true });
    console.log(`${failed ? 'FAIL' : 'ok  '} ${name}`);
    if (failed) console.log(output);
    return { name, failed };
  });
}

// Lint reads the types of one package in another from what was built.
if (process.argv[1]?.endsWith('check.mjs')) {
  ensureBuilt();
  process.exitCode = runChecks().some(({ failed }) => failed) ? 1 : 0;
}
