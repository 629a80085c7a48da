import { makeCrl, testPki, TEST_TIME } from '@sealkit/testkit';
import { NO_MATERIAL } from '../../cades/index.ts';
import { createMaterialPool } from './material-pool.ts';

describe('material at hand while facts are gathered', () => {
  it('takes what the caller and services give, however much a document brings', async () => {
    const pool = createMaterialPool();
    const flood = Array.from({ length: 5000 }, (_, index) => Uint8Array.of(0x30, 0x02, index & 0xff, index >> 8));
    await pool.add({ ...NO_MATERIAL, crls: flood, certificates: flood }, 'document');
    expect(pool.certificates.length).to.equal(4096);
    const { intermediate, signers } = await testPki();
    const answers = [1, 2, 3].map((number) => makeCrl({ issuer: intermediate, thisUpdate: TEST_TIME, number }));
    const [own, online, late] = await Promise.all(answers);
    await pool.add({ ...NO_MATERIAL, crls: [own!] }, 'caller');
    await pool.add({ ...NO_MATERIAL, crls: [online!], certificates: [signers.p256.certificate] }, 'online');
    await pool.add({ ...NO_MATERIAL, crls: [late!] }, 'document');
    expect(pool.crls.map(({ source }) => source)).to.deep.equal(['caller', 'online']);
    expect(pool.parsedCertificates.length).to.equal(1);
  });
});
