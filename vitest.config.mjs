import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['sealkit-source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['sealkit-source', 'module', 'node', 'development|production'] } },
  test: {
    globals: true,
    include: [
      'packages/{core,server-adapter,testkit}/src/**/*.test.ts',
      'packages/{core,server-adapter,testkit}/test/**/*.test.ts',
      'examples/*/src/**/*.test.ts',
      'tools/**/*.test.mjs',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.browser.test.ts'],
    testTimeout: 30_000,
    // Vitest leaves one processor to itself when it runs once; on two that is half of the machine.
    maxWorkers: availableParallelism(),
  },
});
