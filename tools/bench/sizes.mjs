/** Sizes of what a browser loads for each entry point, and which parts they hold. pdf.js is in none: it is loaded to draw a page. */
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from '../workspace.mjs';

const ENTRIES = {
  signing: "export { prepareSignature, completeSignature } from '@sealkit/core/pades';",
  'signing at all levels': "export { signDocument, augmentSignature, addDocumentTimestamp } from '@sealkit/core/pades';",
  'document frame and hash state': "export { readDocumentFrame, digestOriginal } from '@sealkit/core/pades';",
  validation: "export { validateDocument } from '@sealkit/core/validation';",
  'seals and placement': "export * from '@sealkit/core/seal';",
  'CMS and CAdES': "export * from '@sealkit/core/cades';",
};
const LARGEST_PARTS = 6;

export async function measureSizes() {
  return Promise.all(Object.entries(ENTRIES).map(([bundle, contents]) => measure(bundle, contents)));
}

async function measure(bundle, contents) {
  const result = await build({
    stdin: { contents, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const [entry] = result.outputFiles;
  const [, output] = Object.entries(result.metafile.outputs).find(([name]) => name.endsWith('stdin.js'));
  // What the entry imports statically is loaded with it; the rest only when it is needed.
  const loaded = [entry, ...output.imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => fileOf(result, path))];
  const parts = {};
  for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) parts[partOf(file)] = (parts[partOf(file)] ?? 0) + bytesInOutput;
  const holds = Object.entries(parts).sort((left, right) => right[1] - left[1]);
  return {
    bundle,
    minKiB: sum(loaded.map(({ contents: bytes }) => bytes.length)) / 1024,
    gzipKiB: sum(loaded.map(({ contents: bytes }) => gzipSync(bytes, { level: 9 }).length)) / 1024,
    holds: holds.slice(0, LARGEST_PARTS).map(([part, bytes]) => `${part} ${(bytes / 1024).toFixed(0)}`),
  };
}

function fileOf({ outputFiles }, path) {
  return outputFiles.find((file) => file.path.endsWith(path.replace(/^.*\//, '')));
}

function partOf(file) {
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return dependency ?? /packages\/core\/dist\/([^/]+)/.exec(file)?.[1] ?? file;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
