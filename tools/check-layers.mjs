/**
 * Checks the imports of the workspaces: layers of core import only what stands left of them, no cycle exists (value and
 * type imports alike), other layers are reached by their index, a file never imports its own layer's index, and packages
 * keep their direction. Prints one line per fault.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** For each layer of core, the layers it may import besides errors and ports. */
const CORE_LAYERS = {
  errors: [],
  ports: ['bytes'],
  bytes: [],
  sm: ['bytes'],
  asn1: ['bytes'],
  crypto: ['bytes', 'asn1'],
  merkle: ['bytes', 'crypto'],
  x509: ['bytes', 'asn1', 'crypto'],
  identity: ['bytes', 'asn1', 'crypto', 'x509'],
  cms: ['bytes', 'asn1', 'crypto', 'x509'],
  cades: ['bytes', 'asn1', 'crypto', 'x509', 'cms'],
  ses: ['bytes', 'asn1', 'crypto', 'x509', 'cms'],
  pdf: ['bytes', 'crypto'],
  pades: ['bytes', 'asn1', 'crypto', 'x509', 'cms', 'cades', 'pdf'],
  seal: ['bytes', 'asn1', 'crypto', 'x509', 'cms', 'cades', 'ses', 'pdf', 'pades', 'merkle'],
  validation: ['bytes', 'asn1', 'crypto', 'x509', 'cms', 'cades', 'ses', 'pdf', 'pades', 'seal'],
  evidence: ['bytes', 'asn1', 'crypto', 'x509', 'cms', 'cades', 'ses', 'pdf', 'pades', 'seal', 'validation', 'sm', 'merkle'],
  protocol: ['bytes', 'asn1', 'crypto', 'x509', 'cms', 'cades', 'ses', 'pdf', 'pades', 'seal', 'validation', 'evidence', 'identity'],
};
const EVERYWHERE = ['errors', 'ports'];

/** What each package may import of ours, in its sources (tests may also use testkit). */
const PACKAGE_IMPORTS = {
  core: [],
  elements: ['@sealkit/core'],
  'server-adapter': ['@sealkit/core'],
  testkit: ['@sealkit/core'],
};

/** Faults of the tree under `root`, as lines of text. */
export function findImportFaults(root) {
  const files = listSources(join(root, 'packages'));
  const faults = [];
  const graph = new Map();
  for (const file of files) {
    const targets = [];
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) {
        const target = resolve(dirname(file), specifier);
        targets.push(target);
        faults.push(...relativeImportFaults(root, file, target));
      } else {
        faults.push(...packageImportFaults(root, file, specifier));
      }
    }
    graph.set(file, targets);
  }
  for (const cycle of findCycles(graph)) faults.push(`cycle: ${cycle.map((file) => relative(root, file)).join(' -> ')}`);
  return faults;
}

function listSources(folder) {
  const files = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') files.push(...listSources(path));
    } else if (entry.name.endsWith('.ts') && path.includes(`${sep}src${sep}`)) files.push(path);
  }
  return files;
}

function importsOf(file) {
  const { module, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const specifiers = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const entry of module.staticExports)
    for (const { moduleRequest } of entry.entries) if (moduleRequest) specifiers.push(moduleRequest.value);
  const text = readFileSync(file, 'utf8');
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal) specifiers.push(literal[1]);
  }
  return specifiers;
}

function place(root, file) {
  const [, name, folder, ...rest] = relative(root, file).split(sep);
  return { package: name, folder, layer: rest.length > 1 ? rest[0] : null, isTest: file.endsWith('.test.ts') || folder === 'test' };
}

function relativeImportFaults(root, file, target) {
  const from = place(root, file);
  const to = place(root, target);
  const line = `${relative(root, file)} imports ${relative(root, target)}`;
  if (from.package !== to.package) return [`package left by a relative path: ${line}`];
  if (from.package !== 'core' || from.folder !== 'src' || from.layer === null) return [];
  if (from.layer === to.layer) {
    const ownIndex = relative(root, target).split(sep).length === 5 && target.endsWith(`${sep}index.ts`);
    return ownIndex && !from.isTest ? [`own index: ${line}`] : [];
  }
  if (!(from.layer in CORE_LAYERS)) return [`unknown layer ${from.layer}: ${line}`];
  if (from.isTest) return [];
  const faults = [];
  if (!EVERYWHERE.includes(to.layer) && !CORE_LAYERS[from.layer].includes(to.layer))
    faults.push(`layer ${from.layer} must not import ${to.layer}: ${line}`);
  if (!target.endsWith(`${to.layer}${sep}index.ts`)) faults.push(`past the index of ${to.layer}: ${line}`);
  return faults;
}

function packageImportFaults(root, file, specifier) {
  const from = place(root, file);
  const own = /^(@sealkit\/[a-z-]+)/.exec(specifier)?.[1];
  if (own === undefined) return [];
  if (from.isTest) return [];
  return PACKAGE_IMPORTS[from.package]?.includes(own) ? [] : [`package ${from.package} must not import ${own}: ${relative(root, file)}`];
}

function findCycles(graph) {
  const state = new Map();
  const stack = [];
  const cycles = [];
  const visit = (file) => {
    state.set(file, 'open');
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!graph.has(target)) continue;
      if (state.get(target) === 'open') cycles.push([...stack.slice(stack.indexOf(target)), target]);
      else if (!state.has(target)) visit(target);
    }
    stack.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return cycles;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const faults = findImportFaults(root);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? 'layers: no fault, no cycle' : `layers: ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
