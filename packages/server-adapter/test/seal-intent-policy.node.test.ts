import type { IntentPolicy, PermitView, SealHistory, SealIntentPolicyView } from '@sealkit/core/protocol';
import { createTotpProvider } from '../src/index.ts';
import { passedOrganisation } from './support/identity-world.ts';
import {
  createWorld,
  expectStatus,
  obtainPermit,
  openEnvelope,
  permitRequest,
  problemOf,
  sampleDocument,
  TENANT,
  type World,
} from './support/world.ts';

const PATH = '/seals/QL-1/intent-policy';
const STRICT: IntentPolicy = {
  minimumAssurance: 2,
  methods: ['totp'],
  maximumAge: 300,
  commitment: true,
  batch: false,
  verifiedPerson: true,
};
const OPEN: IntentPolicy = { minimumAssurance: 0, methods: null, maximumAge: null, commitment: false, batch: false };

const createPolicyWorld = (): Promise<World> =>
  createWorld({
    intent: {
      providers: [createTotpProvider({ encryptionKey: new Uint8Array(32).fill(7), issuer: 'Test' })],
      policy: { maximumAge: 120 },
    },
    // Who is called bo changes no policy.
    authorize: ({ personId }, action) => action !== 'seal.policy' || personId !== 'bo',
  });

describe('the intent policy of a seal', () => {
  it('is read and set, with an event in the chain of the seal, and holds for later permits', async () => {
    const world = await createPolicyWorld();
    const ada = world.as('ada');
    expect(expectStatus(await ada.get<SealIntentPolicyView>(PATH), 200)).to.deep.equal({
      policy: null,
      setAt: null,
      demanded: { ...OPEN, maximumAge: 120 },
      offered: [
        { method: 'confirm', assurance: 0 },
        { method: 'totp', assurance: 2 },
      ],
      mayChange: true,
    });
    const document = await sampleDocument();
    const set = expectStatus(await ada.post<SealIntentPolicyView>(PATH, { policy: STRICT, reason: 'Board decision 7' }), 200);
    expect(set.policy).to.deep.equal(STRICT);
    expect(set.demanded).to.deep.equal({ ...STRICT, maximumAge: 120 });
    expect(expectStatus(await ada.get<SealIntentPolicyView>(PATH), 200)).to.deep.equal(set);
    const { entries } = expectStatus(await ada.get<SealHistory>('/seals/QL-1/history'), 200);
    expect(entries.at(-1)?.type).to.equal('intent-policy-set');
    const events = await world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'QL-1' }, limit: 100 }));
    expect(events.at(-1)?.body).to.deep.include({ policy: { ...STRICT }, before: null });

    const envelope = await openEnvelope(ada, document);
    const refused = await ada.post('/permits', permitRequest(envelope, document));
    expect(problemOf(refused).code).to.equal('IDENTITY_NOT_VERIFIED');
    await world.store.transaction((tx) => tx.identities.put({ ...passedOrganisation('ada', 'x'), subject: { kind: 'person', id: 'ada' } }));
    expectStatus(await ada.post<PermitView>('/permits', permitRequest(envelope, document)), 201);
  });

  it('is set by nobody whom the host does not let, and never to what nobody could meet', async () => {
    const world = await createPolicyWorld();
    const bo = world.as('bo');
    expect(problemOf(await bo.post(PATH, { policy: STRICT, reason: 'x' })).code).to.equal('NOT_AUTHORIZED');
    expect(expectStatus(await bo.get<SealIntentPolicyView>(PATH), 200).mayChange).to.equal(false);
    const ada = world.as('ada');
    const unmeetable = { ...OPEN, minimumAssurance: 3 };
    expect(problemOf(await ada.post(PATH, { policy: unmeetable, reason: 'x' })).code).to.equal('INTENT_POLICY_UNMEETABLE');
    expect(problemOf(await ada.post(PATH, { policy: { ...OPEN, methods: [] }, reason: 'x' })).code).to.equal('BODY_MALFORMED');
    expect(problemOf(await ada.post(PATH, { policy: OPEN })).code).to.equal('BODY_MALFORMED');
    expect(problemOf(await ada.post('/seals/none/intent-policy', { policy: OPEN, reason: 'x' })).code).to.equal('SEAL_NOT_FOUND');
    expectStatus(await ada.post(PATH, { policy: { ...OPEN, methods: ['confirm'] }, reason: 'x' }), 200);
    await obtainPermit(ada, await sampleDocument());
  });
});
