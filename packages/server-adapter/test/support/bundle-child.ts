import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the packages' dependencies, so that the database drivers are found from the bundle. */
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../node_modules/.child-processes');

/** Node 20 runs no TypeScript: a child process is bundled first, by the bundler that the browser tests bring. Answers its path. */
export async function bundleChild(source: string): Promise<string> {
  const browserTools = createRequire(createRequire(import.meta.url).resolve('@web/dev-server-esbuild'));
  const { build } = browserTools('esbuild') as { readonly build: (options: object) => Promise<unknown> };
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, `${basename(source, '.ts')}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['sealkit-source'],
    external: ['libsql', 'better-sqlite3', 'pg'],
    banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
    logLevel: 'silent',
  });
  return outfile;
}
