import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPki } from '@sealkit/testkit';
import { encodePem } from '../pem.ts';
import { encodeOcspRequest } from './ocsp-request.ts';

describe('OCSP requests beside OpenSSL', () => {
  for (const hash of ['SHA-1', 'SHA-256'] as const)
    it(`are the same octets: ${hash}`, async () => {
      const pki = await testPki();
      const query = { certificate: pki.signers.p256.certificate, issuer: pki.intermediate.certificate };
      const folder = mkdtempSync(join(tmpdir(), 'sealkit-ocsp-'));
      try {
        for (const name of ['certificate', 'issuer'] as const) writeFileSync(join(folder, name), encodePem('CERTIFICATE', query[name]));
        const digest = hash === 'SHA-1' ? '-sha1' : '-sha256';
        execFileSync('openssl', ['ocsp', digest, '-issuer', 'issuer', '-cert', 'certificate', '-no_nonce', '-reqout', 'request'], {
          cwd: folder,
          stdio: 'ignore',
        });
        expect(await encodeOcspRequest({ ...query, hash })).to.deep.equal(new Uint8Array(readFileSync(join(folder, 'request'))));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});
