import { chromeLauncher, defaultReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { findChromium } from './tools/chromium.mjs';
import { jsonReporter } from './tools/web-test-reporter.mjs';

const LAUNCH_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Mocha's describe and it, with chai's expect and the names of vitest's hooks on globalThis, so that the suites of core run here unchanged. */
const testRunnerHtml = (assertions) => (testFramework) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>
<script type="module">
  import { expect } from '${assertions}';
  globalThis.expect = expect;
  globalThis.beforeAll = (...hook) => globalThis.before(...hook);
  globalThis.afterAll = (...hook) => globalThis.after(...hook);
</script>
<script type="module" src="${testFramework}"></script></body></html>`;

export default {
  nodeResolve: { exportConditions: ['sealkit-source', 'browser', 'development'] },
  rootDir: '.',
  concurrency: 1,
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 30_000 } },
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    ...(process.env['WTR_RESULTS'] ? [jsonReporter(process.env['WTR_RESULTS'])] : []),
  ],
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'packages/elements/tsconfig.json' })],
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChromium(), args: LAUNCH_ARGUMENTS } })],
  groups: [
    {
      name: 'core',
      files: ['packages/core/src/**/*.test.ts', '!packages/core/src/**/*.node.test.ts'],
      testRunnerHtml: testRunnerHtml('@esm-bundle/chai'),
    },
    { name: 'elements', files: ['packages/elements/src/**/*.test.ts'], testRunnerHtml: testRunnerHtml('@open-wc/testing') },
  ],
};
