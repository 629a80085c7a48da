import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatVerifierKey } from '@sealkit/core/evidence';
import type { EvidenceReport } from '@sealkit/core/evidence';
import { encodePem } from '@sealkit/core/x509';
import { loadReportGlyphs } from '../src/glyphs/index.ts';
import { createDirectoryObjectStore } from '../src/objects/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { packageOf, type SealedContract, sealedContract, verifyIn } from './support/evidence-world.ts';
import { logWorld, testLogKey } from './support/log-world.ts';
import { runSealkit } from './support/run-cli.ts';
import { TENANT, type World } from './support/world.ts';

describe('sealkit evidence', () => {
  let folder: string;
  let contract: SealedContract;
  let trust: readonly string[];
  const at = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evidence-'));
    const store = await createSqliteStore({ file: at('seals.db') });
    const objects = await createDirectoryObjectStore({ directory: at('objects') });
    const world = await logWorld({}, { store, objects, evidence: { glyphs: await loadReportGlyphs() } });
    contract = await sealedContract('stored', world);
    const { register, root } = world.pki;
    writeFileSync(at('root.pem'), encodePem('CERTIFICATE', root.certificate));
    writeFileSync(at('key.pem'), encodePem('PRIVATE KEY', register.privateKey));
    writeFileSync(at('cert.pem'), register.certificates.map((der) => encodePem('CERTIFICATE', der)).join('\n'));
    // Of the package that the server makes, so that every event has its leaf.
    writeFileSync(at('server.asice'), await packageOf(world, 'ada', contract.envelope));
    await world.adapter.close();
    const anchors = ['--trust', '--trust-register', '--trust-seal-maker'].flatMap((option) => [option, at('root.pem')]);
    trust = [...anchors, '--log-key', formatVerifierKey(await testLogKey()), '--policy', 'basic', '--at', '2026-06-01T12:05:00Z'];
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('verifies what the server made, and says one thing by line and in JSON', async () => {
    const { exit, out, err } = await runSealkit(['evidence', 'verify', at('server.asice'), ...trust]);
    expect([exit, err]).to.deep.equal([0, []]);
    expect(out[0]).to.equal(`${at('server.asice')}: PASSED, envelope ${contract.envelope.id}`);
    const json = await runSealkit(['evidence', 'verify', at('server.asice'), ...trust, '--json']);
    const report = JSON.parse(json.out[0] ?? '') as EvidenceReport;
    expect([report.indication, report.rows.length]).to.deep.equal(['PASSED', out.length - 1]);
    expect((await runSealkit(['evidence', 'verify', at('server.asice')])).exit).to.equal(2);
  });

  it('names the entry that was changed, with exit 1', async () => {
    const bytes = readFileSync(at('server.asice'));
    const spoilt = Buffer.from(bytes);
    const place = bytes.indexOf('"sealVersion":1') + '"sealVersion":'.length;
    spoilt.write('2', place);
    writeFileSync(at('spoilt.asice'), spoilt);
    const { exit, out } = await runSealkit(['evidence', 'verify', at('spoilt.asice'), ...trust]);
    expect([exit, out[1]?.replace(/ +/g, ' ')]).to.deep.equal([
      1,
      ` failed container.form events.jsonl ZIP_CRC_DIFFERS (offset: ${bytes.lastIndexOf('PK\u0003\u0004', place)})`,
    ]);
  });

  it('builds a package out of a store that nobody serves, which passes like that of the server', async () => {
    const key = ['--key', at('key.pem'), '--cert', at('cert.pem')];
    const where = ['--store', at('seals.db'), '--objects', at('objects'), '--log-key', formatVerifierKey(await testLogKey())];
    const words = ['evidence', 'build', contract.envelope.id, ...where, ...key, '-o', at('built.asice'), '--json'];
    const { exit, out, err } = await runSealkit(words);
    expect([exit, err]).to.deep.equal([0, []]);
    expect(JSON.parse(out[0] ?? '')).to.include({ envelope: contract.envelope.id, output: at('built.asice') });
    const rowsOf = async (name: string): Promise<readonly string[]> => {
      const { out: lines } = await runSealkit(['evidence', 'verify', at(name), ...trust, '--json']);
      return (JSON.parse(lines[0] ?? '') as EvidenceReport).rows.map(({ id, subject, status }) => `${status} ${id} ${subject}`);
    };
    expect(await rowsOf('built.asice')).to.deep.equal(await rowsOf('server.asice'));
    expect((await runSealkit(words)).err[0]).to.match(/^sealkit: OUTPUT_EXISTS/);
    const ofOne = await runSealkit([...words, '--force', '--tenant', TENANT]);
    expect([ofOne.exit, ofOne.err]).to.deep.equal([0, []]);
    const elsewhere = await runSealkit([...words, '--force', '--tenant', 'nobody']);
    expect([elsewhere.exit, elsewhere.err[0]]).to.deep.equal([64, 'sealkit: USAGE: --tenant: the store has nothing of nobody']);
    const none = await runSealkit(['evidence', 'build', 'none', ...where, ...key, '-o', at('none.asice')]);
    expect([none.exit, none.err[0]]).to.deep.equal([4, 'sealkit: ENVELOPE_NOT_FOUND: There is no such envelope']);
  });

  it('fetches a package from a running server for the person of a token, and says why it gets none', async () => {
    const world = contract.world;
    const adapter = createAdapterOf(
      await logWorld(
        {},
        {
          store: await createSqliteStore({ file: at('seals.db') }),
          objects: await createDirectoryObjectStore({ directory: at('objects') }),
          seeded: true,
        },
      ),
    );
    const server = createServer((request, response) => {
      const answered = async (): Promise<void> => {
        const headers = { authorization: request.headers.authorization ?? '' };
        const answer = await adapter(new Request(`https://seal.example${request.url ?? ''}`, { headers }));
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(new Uint8Array(await answer.arrayBuffer()));
      };
      void answered();
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      writeFileSync(at('token'), `${TENANT}/ada\n`);
      const words = (id: string): readonly string[] => [
        'evidence',
        id,
        '--server',
        `http://127.0.0.1:${port}`,
        '--token-file',
        at('token'),
        '-o',
      ];
      const { exit, err } = await runSealkit([...words(contract.envelope.id), at('fetched.asice')]);
      expect([exit, err]).to.deep.equal([0, []]);
      expect((await verifyIn(world, readFileSync(at('fetched.asice')))).indication).to.equal('PASSED');
      const none = await runSealkit([...words('none'), at('none.asice')]);
      expect([none.exit, none.err[0]]).to.deep.equal([4, 'sealkit: SERVER_REFUSED: the server answered 404, ENVELOPE_NOT_FOUND']);
    } finally {
      server.close();
    }
    const gone = await runSealkit(['evidence', 'x', '--server', 'http://127.0.0.1:1', '--token-file', at('token'), '-o', at('gone.asice')]);
    expect([gone.exit, gone.err[0]?.split(':')[1]]).to.deep.equal([69, ' SERVER_UNREACHABLE']);
  });
});

function createAdapterOf({ adapter }: World): (request: Request) => Promise<Response> {
  return (request) => adapter.fetch(request);
}
