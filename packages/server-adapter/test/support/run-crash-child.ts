import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UseResult } from '@sealkit/core/protocol';
import { bundleChild } from './bundle-child.ts';

const here = dirname(fileURLToPath(import.meta.url));
let bundle = '';

export async function bundleCrashChild(): Promise<void> {
  bundle = await bundleChild(join(here, 'crash-child.ts'));
}

export interface CrashOutcome {
  readonly killed: boolean;
  readonly useId: string;
  /** What left the process before it died. */
  readonly result: UseResult | undefined;
}

export function runCrashChild(
  database: string,
  options: { readonly commits?: number; readonly keyStep?: string; readonly marker: string },
): CrashOutcome {
  const child = spawnSync(
    process.execPath,
    [bundle, database, String(options.commits ?? 1000), options.keyStep ?? 'none', options.marker],
    {
      encoding: 'utf8',
      timeout: 30_000,
    },
  );
  const [first, second] = child.stdout.trim().split('\n');
  if (first === undefined || first === '') throw new Error(`child: expected a use, got ${child.stderr}`);
  return {
    killed: child.signal === 'SIGKILL',
    useId: (JSON.parse(first) as { readonly useId: string }).useId,
    result: second === undefined ? undefined : (JSON.parse(second) as UseResult),
  };
}
