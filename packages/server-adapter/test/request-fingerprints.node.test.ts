import { createHash } from 'node:crypto';
import { type AdapterConfig, createMemoryStore, type Store } from '../src/index.ts';
import { createWorld, problemOf, TENANT } from './support/world.ts';

const KEY = new Uint8Array(32).fill(3);
const BODY = { name: '110105194912310021', document: { digest: `sha256:${'ab'.repeat(32)}`, length: 10, pages: 1 } };
const PLAIN = createHash('sha256').update(JSON.stringify(BODY)).digest('hex');

/** What lies in the store of a request with this body. */
async function fingerprintWith(config: Partial<AdapterConfig>): Promise<string> {
  const world = await createWorld(config);
  await world.as('ada').post('/envelopes', BODY, { key: 'k' });
  const of = { tenant: TENANT, personId: 'ada', route: 'POST /envelopes', key: 'k' };
  const found = await world.store.transaction((tx) => tx.answers.find(of));
  return found?.fingerprint ?? '';
}

const identity = { anchors: [] as Uint8Array<ArrayBuffer>[], revocation: 'off', subject: 'off', numberKey: KEY } as const;

describe('the fingerprint by which a repeated request is known again', () => {
  it('is no digest that can be found by trying numbers, where there is a key', async () => {
    const keyed = await fingerprintWith({ requestKey: KEY });
    expect(keyed).to.match(/^hmac-sha256:[0-9a-f]{64}$/);
    expect(keyed).not.to.include(PLAIN);
    expect(await fingerprintWith({ requestKey: new Uint8Array(32).fill(4) })).not.to.equal(keyed);
    expect(await fingerprintWith({})).to.equal(`sha256:${PLAIN}`);
  });

  it('is under a key that is derived from the one of personal numbers, where the host gave none', async () => {
    const { pki } = await createWorld();
    const anchors = [pki.root.certificate];
    const derived = await fingerprintWith({ identity: { ...identity, anchors } });
    expect(derived).to.match(/^hmac-sha256:/);
    expect(derived).to.equal(await fingerprintWith({ requestKey: KEY }));
  });

  it('is the same at every server of a store that has the key, and a repeat finds its answer there', async () => {
    const store: Store = createMemoryStore();
    const [one, other] = [await createWorld({ store, requestKey: KEY }), await createWorld({ store, seeded: true, requestKey: KEY })];
    const first = await one.as('ada').post('/envelopes', BODY, { key: 'same' });
    expect((await other.as('ada').post('/envelopes', BODY, { key: 'same' })).text).to.equal(first.text);
    const changed = await other.as('ada').post('/envelopes', { ...BODY, name: 'x' }, { key: 'same' });
    expect(problemOf(changed).code).to.equal('IDEMPOTENCY_KEY_REUSED');
  });

  it('takes no short key', async () => {
    const failure = await createWorld({ requestKey: new Uint8Array(16) }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });
});
