/** Puts marked regions of examples into the documentation. `node tools/snippets.mjs` writes them, `--check` names stale pages. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './workspace.mjs';

const SNIPPET = /(<!-- snippet (\S+)#(\S+) -->\n```\w+\n)([^]*?)(```)/g;

/** Pages whose snippets are not what the examples say. */
export function staleSnippets({ write = false } = {}) {
  const pages = [
    'README.md',
    ...readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  return pages.filter((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const fresh = text.replace(SNIPPET, (_, head, file, region, _old, tail) => `${head}${regionOf(file, region)}${tail}`);
    if (write && fresh !== text) writeFileSync(join(ROOT, page), fresh);
    return fresh !== text;
  });
}

function regionOf(file, region) {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.includes(`#region ${region}`));
  const end = lines.findIndex((line) => line.includes(`#endregion ${region}`));
  if (start < 0 || end < start) throw new Error(`${file} has no region ${region}`);
  const body = lines.slice(start + 1, end);
  const indent = Math.min(...body.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return body.map((line) => `${line.slice(indent)}\n`).join('');
}

if (process.argv[1]?.endsWith('snippets.mjs')) {
  const stale = staleSnippets({ write: !process.argv.includes('--check') });
  if (stale.length > 0) console.log(`${process.argv.includes('--check') ? 'stale' : 'written'}: ${stale.join(', ')}`);
  process.exitCode = process.argv.includes('--check') && stale.length > 0 ? 1 : 0;
}
