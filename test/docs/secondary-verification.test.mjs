import { intentConfig, checkProvider, protectSeal } from '../../examples/snippets/secondary-verification.mjs';
import {
  createWorld,
  expectStatus,
  openEnvelope,
  permitRequest,
  sampleDocument,
  TENANT,
} from '../../packages/server-adapter/test/support/world.ts';
import { parsePermit } from '@sealkit/core/seal';

const NUMBER = '+8613812345678';

function configOf(transport) {
  const secrets = { totp: new Uint8Array(32).fill(1), pepper: new Uint8Array(32).fill(2) };
  return intentConfig({ host: 'contracts.example', secrets, transport, phoneNumberOf: async () => NUMBER });
}

describe('docs/secondary-verification.md', () => {
  it('has the seal ask for a passkey, and the permit say so', async () => {
    const world = await createWorld({ intent: configOf({ send: async () => undefined }) });
    await protectSeal(world.registration, TENANT, 'QL-1');
    const document = await sampleDocument();
    const ada = world.as('ada');
    const envelope = await openEnvelope(ada, document);
    const permit = expectStatus(await ada.post('/permits', permitRequest(envelope, document)), 201);
    expect(parsePermit(permit.permit).payload.intentPolicy).to.deep.equal({
      required: true,
      methods: ['passkey'],
      minimumAssurance: 3,
      maximumAge: 600,
      commitmentType: 'proof-of-approval',
    });
  });

  it('runs the conformance suite', async () => {
    await checkProvider(() => {
      let code = '';
      const { providers } = configOf({ send: async (message) => void ({ code } = message) });
      return {
        provider: providers.find(({ method }) => method === 'otp-sms'),
        now: new Date('2026-06-01T12:00:00Z'),
        enrol: async () => [],
        answer: async () => ({ code }),
        wrong: { code: 'x' },
        bindsStatement: true,
        secrets: () => [NUMBER],
      };
    });
  });
});
