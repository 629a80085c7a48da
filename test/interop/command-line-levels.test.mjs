import { spawn } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSamplePdf } from '@sealkit/testkit';
import { judge, refusals } from '../support/judges.mjs';
import { servePki } from '../support/served-pki.mjs';
import { JUDGES, ROOT, describeWith } from '../support/shared.mjs';

const SEALKIT = join(ROOT, 'packages', 'server-adapter', 'bin', 'sealkit.mjs');

describeWith(JUDGES, 'judges', 'levels of the command, with services that are not ours', () => {
  let folder;
  let served;
  let key;
  let services;
  let trust;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-levels-'));
    served = await servePki(join(folder, 'pki'));
    const file = (name) => join(folder, 'pki', name);
    trust = [file('certs/root.pem'), file('certs/tsa-root.pem')];
    key = ['--p12', file(served.pki.signers.rsa2048.p12), '--password-file', file(served.pki.passwordFile)];
    services = ['--tsa', `${served.url}/tsa`, '--trust', trust[0], '--trust-tsa', trust[1], '--allow-private-network'];
    writeFileSync(join(folder, 'in.pdf'), await buildSamplePdf({ pages: 2 }));
  }, 60_000);

  afterAll(async () => {
    await served?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Not `spawnSync`: a server of this very process must go on answering. */
  const sealkit = (...words) =>
    new Promise((ended) => {
      const child = spawn(process.execPath, [SEALKIT, ...words], { cwd: folder });
      const said = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr']) child[stream].on('data', (chunk) => (said[stream] += chunk));
      child.once('close', (status) => ended({ ...said, status }));
    });
  const formats = (rows) =>
    rows
      .filter(({ judge: name }) => name === 'dss')
      .flatMap(({ signatures }) => signatures.map(({ format }) => format).filter((format) => format?.startsWith('PAdES')));

  for (const level of ['B-T', 'B-LT', 'B-LTA']) {
    it(`sign --level ${level}`, async () => {
      const output = join(folder, `${level}.pdf`);
      const { status, stdout, stderr } = await sealkit('sign', 'in.pdf', '-o', output, '--level', level, '--json', ...key, ...services);
      expect(status, stderr).to.equal(0);
      expect(JSON.parse(stdout).level).to.equal(level);
      const judged = judge([output], { trust });
      expect(refusals(judged)).to.deep.equal([]);
      expect(formats(judged)).to.deep.equal([`PAdES-BASELINE-${level.slice(2)}`]);
    }, 60_000);
  }

  it('augment and timestamp, one step on the other', async () => {
    expect((await sealkit('sign', 'in.pdf', '-o', 'b.pdf', ...key)).status).to.equal(0);
    const steps = [
      ['augment', 'b.pdf', '-o', 't.pdf', '--level', 'B-T', ...services],
      ['augment', 't.pdf', '-o', 'lt.pdf', '--level', 'B-LT', ...services],
      ['augment', 'lt.pdf', '-o', 'lta.pdf', ...services],
      ['augment', 'lta.pdf', '-o', 'ring.pdf', '--level', 'B-LTA', '--vri', ...services],
      ['timestamp', 'in.pdf', '-o', 'stamped.pdf', '--tsa', `${served.url}/tsa`, '--trust', trust[1]],
    ];
    for (const words of steps) {
      const { status, stderr } = await sealkit(...words);
      expect(status, stderr).to.equal(0);
    }
    const judged = judge(
      ['t', 'lt', 'lta', 'ring', 'stamped'].map((name) => join(folder, `${name}.pdf`)),
      { trust },
    );
    // pdfsig does not check document time-stamps: where there is nothing else, it can say nothing.
    expect(refusals(judged.filter(({ accept }) => accept !== null))).to.deep.equal([]);
    expect(formats(judged)).to.deep.equal(['T', 'LT', 'LTA', 'LTA'].map((level) => `PAdES-BASELINE-${level}`));
  }, 120_000);

  it('a value of another process is completed at level B-T, in the room that was kept', async () => {
    expect((await sealkit('sign', 'in.pdf', '-o', 'state.json', '--prepare-only', '--level', 'B-T', ...key, ...services)).status).to.equal(
      0,
    );
    const { prepared } = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
    const privateKey = createPrivateKey(readFileSync(join(folder, 'pki', 'keys', 'rsa2048.key.pem')));
    writeFileSync(join(folder, 'value.bin'), sign('sha256', Buffer.from(prepared.dataToBeSigned, 'base64'), privateKey));
    const words = ['complete', 'in.pdf', '--state', 'state.json', '--signature', 'value.bin', '-o', 'completed.pdf', '--level', 'B-T'];
    const { status, stderr } = await sealkit(...words, ...services);
    expect(status, stderr).to.equal(0);
    const judged = judge([join(folder, 'completed.pdf')], { trust });
    expect([refusals(judged), formats(judged)]).to.deep.equal([[], ['PAdES-BASELINE-T']]);
  }, 60_000);

  describe('services that fail', () => {
    const cases = [
      ['an authority that answers with an error', '/tsa/http-500', 69, 'TIMESTAMP_HTTP_STATUS'],
      ['one that answers another nonce', '/tsa/wrong-nonce', 69, 'TIMESTAMP_NONCE_DIFFERS'],
      ['one whose signature is broken', '/tsa/broken-signature', 4, 'CADES_TIMESTAMP_UNUSABLE'],
      ['one that is no authority', '/nothing-here', 69, 'TIMESTAMP_HTTP_STATUS'],
    ];
    for (const [what, path, exitCode, code] of cases) {
      it(`${what}: exit ${exitCode}, nothing is written`, async () => {
        const words = [
          'sign',
          'in.pdf',
          '-o',
          'never.pdf',
          '--level',
          'B-T',
          ...key,
          '--tsa',
          `${served.url}${path}`,
          '--trust-tsa',
          trust[1],
        ];
        const { status, stderr } = await sealkit(...words);
        expect(stderr).to.match(new RegExp(`^sealkit: ${code}: `));
        expect(status).to.equal(exitCode);
        expect(existsSync(join(folder, 'never.pdf'))).to.equal(false);
      }, 60_000);
    }

    it('a page in place of an answer, and the next authority', async () => {
      const server = createServer((_request, answer) => answer.setHeader('Content-Type', 'text/html').end('<!doctype html>'));
      await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
      const page = `http://127.0.0.1:${server.address().port}/`;
      const words = ['sign', 'in.pdf', '--level', 'B-T', ...key, '--trust-tsa', trust[1]];
      const alone = await sealkit(...words, '-o', 'alone.pdf', '--tsa', page);
      expect([alone.status, alone.stderr.split(':')[1]]).to.deep.equal([69, ' TIMESTAMP_ANSWER_MALFORMED']);
      const second = await sealkit(...words, '-o', 'second.pdf', '--tsa', page, '--tsa', `${served.url}/tsa`);
      expect(second.status, second.stderr).to.equal(0);
      server.close();
    }, 60_000);

    it('material that may not be fetched is named', async () => {
      const words = ['sign', 'in.pdf', '-o', 'never.pdf', '--level', 'B-LT', '--offline', ...key, ...services];
      const { status, stderr } = await sealkit(...words);
      expect(stderr).to.match(/^sealkit: PADES_VALIDATION_MATERIAL_MISSING: expected validation material for revocation of /);
      expect(status).to.equal(4);
    }, 60_000);
  });
});
