import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePem } from '@sealkit/core/x509';
import { generateTokenKey, openPkcs11Token, storeTokenCertificate } from '@sealkit/server-adapter/pkcs11';
import { buildSamplePdf, testPki } from '@sealkit/testkit';
import { createSoftHsm, SOFT_HSM_PIN, softHsmMissing } from '@sealkit/testkit/node';
import { judge, refusals } from '../support/judges.mjs';
import { JUDGES, ROOT, describeWith } from '../support/shared.mjs';

const SEALKIT = join(ROOT, 'packages', 'server-adapter', 'bin', 'sealkit.mjs');
const missing = softHsmMissing();
const TITLE = 'what keys on a token sign, before validators that are not ours';

describeWith(JUDGES, 'judges', TITLE, () => {
  describe.skipIf(missing !== undefined)(missing === undefined ? 'with SoftHSM' : `with SoftHSM (skipped: ${missing})`, () => {
    let hsm;
    const at = (name) => join(hsm.folder, name);

    beforeAll(async () => {
      hsm = createSoftHsm();
      hsm.addToken('judged');
      const pki = await testPki();
      const { root, intermediate, signers } = pki;
      writeFileSync(at('root.pem'), encodePem('CERTIFICATE', root.certificate));
      writeFileSync(at('chain.pem'), encodePem('CERTIFICATE', intermediate.certificate));
      writeFileSync(at('pin'), SOFT_HSM_PIN);
      const token = openPkcs11Token({ library: hsm.library, pin: async () => SOFT_HSM_PIN });
      for (const [index, key] of ['rsa2048', 'p256', 'p384', 'p521'].entries()) {
        hsm.importKey('judged', key, { label: key, id: Uint8Array.of(index) });
        await storeTokenCertificate(token, { label: key }, signers[key].certificate);
      }
      const { id, spki } = await generateTokenKey(token, { label: 'ed25519', kind: 'Ed25519' });
      const certificate = await pki.certify({ spki, algorithm: { name: 'Ed25519', digest: 'SHA-512' } }, 'Made on the token');
      await storeTokenCertificate(token, { id }, certificate);
      const own = await generateTokenKey(token, { label: 'rsa3072', kind: 'RSA-3072' });
      const rsa = await pki.certify({ spki: own.spki, algorithm: { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' } }, 'Also made there');
      await storeTokenCertificate(token, { id: own.id }, rsa);
      await token.close();
      writeFileSync(at('contract.pdf'), await buildSamplePdf({ pages: 2 }));
    });
    afterAll(() => hsm.remove());

    const signWith = (key, ...more) => {
      const output = at(`${key}${more.join('')}.pdf`);
      const words = ['--pkcs11', hsm.library, '--pkcs11-key', key, '--pin-file', at('pin'), '--chain', at('chain.pem')];
      const ran = spawnSync(process.execPath, [SEALKIT, 'sign', at('contract.pdf'), '-o', output, ...words, ...more], {
        encoding: 'utf8',
        env: { ...process.env, SOFTHSM2_CONF: hsm.configuration },
      });
      expect(ran.status, ran.stderr).to.equal(0);
      return output;
    };

    it('is accepted by pdfsig, pyHanko, DSS, qpdf and OpenSSL: RSA, RSASSA-PSS, and ECDSA on three curves', () => {
      const files = [
        signWith('rsa2048'),
        signWith('rsa3072', '--digest', 'sha512'),
        signWith('rsa2048', '--pss'),
        signWith('p256'),
        signWith('p384'),
        signWith('p521'),
      ];
      const rows = judge(files, { trust: [at('root.pem')] });
      expect(refusals(rows)).to.deep.equal([]);
      for (const file of files)
        expect(rows.filter((row) => row.file === file).map((row) => row.judge)).to.include.members(['pdfsig', 'pyhanko']);
    });

    it('is accepted by pyHanko and DSS: Ed25519', () => {
      const rows = judge([signWith('ed25519')], { trust: [at('root.pem')], tools: 'pyhanko,dss' });
      expect([refusals(rows), rows.length]).to.deep.equal([[], 2]);
    });
  });
});
