import { defineConfig } from 'vitest/config';

/** The whole journey in a real Chromium against the real server, outside judges, and what was spoilt: one file at a time, since each has a server and a browser of its own. */
export default defineConfig({
  test: {
    globals: true,
    include: ['test/{journey,interop,docs,robustness}/**/*.test.mjs'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
