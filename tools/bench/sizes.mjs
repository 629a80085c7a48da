/**
 * Sizes of what a browser loads for each entry point, and which parts they hold: built as the project's own bundles are. What
 * is loaded only when it is needed is listed behind. pdf.js is in none: it is loaded to draw a page.
 */
import { gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { ROOT } from '../workspace.mjs';

const ENTRIES = {
  signing: "export { prepareSignature, completeSignature } from '@sealkit/core/pades';",
  'signing at all levels': "export { signDocument, augmentSignature, addDocumentTimestamp } from '@sealkit/core/pades';",
  'document frame and hash state': "export { readDocumentFrame, digestOriginal } from '@sealkit/core/pades';",
  validation: "export { validateDocument } from '@sealkit/core/validation';",
  'seals and placement': "export * from '@sealkit/core/seal';",
  'proofs of the transparency log': "export { parseVerifierKey, verifyEventInclusion } from '@sealkit/core/evidence';",
  'CMS and CAdES': "export * from '@sealkit/core/cades';",
};
const LARGEST_PARTS = 6;

/** One after the other: each uses all cores. */
export async function measureSizes(names = Object.keys(ENTRIES)) {
  const sizes = [];
  for (const name of names) sizes.push(await measure(name, ENTRIES[name]));
  return sizes;
}

async function measure(bundle, contents) {
  const entry = `${ROOT}/${bundle}.js`;
  const source = { name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? contents : null) };
  const built = await rollup({ input: entry, plugins: [source, nodeResolve({ browser: true }), terser({ module: true })] });
  const { output } = await built.generate({ format: 'es', chunkFileNames: '[name].js' });
  await built.close();
  const loaded = loadedWith(
    output.find(({ isEntry }) => isEntry),
    output,
  );
  const later = output.filter((chunk) => chunk.type === 'chunk' && !loaded.includes(chunk));
  return {
    bundle,
    minKiB: sum(loaded.map(({ code }) => code.length)) / 1024,
    gzipKiB: gzipKiB(loaded),
    holds: partsOf(loaded),
    later: later.map((chunk) => `${chunk.name} ${gzipKiB([chunk]).toFixed(1)}`).sort(),
  };
}

/** What an entry imports statically is loaded with it; the rest only when it is needed. */
function loadedWith(entry, output) {
  const loaded = [entry];
  for (const chunk of loaded)
    for (const name of chunk.imports) {
      const imported = output.find(({ fileName }) => fileName === name);
      if (!loaded.includes(imported)) loaded.push(imported);
    }
  return loaded;
}

/** KiB before minification, largest first. */
function partsOf(chunks) {
  const parts = {};
  for (const { modules } of chunks)
    for (const [file, { renderedLength }] of Object.entries(modules)) parts[partOf(file)] = (parts[partOf(file)] ?? 0) + renderedLength;
  const holds = Object.entries(parts).sort((left, right) => right[1] - left[1]);
  return holds.slice(0, LARGEST_PARTS).map(([part, length]) => `${part} ${(length / 1024).toFixed(0)}`);
}

function partOf(file) {
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return dependency ?? /packages\/core\/dist\/([^/]+)/.exec(file)?.[1] ?? 'entry';
}

function gzipKiB(chunks) {
  return sum(chunks.map(({ code }) => gzipSync(code, { level: 9 }).length)) / 1024;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
