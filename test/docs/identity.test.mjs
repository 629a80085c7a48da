import { createAdapter, createMemoryStore, createTestAuthority } from '@sealkit/server-adapter';
import { testPki } from '@sealkit/testkit';
import { oneTimeCredential, strictIdentity } from '../../examples/snippets/strict-identity.mjs';
import { memoryKeyStore } from '../../packages/server-adapter/test/support/memory-key-store.ts';

const clock = { now: () => new Date('2026-06-01T12:00:00Z') };

describe('docs/identity.md', () => {
  it('configures an adapter that makes sure of who signs', async () => {
    const { root, register } = await testPki();
    const parts = strictIdentity({
      anchors: [root.certificate],
      numberKey: new Uint8Array(32).fill(7),
      est: { url: 'https://ca.example', credentials: async () => ({ user: 'ra', password: 'secret' }) },
      makeKey: async () => {
        throw new Error('no key is made here');
      },
    });
    const keyStore = memoryKeyStore({});
    const base = { authenticate: () => null, authorize: () => true, store: createMemoryStore(), keyStore, registerSigner: register.signer };
    const adapter = createAdapter({ ...base, ...parts });
    expect(JSON.stringify(adapter.openapi())).to.include('/identity-verifications/{id}/decisions');
    await adapter.close();
    expect(() => createAdapter({ ...base, identity: parts.identity })).to.throw(TypeError, 'revocationSource');
  });

  it('makes a key for one act', async () => {
    const store = createMemoryStore();
    const { issuer } = await createTestAuthority({ clock });
    const { credential } = await oneTimeCredential(
      { store, clock, issuer },
      {
        context: { tenant: 't', actor: 'ada', envelopeId: 'e', idempotencyKey: 'u' },
        subject: { commonName: '张爱达', serialNumber: 'SK-00' },
        identityProof: { verificationId: 'v', provider: 'p', method: 'face', verifiedAt: clock.now(), digest: `sha256:${'00'.repeat(32)}` },
        contentDigest: `sha256:${'ab'.repeat(32)}`,
      },
    );
    expect(credential.certificates).to.have.length(2);
    const events = await store.transaction((tx) => tx.audit.listEvents({ tenant: 't', of: { chain: 'e' }, limit: 9 }));
    expect(events.map(({ type }) => type)).to.deep.equal(['one-time-key-made', 'one-time-certificate-issued']);
  });
});
