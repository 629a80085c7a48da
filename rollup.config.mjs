/** Browser bundles from the JavaScript that tsc emitted: elements with one registering entry, and the worker. pdf.js stays apart and is loaded when a page is drawn. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const ROOT = dirname(fileURLToPath(import.meta.url));
const BUNDLE = 'packages/elements/dist/bundle';
const PDFJS = join(ROOT, 'node_modules', 'pdfjs-dist');

/** Copies pdf.js, its worker, character maps and standard fonts beside the bundles, unchanged. */
const copyPdfjs = {
  name: 'copy-pdfjs',
  writeBundle() {
    const target = join(ROOT, BUNDLE, 'pdfjs');
    mkdirSync(target, { recursive: true });
    for (const file of ['build/pdf.min.mjs', 'build/pdf.worker.min.mjs', 'cmaps', 'standard_fonts', 'LICENSE']) {
      const source = join(PDFJS, file);
      if (existsSync(source)) cpSync(source, join(target, file.replace('build/', '')), { recursive: true });
    }
  },
};

const PLUGINS = [nodeResolve({ browser: true }), terser({ module: true })];

export default [
  {
    input: { 'sealkit-elements': 'packages/elements/dist/define/auto.js' },
    output: { dir: BUNDLE, format: 'es', chunkFileNames: 'chunk-[name]-[hash].js', sourcemap: true },
    external: (id) => id.startsWith('pdfjs-dist'),
    plugins: [...PLUGINS, copyPdfjs],
  },
  {
    input: { 'sealkit-worker': 'packages/elements/dist/worker/main.js' },
    output: { dir: BUNDLE, format: 'es', chunkFileNames: 'worker-[name]-[hash].js', sourcemap: true },
    plugins: PLUGINS,
  },
];
