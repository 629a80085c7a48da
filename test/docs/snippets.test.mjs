import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PDFDocument } from 'pdf-lib';
import { openPkcs11Token } from '@sealkit/server-adapter/pkcs11';
import { createSoftHsm, SOFT_HSM_PIN, softHsmMissing } from '@sealkit/testkit/node';
import { startServer } from '../../examples/snippets/minimal-server.mjs';
import {
  finishLater,
  keyStoreOnToken,
  makeKeyOnToken,
  prepareForLater,
  remoteSigner,
  signFile,
  signFileOnToken,
  signInThreeCalls,
} from '../../examples/snippets/own-key.mjs';
import {
  consentRoute,
  keyStoreAtSigningService,
  keyStoreOverServices,
  keyStoreOverSigner,
  signerInAws,
  signerInAzure,
  signerInGoogle,
  signerInVault,
  testKeyStore,
} from '../../examples/snippets/key-services.mjs';
import { createSoftwareKey } from '../../examples/csc-service/software-keys.mjs';
import { fakeAws, fakeAzure, fakeGoogle, fakeVault, KMS_SECRETS, startFake } from '../../packages/server-adapter/test/support/kms-fakes.ts';
import { staleSnippets } from '../../tools/snippets.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { answerInBrowser, CSC_SECRETS, makeCredentials, startCscService } from '../support/csc-service.mjs';
import { waitForDesk } from '../support/contract-page.mjs';
import { startExample } from '../support/example.mjs';
import { ROOT } from '../support/shared.mjs';

const SNIPPETS = join(ROOT, 'examples', 'snippets');
const NO_TOKEN = softHsmMissing();
const SEALKIT = join(ROOT, 'packages', 'server-adapter', 'bin', 'sealkit.mjs');

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

  describe('sign with a key that lives elsewhere', () => {
    const read = (name) => readFileSync(join(folder, name));
    const certificates = () => [new Uint8Array(new X509Certificate(read('root.pem')).raw)];
    const key = () => createPrivateKey(read('key.pem'));
    const document = async (pages = 1) => {
      const pdf = await PDFDocument.create();
      for (let page = 0; page < pages; page += 1) pdf.addPage();
      return Buffer.from(await pdf.save());
    };
    const verify = (bytes, name, root = 'root.pem') => {
      writeFileSync(join(folder, name), bytes);
      const words = ['verify', join(folder, name), '--trust', join(folder, root), '--revocation', 'ignore'];
      return execFileSync(process.execPath, [SEALKIT, ...words], { encoding: 'utf8' });
    };

    it('in three calls', async () => {
      const signed = await signInThreeCalls(await document(), certificates(), async (data) => new Uint8Array(sign('sha256', data, key())));
      expect(verify(signed, 'three.pdf')).to.include('TOTAL-PASSED');
    });

    it('by a service that takes a digest', async () => {
      const answerTo = (authorised, body) => {
        // A digest that is signed as such: OpenSSL does it, Node's own API does not.
        writeFileSync(join(folder, 'digest.bin'), Buffer.from(JSON.parse(body).message, 'base64'));
        const value = execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', 'key.pem', '-in', 'digest.bin'], { cwd: folder });
        return [authorised ? 200 : 403, JSON.stringify({ signature: value.toString('base64') })];
      };
      const service = createServer((request, answer) => {
        const authorised = request.headers.authorization === 'Bearer secret' && request.url === '/keys/k1/sign';
        const serve = async () => {
          const [status, said] = answerTo(authorised, await text(request));
          answer.writeHead(status).end(said);
        };
        serve().catch((error) => answer.destroy(error));
      });
      await new Promise((listening) => service.listen(0, '127.0.0.1', listening));
      const url = `http://127.0.0.1:${service.address().port}`;
      writeFileSync(join(folder, 'in.pdf'), await document());
      const signer = remoteSigner({ url, keyId: 'k1', token: 'secret', certificates: certificates() });
      await signFile(join(folder, 'in.pdf'), join(folder, 'remote.pdf'), signer);
      expect(verify(read('remote.pdf'), 'remote-copy.pdf')).to.include('TOTAL-PASSED');
      const stranger = remoteSigner({ url, keyId: 'k1', token: 'wrong', certificates: certificates() });
      let message = '';
      await signFile(join(folder, 'in.pdf'), join(folder, 'never.pdf'), stranger).catch((error) => (message = error.message));
      expect(message).to.equal('the key service answered 403');
      service.close();
    });

    it.skipIf(NO_TOKEN !== undefined)(
      `on a token, through PKCS #11${NO_TOKEN === undefined ? '' : ` (skipped: ${NO_TOKEN})`}`,
      async () => {
        const hsm = createSoftHsm();
        try {
          hsm.addToken('Office');
          writeFileSync(join(folder, 'pin.txt'), SOFT_HSM_PIN);
          writeFileSync(join(folder, 'contract.pdf'), await document());
          const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
          const authority = ['-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Snippet CA'];
          openssl('req', '-x509', ...authority, '-addext', 'keyUsage=critical,keyCertSign');
          writeFileSync(
            join(folder, 'leaf.cnf'),
            'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n',
          );
          const sendToAuthority = async (request) => {
            writeFileSync(join(folder, 'request.der'), request);
            const words = ['-in', 'request.der', '-inform', 'DER', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
            openssl('x509', '-req', ...words, '-days', '30', '-extfile', 'leaf.cnf', '-outform', 'DER', '-out', 'leaf.der');
            return new Uint8Array(read('leaf.der'));
          };
          const issuers = [new Uint8Array(new X509Certificate(read('ca.pem')).raw)];
          const askPin = async () => SOFT_HSM_PIN;
          const token = openPkcs11Token({ library: hsm.library, pin: askPin });
          await makeKeyOnToken(token, 'Seal key', { country: 'CN', commonName: 'Seal on a token' }, sendToAuthority);
          const context = { tenant: 't', actor: 'a', envelopeId: 'e', idempotencyKey: 'i' };
          const opened = await keyStoreOnToken(token, issuers).open({ context, credentialId: 'Seal key' });
          expect(opened.value.certificates.length).to.equal(2);
          await token.close();
          const request = { library: hsm.library, tokenLabel: 'Office', keyLabel: 'Seal key', askPin, issuers };
          await signFileOnToken(join(folder, 'contract.pdf'), join(folder, 'on-token.pdf'), request);
          expect(verify(read('on-token.pdf'), 'on-token-copy.pdf', 'ca.pem')).to.include('TOTAL-PASSED');
          const env = { ...process.env, PKCS11_LIBRARY: hsm.library };
          execFileSync('sh', [join(SNIPPETS, 'command-line-pkcs11.sh')], { cwd: folder, env });
          const words = ['--trust', 'ca.pem', '--revocation', 'ignore'];
          const said = execFileSync(process.execPath, [SEALKIT, 'verify', 'contract-on-token.pdf', ...words], {
            cwd: folder,
            encoding: 'utf8',
          });
          expect(said).to.include('TOTAL-PASSED');
        } finally {
          hsm.remove();
        }
      },
    );

    const context = { tenant: 't', actor: 'ada', envelopeId: 'e', idempotencyKey: 'i' };
    /** A signer over the three steps of a key store, for a person who is at hand. */
    const signerOver = async (keyStore, credentialId, consent) => {
      const { value: credential } = await keyStore.open({ context, credentialId });
      const sign = async (input) => {
        const request = { context, credential, digests: [input.digest] };
        let step = await keyStore.authorize(request);
        if (step.status === 'pending') {
          await consent(step.actionUrl);
          step = await keyStore.authorize({ ...request, resume: step.resume });
        }
        const [value] = await keyStore.sign({ context, credential, authorization: step.value, inputs: [input] });
        return value;
      };
      return { algorithm: credential.algorithm, certificates: credential.certificates, sign };
    };

    it('at a remote signing service, asked by us and in its own pages', async () => {
      const { credentials, root } = await makeCredentials(createSoftwareKey);
      const service = await startCscService(credentials);
      writeFileSync(join(folder, 'service-root.der'), root);
      writeFileSync(join(folder, 'in.pdf'), await document());
      const asked = [];
      const keyStore = keyStoreAtSigningService({
        url: `${service.origin}/csc/v2`,
        accessToken: async () => CSC_SECRETS.accessToken,
        credentialOf: async (id) => id.replace('our-', ''),
        askPerson: async ({ context: { actor }, factors }) => {
          asked.push([actor, factors.map(({ id }) => id)]);
          return { status: 'done', value: { PIN: CSC_SECRETS.pin } };
        },
        oauth2: {
          url: service.origin,
          clientId: 'sealkit',
          clientSecret: async () => CSC_SECRETS.clientSecret,
          redirectUri: 'https://host.example/csc-consent',
        },
      });
      const route = consentRoute(keyStore, 'https://host.example/uses');
      const comeBack = async (url) => {
        const query = new URLSearchParams(await answerInBrowser(url));
        expect(route(new Request(`https://host.example/csc-consent?${query}`)).status).to.equal(303);
        expect(route(new Request('https://host.example/csc-consent?state=x&code=y')).status).to.equal(404);
      };
      for (const [id, name] of [
        ['our-seal', 'at-service.pdf'],
        ['our-browser', 'in-pages.pdf'],
      ]) {
        await signFile(join(folder, 'in.pdf'), join(folder, name), await signerOver(keyStore, id, comeBack));
        expect(verify(read(name), `copy-${name}`, 'service-root.der')).to.include('TOTAL-PASSED');
      }
      expect(asked).to.deep.equal([['ada', ['PIN']]]);
      await service.stop();
    });

    it('in key management services, which are fakes here', async () => {
      const privateKey = new Uint8Array(key().export({ format: 'der', type: 'pkcs8' }));
      const keys = new Map([['seal', { privateKey, curve: 'P-256' }]]);
      const keyVersion = 'projects/p/locations/l/keyRings/r/cryptoKeys/seal/cryptoKeyVersions/1';
      const usual = { certificates: certificates(), keyName: 'seal' };
      writeFileSync(join(folder, 'in.pdf'), await document());
      const signerAt = [
        [
          fakeAws,
          (endpoint) => signerInAws({ ...usual, endpoint, region: 'eu-central-1', keyId: 'seal', credentials: async () => KMS_SECRETS }),
        ],
        [fakeGoogle, (endpoint) => signerInGoogle({ ...usual, endpoint, keyVersion, accessToken: async () => KMS_SECRETS.google })],
        [
          fakeAzure(certificates()[0]),
          (vaultUrl) => signerInAzure({ ...usual, vaultUrl, keyVersion: 'v1', accessToken: async () => KMS_SECRETS.azure }),
        ],
        [fakeVault, (url) => signerInVault({ ...usual, url, keyVersion: 3, token: async () => KMS_SECRETS.vault })],
      ];
      for (const [index, [fake, make]] of signerAt.entries()) {
        const service = await startFake(fake, keys, () => new Date());
        const signer = make(service.url);
        await signFile(join(folder, 'in.pdf'), join(folder, `kms-${index}.pdf`), signer);
        expect(verify(read(`kms-${index}.pdf`), `copy-kms-${index}.pdf`)).to.include('TOTAL-PASSED');
        const stored = await signerOver(keyStoreOverServices(new Map([['seal', signer]])), 'seal');
        await signFile(join(folder, 'in.pdf'), join(folder, `kms-store-${index}.pdf`), stored);
        expect(verify(read(`kms-store-${index}.pdf`), `copy-kms-store-${index}.pdf`)).to.include('TOTAL-PASSED');
        await service.stop();
      }
    });

    it('in a key store of their own, with the contract at hand', async () => {
      const signer = {
        algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
        certificates: certificates(),
        sign: async ({ dtbs }) => new Uint8Array(sign('sha256', dtbs, key())),
      };
      writeFileSync(join(folder, 'in.pdf'), await document());
      const keyStore = keyStoreOverSigner(async () => signer);
      await signFile(join(folder, 'in.pdf'), join(folder, 'ours.pdf'), await signerOver(keyStore, 'seal'));
      expect(verify(read('ours.pdf'), 'copy-ours.pdf')).to.include('TOTAL-PASSED');
      const cases = [];
      testKeyStore(
        (title, run) => cases.push({ title, run }),
        async () => ({ keyStore }),
      );
      expect(cases.length).to.be.greaterThan(25);
      await cases.find(({ title }) => title === 'has a name').run();
    });

    it('in two processes', async () => {
      const pdf = await document();
      const state = join(folder, 'prepared.json');
      writeFileSync(join(folder, 'digest.bin'), await prepareForLater(pdf, certificates(), state));
      const value = execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', 'key.pem', '-in', 'digest.bin'], { cwd: folder });
      expect(verify(await finishLater(pdf, state, new Uint8Array(value)), 'later.pdf')).to.include('TOTAL-PASSED');
      let code = '';
      await finishLater(await document(2), state, new Uint8Array(value)).catch((error) => (code = error.code));
      expect(code).to.equal('PADES_ORIGINAL_CHANGED');
    });
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
