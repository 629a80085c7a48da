import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { startServer } from '../../examples/snippets/minimal-server.mjs';
import { staleSnippets } from '../../tools/snippets.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { waitForDesk } from '../support/contract-page.mjs';
import { startExample } from '../support/example.mjs';
import { ROOT } from '../support/shared.mjs';

const SNIPPETS = join(ROOT, 'examples', 'snippets');

describe('the snippets of the documentation', () => {
  let folder;

  beforeAll(() => {
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'build', 'snippets-'));
    const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
    const subject = [
      '-subj',
      '/CN=Snippet Signer',
      '-addext',
      'keyUsage=critical,digitalSignature,nonRepudiation',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ];
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'key.pem',
      '-out',
      'root.pem',
      '-days',
      '30',
      ...subject,
    );
    writeFileSync(join(folder, 'password.txt'), 'snippet password\n');
    openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'root.pem', '-out', 'key.p12', '-passout', 'file:password.txt');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are what the examples say; "node tools/snippets.mjs" brings stale pages up to date', () => {
    expect(staleSnippets()).to.deep.equal([]);
  });

  it('start a server that lets nobody in whom the host does not know', async () => {
    const { adapter, server } = await startServer({
      findSession: () => null,
      mayDo: () => true,
      databaseFile: join(folder, 'sealkit.sqlite'),
      loadKey: async () => undefined,
      registerKey: new Uint8Array(readFileSync(join(folder, 'key.p12'))),
      registerPassword: 'snippet password',
      port: 0,
    });
    try {
      if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
      const response = await fetch(`http://127.0.0.1:${server.address().port}/session`);
      expect(response.status).to.equal(401);
      expect((await response.json()).code).to.be.a('string');
    } finally {
      server.closeAllConnections();
      server.close();
      await adapter.close();
    }
  });

  it('sign and verify on the command line', async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage();
    writeFileSync(join(folder, 'contract.pdf'), await pdf.save());
    const output = execFileSync('sh', [join(SNIPPETS, 'command-line.sh')], { cwd: folder, encoding: 'utf8' });
    expect(output).to.include('TOTAL-PASSED');
  });

  it('make a page that shows the contract and the seals, under the strict policy', async () => {
    const example = await startExample();
    const browser = await launchBrowser();
    try {
      const { page, complaints } = await openPage(browser, example.url);
      await waitForDesk(page);
      const policy = (await fetch(example.url)).headers.get('content-security-policy');
      for (const [name, contentType] of [
        ['minimal-page.html', 'text/html'],
        ['minimal-page.js', 'text/javascript'],
      ]) {
        await page.route(`**/${name}`, (route) =>
          route.fulfill({ body: readFileSync(join(SNIPPETS, name)), contentType, headers: { 'content-security-policy': policy } }),
        );
      }
      await page.goto(`${example.url}minimal-page.html`);
      await waitForDesk(page);
      expect(complaints).to.deep.equal([]);
    } finally {
      await browser.close();
      await example.stop();
      example.remove();
    }
  });
});
