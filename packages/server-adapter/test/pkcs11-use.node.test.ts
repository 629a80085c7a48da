import { concatBytes, decodeBase64, encodeLatin1, memorySource } from '@sealkit/core/bytes';
import { VALIDATION_POLICIES, validateDocument } from '@sealkit/core/validation';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { createSoftHsm, SOFT_HSM_PIN, type SoftHsm, softHsmMissing } from '@sealkit/testkit/node';
import { createPkcs11KeyStore, openPkcs11Token, type Pkcs11SignerOptions } from '../src/keystore/pkcs11/index.ts';
import { confirmation, createWorld, obtainPermit, problemOf, sampleDocument, sign, startUse } from './support/world.ts';

const missing = softHsmMissing();
const title = 'a seal whose key lies on a token, with SoftHSM';

describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
  let hsm: SoftHsm;

  beforeAll(() => {
    hsm = createSoftHsm();
    hsm.addToken('seals');
    hsm.importKey('seals', 'p256', { label: 'seal one', id: encodeLatin1('1') });
  });
  afterAll(() => hsm.remove());

  async function worldWith(pin: string) {
    const { signers } = await testPki();
    const token = openPkcs11Token({ library: hsm.library, pin: () => Promise.resolve(pin) });
    const seal: Pkcs11SignerOptions = { key: { label: 'seal one' }, certificates: signers.p256.certificates };
    const load = (id: string) => Promise.resolve(id === 'seal-1' ? seal : undefined);
    return { token, world: await createWorld({ keyStore: createPkcs11KeyStore({ token, load, clock: { now: () => TEST_TIME } }) }) };
  }

  it('is used from permit to signed document', async () => {
    const { token, world } = await worldWith(SOFT_HSM_PIN);
    try {
      const document = await sampleDocument();
      const { revision } = await sign(world.as('ada'), document, {});
      const root = world.pki.root.certificate;
      const report = await validateDocument(memorySource(concatBytes(document.bytes, decodeBase64(revision))), {
        policy: VALIDATION_POLICIES.basic,
        trust: { signers: [root], sealMakers: [root], registers: [root] },
        validationTime: world.now(),
      });
      expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
    } finally {
      await token.close();
    }
  });

  it('is not used under a wrong PIN, and neither answer nor log says which one it was', async () => {
    const { token, world } = await worldWith('a-wrong-pin');
    try {
      const ada = world.as('ada');
      const document = await sampleDocument();
      const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
      const answer = await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
      expect(problemOf(answer).code).to.equal('KEY_STORE_FAILED');
      expect(JSON.stringify(world.log)).to.include('PKCS11_PIN_INCORRECT');
      expect(answer.text + JSON.stringify(world.log)).not.to.include('a-wrong-pin');
    } finally {
      await token.close();
    }
  });
});
