/**
 * Reports of validation as a browser makes them: a page of ours on loopback takes files from here, validates them with the built bundle,
 * and posts what it says. No driver is needed, so every browser that opens an address will do.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { findChromium } from '../../tools/chromium.mjs';
import { ROOT } from './shared.mjs';

const PAGE = join(ROOT, 'test', 'support', 'reports-page.mjs');
const HEADLESS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const MINI_BROWSER = ['4.1', '4.0'].map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`).find(existsSync);
/** Time without a word from the page after which it is given up. */
const SILENCE = 60_000;

/** How each browser opens an address with a profile of its own; undefined where it is not installed. */
export const BROWSERS = {
  Chromium: findChromium() && ((url, profile) => [findChromium(), [...HEADLESS, `--user-data-dir=${profile}`, url]]),
  Firefox: existsSync('/usr/bin/firefox-esr')
    ? (url, profile) => ['/usr/bin/firefox-esr', ['--headless', '--no-remote', '--profile', profile, url]]
    : undefined,
  WebKitGTK: MINI_BROWSER && existsSync('/usr/bin/xvfb-run') ? (url) => ['/usr/bin/xvfb-run', ['-a', MINI_BROWSER, url]] : undefined,
};

/** The page's modules by name, bundled as the browser bundles of the packages are. */
async function bundlePage() {
  const built = await rollup({ input: PAGE, plugins: [nodeResolve({ browser: true })] });
  const { output } = await built.generate({ format: 'es', entryFileNames: 'page.js' });
  await built.close();
  return new Map(output.map(({ fileName, code }) => [fileName, code]));
}

/** The texts of all reports, in the order of the requests. @param requests `{ path, …what validate takes }[]`. */
export async function reportsOf(open, requests) {
  const scripts = await bundlePage();
  const reports = [];
  let tell;
  const ended = new Promise((resolve, reject) => (tell = { resolve, reject }));
  const give = (response, type, body) => response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => tell.reject(new Error(`no word after ${reports.length} of ${requests.length} reports`)), SILENCE);
  };
  const answer = async (request, response) => {
    heard();
    const [, what, index] = request.url.split('/');
    if (what === '')
      return give(response, 'text/html', '<!doctype html><title>reports</title><script type="module" src="/page.js"></script>');
    if (scripts.has(what)) return give(response, 'text/javascript', scripts.get(what));
    if (what === 'requests') return give(response, 'application/json', JSON.stringify(requests));
    if (what === 'file') return give(response, 'application/octet-stream', readFileSync(requests[index].path));
    if (request.method !== 'POST') return response.writeHead(404).end();
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    give(response, 'text/plain', '');
    if (what === 'report') reports[index] = body;
    else if (what === 'done') tell.resolve();
    else tell.reject(new Error(`the page failed: ${body}`));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => tell.reject(error));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const profile = mkdtempSync(join(tmpdir(), 'sealkit-browser-'));
  const [command, words] = open(`http://127.0.0.1:${server.address().port}/`, profile);
  const environment = { ...process.env, HOME: profile, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const browser = spawn(command, words, { stdio: 'ignore', detached: true, env: environment });
  browser.once('error', (error) => tell.reject(error));
  heard();
  try {
    await ended;
    return reports;
  } finally {
    clearTimeout(silence);
    await endGroup(browser);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A browser is several processes, all of one group. */
async function endGroup(browser) {
  if (browser.pid === undefined || browser.exitCode !== null) return;
  const gone = new Promise((exited) => browser.once('exit', exited));
  process.kill(-browser.pid, 'SIGKILL');
  await gone;
}
