#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(built)) {
  const { main } = await import(built.href);
  await main(process.argv.slice(2));
} else {
  process.stderr.write('sealkit: NOT_BUILT: the command is not built yet; run `npm run build` (or `npm start`) in the clone first\n');
  process.exitCode = 4;
}
