import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UseResult } from '@sealkit/core/protocol';

const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = join(here, '../..');
/** Beside the packages' dependencies, so that the database driver is found from the bundle. */
const bundle = join(packageFolder, 'node_modules/.crash-test/child.mjs');

/** Node 20 runs no TypeScript: the child is bundled once, by the bundler that the browser tests bring. */
export async function bundleCrashChild(): Promise<void> {
  const browserTools = createRequire(createRequire(import.meta.url).resolve('@web/dev-server-esbuild'));
  const { build } = browserTools('esbuild') as { readonly build: (options: object) => Promise<unknown> };
  mkdirSync(dirname(bundle), { recursive: true });
  await build({
    entryPoints: [join(here, 'crash-child.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['sealkit-source'],
    external: ['libsql', 'better-sqlite3'],
    banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
    logLevel: 'silent',
  });
}

export interface CrashOutcome {
  readonly killed: boolean;
  readonly useId: string;
  /** What left the process before it died. */
  readonly result: UseResult | undefined;
}

export function runCrashChild(
  file: string,
  options: { readonly commits?: number; readonly keyStep?: string; readonly marker: string },
): CrashOutcome {
  const child = spawnSync(process.execPath, [bundle, file, String(options.commits ?? 1000), options.keyStep ?? 'none', options.marker], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const [first, second] = child.stdout.trim().split('\n');
  if (first === undefined || first === '') throw new Error(`child: expected a use, got ${child.stderr}`);
  return {
    killed: child.signal === 'SIGKILL',
    useId: (JSON.parse(first) as { readonly useId: string }).useId,
    result: second === undefined ? undefined : (JSON.parse(second) as UseResult),
  };
}
