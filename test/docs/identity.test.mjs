import { createAdapter, createMemoryStore, createTestAuthority, registerOrganisation, registerPerson } from '@sealkit/server-adapter';
import { testPki } from '@sealkit/testkit';
import { strictIdentity, withEventCertificates } from '../../examples/snippets/strict-identity.mjs';
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

  it('has certificates issued for each act', async () => {
    const { root, register } = await testPki();
    const { issuer, certificate } = await createTestAuthority({ clock });
    const identity = withEventCertificates({ anchors: [root.certificate, certificate], revocation: 'off' }, { issuer });
    const keyStore = memoryKeyStore({});
    const store = createMemoryStore();
    const principal = { tenant: 't', personId: 'ada', transport: 'bearer' };
    const base = { authenticate: () => principal, authorize: () => true, store, keyStore, registerSigner: register.signer, clock };
    const adapter = createAdapter({ ...base, identity });
    await registerOrganisation({ store, clock, actor: 'setup' }, { tenant: 't', id: 'company', name: '甲公司' });
    const person = { tenant: 't', id: 'ada', name: '张爱达', organisationId: 'company', roles: [], credential: null };
    await registerPerson({ store, clock, actor: 'setup' }, person);
    const post = async (path, body) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      return (
        await adapter.fetch(new Request(`https://seal.example${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
      ).json();
    };
    const document = { digest: `sha256:${'ab'.repeat(32)}`, length: 1000 };
    const { id: envelopeId } = await post('/envelopes', { name: 'Lease', document: { ...document, pages: 1 } });
    const asked = { envelopeId, sealNumber: null, sealVersion: null, document, frame: document.digest, placements: [] };
    // Without this configuration the answer would be that Ada has no certificate; with it, she has to be verified first.
    expect((await post('/permits', asked)).code).to.equal('IDENTITY_NOT_VERIFIED');
    await adapter.close();
  });
});
