import { existsSync } from 'node:fs';
import { chromeLauncher } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';

const CHROMIUM = [process.env['CHROME_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);

const LAUNCH_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Mocha's describe and it, with chai's expect on globalThis, so that the suites of core run here unchanged. */
const testRunnerHtml = (testFramework) => `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>
<script type="module">
  import { expect } from '@open-wc/testing';
  globalThis.expect = expect;
</script>
<script type="module" src="${testFramework}"></script></body></html>`;

export default {
  nodeResolve: { exportConditions: ['sealkit-source', 'browser', 'development'] },
  rootDir: '.',
  concurrency: 2,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 30_000 } },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'packages/elements/tsconfig.json' })],
  browsers: [chromeLauncher({ launchOptions: { executablePath: CHROMIUM, args: LAUNCH_ARGUMENTS } })],
  groups: [
    { name: 'core', files: ['packages/core/src/**/*.test.ts', '!packages/core/src/**/*.node.test.ts'], testRunnerHtml },
    { name: 'elements', files: ['packages/elements/src/**/*.test.ts'], testRunnerHtml },
  ],
};
