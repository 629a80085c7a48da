import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readCertificates } from '@sealkit/core/x509';
import { BROWSERS, reportsOf } from '../support/browser-reports.mjs';
import { recordContainer, signedContainer } from '../support/corpus-containers.mjs';
import { CORPUS, describeWith } from '../support/shared.mjs';
import { validateRequest } from '../support/validate-request.mjs';

/** Files in the sample; `all` in a run by hand. */
const WANTED = process.env.SEALKIT_BROWSER_FILES ?? '150';
const RECORD = 'evidence-record';
const KINDS = new Set(['pades', 'attack', 'cades', 'tsp', RECORD]);
const AT = '2026-11-23T00:00:00Z';

describeWith(CORPUS, 'corpus', 'reports of the corpus in every browser', () => {
  let requests;
  let expected;
  let made;

  afterAll(() => rmSync(made, { recursive: true, force: true }));

  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), 'sealkit-containers-'));
    requests = sampleOf(readdirSync(CORPUS).flatMap((folder) => requestsOf(folder, made)));
    expected = [];
    for (const request of requests) expected.push(await validateRequest(new Uint8Array(readFileSync(request.path)), request));
  }, 600_000);

  it('are of every kind of file', () => {
    const found = new Set(requests.map(({ kind }) => kind));
    expect(found).to.deep.equal(new Set(['pdf', 'cms', 'container', RECORD]));
  });

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

/** What to validate in one folder of the corpus, with the anchors and the time of its entry; containers around it are made in a folder. */
function requestsOf(folder, made) {
  const manifest = join(CORPUS, folder, 'manifest.json');
  const entries = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : [];
  // That of the electronic seals is of another form.
  if (!Array.isArray(entries)) return [];
  return entries.filter(({ kind }) => KINDS.has(kind)).flatMap((entry) => requestsOfEntry(join(CORPUS, folder), entry, made));
}

function requestsOfEntry(folder, { file, id, kind: entryKind, expect: expectation, data_base64: data }, made) {
  const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
  const anchors = (expectation.trust_anchors ?? []).flatMap((name) => readCertificates(read(name)));
  const { content } = expectation;
  const shared = {
    at: new Date(expectation.at ?? AT).toISOString(),
    anchors: anchors.map((der) => Buffer.from(der).toString('base64')),
  };
  const objects = entryKind === RECORD ? (data ?? []) : typeof content === 'string' ? [Buffer.from(read(content)).toString('base64')] : [];
  const kind = file.toLowerCase().endsWith('.pdf') ? 'pdf' : entryKind === RECORD ? RECORD : 'cms';
  const whole = { ...shared, path: join(folder, file), kind, objects };
  if (objects.length === 0 || kind === 'pdf') return [whole];
  const contents = objects.map((object) => new Uint8Array(Buffer.from(object, 'base64')));
  const container = kind === RECORD ? recordContainer(read(file), contents) : signedContainer(read(file), contents[0]);
  const path = join(made, `${basename(folder)}-${file}-${id ?? ''}.asic`);
  writeFileSync(path, container);
  return [whole, { ...shared, path, kind: 'container', objects: [] }];
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
  return `${basename(path)}: …${got.slice(Math.max(0, at - 60), at + 60)} instead of …${wanted.slice(Math.max(0, at - 60), at + 60)}`;
}
