import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTotpProvider, manualReview } from '@sealkit/server-adapter';
import { nodeListener } from '@sealkit/server-adapter/node';
import { createTestPki } from '@sealkit/testkit';
import { createSealWorld, readBenchDocument } from '../../tools/bench/seal-world.mjs';
import { ROOT } from '../support/shared.mjs';

const PROGRAM = [join(ROOT, 'build', 'schemathesis', 'bin', 'st'), 'st'].find(
  (path) => (path === 'st' || existsSync(path)) && spawnSync(path, ['--version']).status === 0,
);
const TITLE = 'the HTTP interface before schemathesis';
/** Generated requests for each operation beside those that cover its schema; more by hand. */
const EXAMPLES = process.env.SEALKIT_SCHEMATHESIS_EXAMPLES ?? '5';
const NOBODY = 'nobody-of-this-name';
/** What an answer must not tell: places of the program and its files, words of the database, traces. */
const LEAKS = /node_modules|packages\/server-adapter|\/dist\/|SQLITE_|constraint failed|\n\s+at \S+ \(|file:\/\//;

describe.skipIf(PROGRAM === undefined)(PROGRAM === undefined ? `${TITLE} (skipped: st not found)` : TITLE, () => {
  let folder;
  let server;
  let world;
  const answers = { count: 0, faults: [], ok: new Set() };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-schemathesis-'));
    const pki = await createTestPki();
    world = await createSealWorld({
      file: join(folder, 'store.sqlite'),
      persons: 2,
      rateLimiter: null,
      intent: { providers: [createTotpProvider({ encryptionKey: randomOctets(32), issuer: 'Test' })], policy: { minimumAssurance: 0 } },
      identity: {
        anchors: [pki.root.certificate],
        revocation: 'off',
        subject: 'off',
        numberKey: randomOctets(32),
        providers: [manualReview()],
      },
    });
    const listener = nodeListener({ ...world.adapter, fetch: (request) => watched(request) });
    server = createServer(listener);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    writeFileSync(join(folder, 'schemathesis.toml'), await settings());
  }, 60_000);
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await world.adapter.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function watched(request) {
    const response = await world.adapter.fetch(request);
    const { method, url } = request;
    const text = await response.clone().text();
    answers.count += 1;
    if (response.ok) answers.ok.add(method);
    if (response.status >= 500 || LEAKS.test(text)) answers.faults.push({ method, url, status: response.status, text: text.slice(0, 300) });
    return response;
  }

  /** Names that exist, so that requests reach what lies behind the path; the rest of the requests is made up. */
  async function settings() {
    const { digest, length, state, frame, frameDigest } = await readBenchDocument();
    const post = async (path, body) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID(), authorization: 'Bearer p0' };
      const response = await world.adapter.fetch(
        new Request(`https://test.invalid${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      );
      const answer = await response.json();
      if (!response.ok) throw new Error(JSON.stringify(answer));
      return answer;
    };
    const envelope = await post('/envelopes', { name: 'a.pdf', document: { digest, length, pages: 1 } });
    const placements = [{ page: 1, x: 50_000, y: 50_000, width: 40_000, height: 40_000, rotation: 0 }];
    const asked = {
      envelopeId: envelope.id,
      sealNumber: 'B-1',
      sealVersion: 1,
      document: { digest, length },
      frame: frameDigest,
      placements,
    };
    const permit = await post('/permits', asked);
    const { useId } = await post('/uses', { permitId: permit.id, frame, state });
    const fixed = (regex, name, value) =>
      `[[operations]]\ninclude-path-regex = "${regex}"\nparameters = { "path.${name}" = ${JSON.stringify(value)} }\n`;
    // A PDF is no JSON that could be made up from a schema.
    const left = (path) => `[[operations]]\ninclude-name = "POST ${path}"\nenabled = false\n`;
    return [
      '[checks]\nnegative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]\n',
      left('/envelopes/{id}/document'),
      left('/envelopes/{id}/evidence'),
      fixed('^/seals/', 'number', 'B-1'),
      fixed('^/envelopes/', 'id', envelope.id),
      fixed('^/permits/', 'id', permit.id),
      fixed('^/uses/', 'id', useId),
      fixed('^/persons/', 'id', 'p1'),
      fixed('^/intent-methods/', 'method', 'totp'),
    ].join('\n');
  }

  /** `{ status, output }` of a run as one person. */
  function run(person, ...words) {
    const { port } = server.address();
    const options = [
      'run',
      `http://127.0.0.1:${port}/openapi.json`,
      '--header',
      `Authorization: Bearer ${person}`,
      '--phases=examples,coverage,fuzzing',
      `--max-examples=${EXAMPLES}`,
      '--seed=1',
      '--continue-on-failure',
      '--request-timeout=20',
      '--suppress-health-check=all',
      '--output-truncate=true',
      '--no-color',
      '--warnings=off',
      // Who may ask is the host's word, and here everybody may. What is sent as the schema says may still name what there is not.
      '--exclude-checks=ignored_auth,positive_data_acceptance',
      ...words,
    ];
    const child = spawn(PROGRAM, options, { cwd: folder, env: { ...process.env, PYTHONWARNINGS: 'ignore' } });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status) => resolve({ status, output }));
    });
  }

  it('answers what its description says, whatever it is sent, and never with a fault of its own', async () => {
    const { status, output } = await run('p0');
    expect(answers.faults).to.deep.equal([]);
    expect(status, output).to.equal(0);
    expect(answers.count).to.be.greaterThan(1000);
    expect([...answers.ok]).to.include.members(['GET', 'POST']);
  }, 600_000);

  it('has the same answers for a person whom it does not know', async () => {
    const { status, output } = await run(NOBODY, '--phases=fuzzing', '--max-examples=2');
    expect(answers.faults).to.deep.equal([]);
    expect(status, output).to.equal(0);
  }, 300_000);
});

function randomOctets(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
