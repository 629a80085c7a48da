import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { judgesPresent, type ServedPki, servePki } from '@sealkit/testkit/node';
import { encodeUtf8 } from '../bytes/index.ts';
import { digest } from '../crypto/index.ts';
import { type MessageImprint, PortError, type TimestampAuthority } from '../ports/index.ts';
import { CadesError } from './cades-error.ts';
import { httpTimestampAuthority } from './http-timestamp-authority.ts';
import { obtainTimestamp, type ObtainTimestampOptions } from './timestamp.ts';

const title = 'time-stamps of authorities that are not ours';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  let imprint: MessageImprint;

  beforeAll(async () => {
    pki = await servePki();
    imprint = { algorithm: 'SHA-256', value: await digest('SHA-256', encodeUtf8('what is stamped')) };
  }, 60_000);
  afterAll(() => pki.stop());

  const authority = (path: string, retries = 0): TimestampAuthority =>
    httpTimestampAuthority({ url: `${pki.url}${path}`, http: pki.http, retries });
  const obtain = (paths: readonly string[], more: Partial<ObtainTimestampOptions> = {}) =>
    obtainTimestamp(imprint, {
      authorities: paths.map((path) => authority(path)),
      anchors: pki.certificates('certs/tsa-root.pem'),
      now: new Date(),
      ...more,
    });
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
      return '';
    } catch (error) {
      if (error instanceof CadesError) return `${error.code} ${JSON.stringify(error.facts['fault'] ?? error.facts['failures'])}`;
      if (error instanceof PortError) return error.code;
      throw error;
    }
  };

  for (const path of ['/tsa', '/tsa/certomancer', '/tsa/p256']) {
    it(`${path} gives one that holds, and OpenSSL says so too`, async () => {
      const { token, tstInfo, certificates } = await obtain([path]);
      expect(Math.abs(tstInfo.genTime.getTime() - Date.now())).to.be.lessThan(60_000);
      expect(certificates.length).to.be.greaterThan(0);
      writeFileSync(pki.file('token.der'), token);
      writeFileSync(pki.file('content.bin'), encodeUtf8('what is stamped'));
      const said = spawnSync(
        'openssl',
        [
          'ts',
          '-verify',
          '-token_in',
          '-in',
          pki.file('token.der'),
          '-data',
          pki.file('content.bin'),
          '-CAfile',
          pki.file('certs/tsa-root.pem'),
        ],
        { encoding: 'utf8' },
      );
      expect(said.stdout).to.include('Verification: OK');
    });
  }

  const faults: readonly (readonly [string, string])[] = [
    ['/tsa/rejected', 'TIMESTAMP_REFUSED'],
    ['/tsa/wrong-nonce', 'TIMESTAMP_NONCE_DIFFERS'],
    ['/tsa/no-nonce', 'TIMESTAMP_NONCE_DIFFERS'],
    ['/tsa/wrong-imprint', 'TIMESTAMP_IMPRINT_DIFFERS'],
    ['/tsa/broken-signature', 'CADES_TIMESTAMP_UNUSABLE "SIGNATURE_INVALID"'],
    ['/tsa/garbage', 'TIMESTAMP_ANSWER_MALFORMED'],
    ['/tsa/http-500', 'TIMESTAMP_HTTP_STATUS'],
    ['/nowhere', 'TIMESTAMP_HTTP_STATUS'],
  ];
  for (const [path, code] of faults) {
    it(`${path} is ${code}`, async () => {
      expect(await codeOf(obtain([path]))).to.equal(code);
    });
  }

  it('of an authority under another anchor are not used, nor those of another time', async () => {
    expect(await codeOf(obtain(['/tsa'], { anchors: pki.certificates('certs/root.pem') }))).to.equal(
      'CADES_TIMESTAMP_UNUSABLE "CHAIN_NOT_TRUSTED"',
    );
    expect(await codeOf(obtain(['/tsa'], { anchors: [] }))).to.equal('CADES_TIMESTAMP_UNUSABLE "CHAIN_NOT_TRUSTED"');
    expect(await codeOf(obtain(['/tsa'], { now: new Date(Date.now() + 3_600_000) }))).to.equal(
      'CADES_TIMESTAMP_UNUSABLE "TIME_OUT_OF_BOUNDS"',
    );
  });

  it('come from the next authority when the first fails, and the error names all when none gives one', async () => {
    expect((await obtain(['/tsa/http-500', '/tsa/rejected', '/tsa'])).authority).to.equal(`${pki.url}/tsa`);
    expect(await codeOf(obtain(['/tsa/broken-signature', '/tsa/garbage']))).to.equal('TIMESTAMP_ANSWER_MALFORMED');
  });
});
