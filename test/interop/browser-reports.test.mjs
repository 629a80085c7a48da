import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificates } from '@sealkit/core/x509';
import { BROWSERS, reportsOf } from '../support/browser-reports.mjs';
import { CORPUS, describeWith } from '../support/shared.mjs';
import { validateRequest } from '../support/validate-request.mjs';

/** Files in the sample; `all` in a run by hand. */
const WANTED = process.env.SEALKIT_BROWSER_FILES ?? '150';
const KINDS = new Set(['pades', 'attack', 'cades', 'tsp']);
const AT = '2026-11-23T00:00:00Z';

describeWith(CORPUS, 'corpus', 'reports of the corpus in every browser', () => {
  let requests;
  let expected;

  beforeAll(async () => {
    requests = sampleOf(readdirSync(CORPUS).flatMap(requestsOf));
    expected = [];
    for (const request of requests) expected.push(await validateRequest(new Uint8Array(readFileSync(request.path)), request));
  }, 600_000);

  for (const [name, open] of Object.entries(BROWSERS))
    (open ? it : it.skip)(
      open ? `${name} says what Node says` : `${name} (skipped: not installed)`,
      async () => {
        const reports = await reportsOf(open, requests);
        const differing = requests.flatMap(({ path }, index) =>
          reports[index] === expected[index] ? [] : [difference(path, reports[index], expected[index])],
        );
        expect(differing).to.deep.equal([]);
        expect(reports.length).to.equal(requests.length);
      },
      900_000,
    );
});

/** What to validate in one folder of the corpus, with the anchors and the time of its entry. */
function requestsOf(folder) {
  const manifest = join(CORPUS, folder, 'manifest.json');
  const entries = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : [];
  // That of the electronic seals is of another form.
  if (!Array.isArray(entries)) return [];
  return entries.flatMap(({ file, kind, expect: expectation }) => {
    if (!KINDS.has(kind)) return [];
    const read = (name) => readFileSync(join(CORPUS, folder, name));
    const anchors = (expectation.trust_anchors ?? []).flatMap((name) => readCertificates(new Uint8Array(read(name))));
    const { content } = expectation;
    return {
      path: join(CORPUS, folder, file),
      kind: file.toLowerCase().endsWith('.pdf') ? 'pdf' : 'cms',
      at: new Date(expectation.at ?? AT).toISOString(),
      anchors: anchors.map((der) => Buffer.from(der).toString('base64')),
      content: typeof content === 'string' ? read(content).toString('base64') : null,
    };
  });
}

/** Every n-th, so that all folders are in it. */
function sampleOf(all) {
  if (WANTED === 'all') return all;
  const step = Math.max(1, all.length / Number(WANTED));
  return all.filter((_, index) => Math.floor((index + 1) / step) > Math.floor(index / step));
}

/** Where two texts part. */
function difference(path, got = '', wanted = '') {
  let at = 0;
  while (at < got.length && got[at] === wanted[at]) at += 1;
  return `${path.slice(CORPUS.length + 1)}: …${got.slice(Math.max(0, at - 60), at + 60)} instead of …${wanted.slice(Math.max(0, at - 60), at + 60)}`;
}
