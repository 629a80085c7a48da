import type { ApprovalList, EnvelopeList, EnvelopePlaceView, EnvelopeResult, EnvelopeView, PermitView } from '@sealkit/core/protocol';
import { verifyReceipt } from '@sealkit/core/validation';
import { registerPerson } from '../src/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import {
  act,
  askPermit,
  BUYER,
  confirmAct,
  nextVersion,
  openContract,
  PERSONAL,
  prepareAct,
  readContract,
  SELLER,
  twoCompanies,
} from './support/contract.ts';
import { createOffice, give } from './support/office.ts';
import { validateUse } from './support/validated-use.ts';
import { createWorld, expectStatus, problemOf, sampleDocument, TENANT, useLog, type World, openEnvelope } from './support/world.ts';

async function eventTypes(world: World, { id }: EnvelopeView): Promise<readonly string[]> {
  const events = await world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { chain: id }, limit: 200 }));
  return events.map(({ type }) => type);
}

const stateOf = ({ parties }: EnvelopeView): readonly string[] => parties.map(({ state }) => state);

for (const [store, create] of [
  ['memory', () => createWorld()],
  ['SQLite', async () => createWorld({ store: await createSqliteStore({ file: ':memory:' }) })],
] as const) {
  describe(`a contract of two companies (${store})`, () => {
    it('is sealed by one and then by the other, each version on the one before, and both signatures hold', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document);
      expect([envelope.state, envelope.yourTurn, ...stateOf(envelope)]).to.deep.equal(['in-progress', true, 'due', 'waiting']);
      expect((await readContract(cy, envelope)).yourTurn).to.be.false;

      const once = await act(ada, envelope, document, SELLER);
      const between = await readContract(cy, envelope);
      expect([between.state, between.yourTurn, ...stateOf(between)]).to.deep.equal(['in-progress', true, 'completed', 'due']);
      const twice = await act(cy, envelope, once, BUYER);
      const after = await readContract(ada, envelope);
      expect([after.state, after.yourTurn, ...stateOf(after)]).to.deep.equal(['completed', false, 'completed', 'completed']);
      expect(after.versions.map(({ version, digest, length, partyId }) => [version, digest, length, partyId])).to.deep.equal([
        [1, document.digest, document.bytes.length, null],
        [2, once.digest, once.bytes.length, 'seller'],
        [3, twice.digest, twice.bytes.length, 'buyer'],
      ]);

      const report = await validateUse(world, { bytes: twice.bytes }, { revision: '' });
      expect(report.document.integrity).to.equal('intact');
      expect(report.signatures.map(({ indication, seal }) => [indication, seal?.statement?.number])).to.deep.equal([
        ['TOTAL-PASSED', 'QL-1'],
        ['TOTAL-PASSED', 'QL-2'],
      ]);
      const use = ['permit-issued', 'use-prepared', 'use', 'use-completed', 'envelope-version-added', 'envelope-party-completed'];
      expect(await eventTypes(world, envelope)).to.deep.equal(['envelope-opened', ...use, ...use, 'envelope-completed']);
      expect((await useLog(ada, '/uses')).chain.intact).to.be.true;
      expect(problemOf(await askPermit(cy, envelope, twice, BUYER)).code).to.equal('ENVELOPE_ENDED');
    });

    it('is sealed by both in any order where they are parallel', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
      expect(stateOf(envelope)).to.deep.equal(['due', 'due']);
      const once = await act(cy, envelope, document, BUYER);
      expect(stateOf(await readContract(ada, envelope))).to.deep.equal(['due', 'completed']);
      await act(ada, envelope, once, SELLER);
      expect((await readContract(ada, envelope)).state).to.equal('completed');
    });

    it('refuses whoever has no turn, does something else, or has another document, and says so in the log', async () => {
      const world = await create();
      const [ada, bo, cy] = [world.as('ada'), world.as('bo'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document);
      const early = problemOf(await askPermit(cy, envelope, document, BUYER));
      expect([early.status, early.code]).to.deep.equal([409, 'PARTY_NOT_DUE']);
      expect((await useLog(cy, '/uses')).uses.find(({ id }) => id === early.eventId)?.refusal).to.equal('PARTY_NOT_DUE');
      expect(problemOf(await askPermit(ada, envelope, document, PERSONAL)).code).to.equal('PARTY_ACT_NOT_EXPECTED');
      expect(problemOf(await askPermit(cy, envelope, document, SELLER)).code).to.equal('PARTY_NOT_DUE');
      expect(problemOf(await askPermit(bo, envelope, document, BUYER)).code).to.equal('PARTY_ACT_NOT_EXPECTED');
      const other = await sampleDocument('Another');
      expect(problemOf(await askPermit(ada, envelope, other, SELLER)).code).to.equal('DOCUMENT_NOT_CURRENT');
      const once = await act(ada, envelope, document, SELLER);
      expect(problemOf(await askPermit(ada, envelope, once, SELLER)).code).to.equal('PARTY_COMPLETED');
      expect(problemOf(await askPermit(cy, envelope, document, BUYER)).code).to.equal('DOCUMENT_NOT_CURRENT');
      const outsider = { tenant: TENANT, id: 'dee', name: 'Dee', organisationId: 'company-3', roles: [], credential: null };
      await world.store.transaction((tx) =>
        tx.register.putOrganisation({ tenant: TENANT, id: 'company-3', name: 'Third', verifiedName: 'Third' }),
      );
      await registerPerson(world.registration, outsider);
      expect(problemOf(await askPermit(world.as('dee'), envelope, once, PERSONAL)).code).to.equal('NOT_A_PARTY');
    });

    it('takes seal and personal signature of one party as two acts, in named hands alone', async () => {
      const world = await create();
      const ada = world.as('ada');
      const document = await sampleDocument();
      const acts = [{ type: 'signature' }, { type: 'seal', sealNumber: 'QL-1' }] as const;
      const [seller] = twoCompanies();
      if (seller === undefined) throw new RangeError('expected a party');
      const envelope = await openContract(ada, document, { parties: [{ ...seller, personIds: ['ada'], acts }] });
      expect(problemOf(await askPermit(world.as('bo'), envelope, document, SELLER)).code).to.equal('NOT_A_PARTY');
      const once = await act(ada, envelope, document, SELLER);
      const between = await readContract(ada, envelope);
      expect([between.state, ...(between.parties[0]?.acts.map(({ done }) => done) ?? [])]).to.deep.equal(['in-progress', false, true]);
      expect(problemOf(await askPermit(ada, envelope, once, SELLER)).code).to.equal('PARTY_ACT_NOT_EXPECTED');
      await act(ada, envelope, once, PERSONAL);
      expect((await readContract(ada, envelope)).state).to.equal('completed');
    });

    it('lets one of two prepared signatures on a version through; the other starts again on the new one', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
      const first = await prepareAct(ada, envelope, document, SELLER);
      const second = await prepareAct(cy, envelope, document, BUYER);
      const answers = await Promise.all([confirmAct(ada, first), confirmAct(cy, second)]);
      const [winner] = answers.filter(({ status }) => status === 200);
      const [loser] = answers.filter(({ status }) => status !== 200);
      if (winner === undefined || loser === undefined)
        throw new RangeError(`expected one of each: ${answers.map(({ text }) => text).join()}`);
      expect(['DOCUMENT_CLAIMED', 'DOCUMENT_NOT_CURRENT']).to.include(problemOf(loser).code);
      expect(world.keyStore.signatures).to.equal(1);
      const once = await nextVersion(document, winner.body);
      const [client, changes] = winner === answers[0] ? ([cy, BUYER] as const) : ([ada, SELLER] as const);
      await act(client, envelope, once, changes);
      expect((await readContract(ada, envelope)).state).to.equal('completed');
    });

    it('refuses at its confirmation a signature that was prepared on a version that has gone on', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
      const late = await prepareAct(cy, envelope, document, BUYER);
      await act(ada, envelope, document, SELLER);
      const refused = problemOf(await confirmAct(cy, late));
      expect([refused.status, refused.code, refused.eventId]).to.deep.equal([409, 'DOCUMENT_NOT_CURRENT', late.useId]);
      expect(world.keyStore.signatures).to.equal(1);
    });
  });

  describe(`the end of an envelope (${store})`, () => {
    const inFlight = async (end: (world: World, envelope: EnvelopeView) => Promise<unknown>) => {
      const world = await create();
      const ada = world.as('ada');
      const document = await sampleDocument();
      const envelope = await openContract(ada, document, {
        parties: twoCompanies('parallel'),
        expires: new Date(world.now().getTime() + 300_000).toISOString(),
      });
      const challenge = await prepareAct(ada, envelope, document, SELLER);
      world.keyStore.hooks.beforeSign = async () => {
        delete world.keyStore.hooks.beforeSign;
        await end(world, envelope);
      };
      return { world, ada, envelope, challenge, answer: await confirmAct(ada, challenge) };
    };

    it('by a decline of the party that is due, with a reason, holds for everybody', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const document = await sampleDocument();
      const envelope = await openContract(ada, document);
      const decline = `/envelopes/${envelope.id}/decline`;
      expect(problemOf(await cy.post(decline, { reason: 'no', version: 1 })).code).to.equal('PARTY_NOT_DUE');
      const once = await act(ada, envelope, document, SELLER);
      expect(problemOf(await ada.post(decline, { reason: 'no', version: 2 })).code).to.equal('PARTY_COMPLETED');
      expect(problemOf(await cy.post(decline, { reason: ' ', version: 2 })).code).to.equal('BODY_MALFORMED');
      expect(problemOf(await cy.post(decline, { reason: 'no', version: 1 })).code).to.equal('ENVELOPE_CHANGED');
      const { envelope: declined, receipt } = expectStatus(await cy.post<EnvelopeResult>(decline, { reason: 'price', version: 2 }), 200);
      expect([declined.state, ...stateOf(declined)]).to.deep.equal(['declined', 'completed', 'declined']);
      expect([declined.ended?.by, declined.ended?.reason, declined.ended?.partyId]).to.deep.equal(['cy', 'price', 'buyer']);
      const { payload, verdict } = await verifyReceipt(receipt, { registers: [world.pki.root.certificate] });
      expect([verdict.indication, payload?.act, payload?.originalDigest]).to.deep.equal(['PASSED', 'envelope-declined', once.digest]);
      expect(problemOf(await askPermit(cy, envelope, once, BUYER)).code).to.equal('ENVELOPE_ENDED');
      expect(problemOf(await cy.post(decline, { reason: 'price', version: 2 })).code).to.equal('ENVELOPE_ENDED');
      expect((await eventTypes(world, envelope)).filter((type) => type === 'envelope-declined').length).to.equal(1);
    });

    it('by whoever opened it is answered once under its key, and is no step of a party', async () => {
      const world = await create();
      const [ada, cy] = [world.as('ada'), world.as('cy')];
      const envelope = await openContract(ada, await sampleDocument());
      const path = `/envelopes/${envelope.id}/void`;
      expect(problemOf(await cy.post(path, { reason: 'mine', version: 1 })).code).to.equal('NOT_AUTHORIZED');
      const first = await ada.post<EnvelopeResult>(path, { reason: 'wrong annex', version: 1 }, { key: 'k' });
      const again = await ada.post<EnvelopeResult>(path, { reason: 'wrong annex', version: 1 }, { key: 'k' });
      expect(first.body.envelope.state).to.equal('voided');
      expect(again.text).to.equal(first.text);
      expect(problemOf(await ada.post(path, { reason: 'again', version: 1 })).code).to.equal('ENVELOPE_ENDED');
    });

    it('voids a signature on its way, before it leaves', async () => {
      const { world, ada, envelope, challenge, answer } = await inFlight(async (of, { id }) =>
        expectStatus(await of.as('ada').post(`/envelopes/${id}/void`, { reason: 'stop', version: 1 }), 200),
      );
      expect([problemOf(answer).code, problemOf(answer).values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'ENVELOPE_ENDED']);
      expect(problemOf(await ada.get(`/uses/${challenge.useId}`)).code).to.equal('USE_DISCARDED');
      const after = await readContract(ada, envelope);
      expect([after.state, after.versions.length]).to.deep.equal(['voided', 1]);
      expect(world.keyStore.signatures).to.equal(1);
      expect((await useLog(ada, '/uses')).chain.intact).to.be.true;
    });

    it('by its time stops a signature on its way, and whoever looks next finds it expired', async () => {
      const { world, ada, envelope, answer } = await inFlight(async (of) => of.pass(300_000));
      expect([problemOf(answer).code, problemOf(answer).values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'ENVELOPE_ENDED']);
      const after = await readContract(ada, envelope);
      expect([after.state, after.versions.length]).to.deep.equal(['expired', 1]);
      expect((await eventTypes(world, envelope)).filter((type) => type === 'envelope-expired').length).to.equal(1);
    });

    it('by its time is swept where envelopes are listed, and refuses permits', async () => {
      const world = await create();
      const ada = world.as('ada');
      const document = await sampleDocument();
      const envelope = await openContract(ada, document, { expires: new Date(world.now().getTime() + 1000).toISOString() });
      world.pass(1000);
      const list = expectStatus(await ada.get<EnvelopeList>('/envelopes?box=mine&state=expired'), 200);
      expect(list.envelopes.map(({ id }) => id)).to.deep.equal([envelope.id]);
      expect(problemOf(await askPermit(ada, envelope, document, SELLER)).code).to.equal('ENVELOPE_ENDED');
    });

    it('a decline of the other parallel party stops a signature on its way', async () => {
      const { answer } = await inFlight(async (of, { id }) =>
        expectStatus(await of.as('cy').post(`/envelopes/${id}/decline`, { reason: 'no', version: 1 }), 200),
      );
      expect([problemOf(answer).code, problemOf(answer).values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'ENVELOPE_ENDED']);
    });
  });
}

describe('a version that a confirmed use keeps', () => {
  it('is given up after a time; the first use is discarded, and the second one signs', async () => {
    const world = await createWorld();
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
    const first = await prepareAct(ada, envelope, document, SELLER);
    world.keyStore.hooks.beforeSign = () => Promise.reject(new Error('token removed'));
    expect(problemOf(await confirmAct(ada, first)).code).to.equal('KEY_STORE_FAILED');
    delete world.keyStore.hooks.beforeSign;
    const early = await prepareAct(cy, envelope, document, BUYER);
    expect(problemOf(await confirmAct(cy, early)).code).to.equal('DOCUMENT_CLAIMED');
    world.pass(15 * 60_000);
    await act(cy, envelope, document, BUYER);
    const lost = problemOf(await ada.get(`/uses/${first.useId}`));
    expect([lost.code, lost.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'DOCUMENT_NOT_CURRENT']);
    expect((await readContract(ada, envelope)).versions.length).to.equal(2);
  });

  it('belongs to whoever took it over, also while that signature is still on its way', async () => {
    const world = await createWorld();
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
    const first = await prepareAct(ada, envelope, document, SELLER);
    world.keyStore.hooks.beforeSign = () => Promise.reject(new Error('token removed'));
    expect(problemOf(await confirmAct(ada, first)).code).to.equal('KEY_STORE_FAILED');
    world.pass(15 * 60_000);
    const second = await prepareAct(cy, envelope, document, BUYER);
    expect(problemOf(await confirmAct(cy, second)).code).to.equal('KEY_STORE_FAILED');
    delete world.keyStore.hooks.beforeSign;
    const lost = problemOf(await ada.get(`/uses/${first.useId}`));
    expect([lost.code, lost.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'DOCUMENT_NOT_CURRENT']);
    expect(world.keyStore.signatures).to.equal(0);
    expectStatus(await cy.get(`/uses/${second.useId}`), 200);
    expect((await readContract(ada, envelope)).versions.map(({ partyId }) => partyId)).to.deep.equal([null, 'buyer']);
  });

  it('is free at once where its use is discarded', async () => {
    const world = await createWorld();
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
    const first = await prepareAct(ada, envelope, document, SELLER);
    world.keyStore.hooks.beforeSign = async () => {
      delete world.keyStore.hooks.beforeSign;
      expectStatus(await ada.post('/seals/QL-1/transitions', { to: 'suspended', reason: 'lost' }), 200);
    };
    expect(problemOf(await confirmAct(ada, first)).code).to.equal('USE_DISCARDED');
    await act(cy, envelope, document, BUYER);
    expect((await readContract(cy, envelope)).versions.length).to.equal(2);
  });
});

describe('opening, finding and reminding', () => {
  it('refuses parties that contradict themselves or that the register does not know', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const open = async (changes: object): Promise<unknown> => {
      const body = { name: 'n', document: { digest: document.digest, length: document.bytes.length, pages: 2 }, ...changes };
      const { code, values } = problemOf(await ada.post('/envelopes', body));
      return values?.['reason'] ?? code;
    };
    const [seller, buyer] = twoCompanies();
    expect(await open({ parties: [seller, seller] })).to.equal('PARTY_ID_TWICE');
    expect(await open({ parties: [{ ...seller, organisationId: 'nobody' }] })).to.equal('ORGANISATION_NOT_FOUND');
    expect(await open({ parties: [{ ...seller, personIds: ['eve'] }] })).to.equal('PERSON_NOT_FOUND');
    expect(await open({ parties: [{ ...buyer, acts: [{ type: 'seal', sealNumber: 'QL-1' }] }] })).to.equal('SEAL_NOT_FOUND');
    expect(await open({ parties: [seller], expires: '2026-06-01T12:00:00Z' })).to.equal('EXPIRY_PASSED');
    const lasting = await openContract(ada, document, { expires: null });
    expect(lasting.expires).to.equal(null);
    expect(await open({ storage: 'stored' })).to.equal('STORED_WITHOUT_PARTIES');
    expect(await open({ parties: [{ ...seller, acts: [] }] })).to.equal('BODY_MALFORMED');
  });

  it('lists page by page whose turn it is, what a person has to do with, and what the host shows', async () => {
    const world = await createWorld({
      authorize: (principal, action, resource) =>
        action !== 'envelope.read' || resource.type !== 'envelope' || resource.role !== 'administrator' || principal.personId === 'bo',
    });
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const [seller, buyer] = twoCompanies();
    if (seller === undefined || buyer === undefined) throw new RangeError('expected two parties');
    const first = await openContract(ada, document);
    const second = await openContract(cy, document, { parties: [{ ...buyer, order: 1 }] });
    const third = await openContract(ada, document, { parties: [{ ...seller, personIds: ['ada'] }] });
    const list = async (client: typeof ada, query: string) => {
      const { envelopes, nextCursor } = expectStatus(await client.get<EnvelopeList>(`/envelopes?${query}`), 200);
      return { ids: envelopes.map(({ id }) => id), nextCursor };
    };
    expect((await list(ada, 'box=my-turn')).ids).to.deep.equal([third.id, first.id]);
    expect((await list(cy, 'box=my-turn')).ids).to.deep.equal([second.id]);
    expect((await list(cy, 'box=mine')).ids).to.deep.equal([second.id, first.id]);
    expect((await list(cy, 'box=all')).ids).to.deep.equal([second.id, first.id]);
    expect((await list(world.as('bo'), 'box=all')).ids).to.deep.equal([third.id, second.id, first.id]);
    const page = await list(world.as('bo'), 'box=all&limit=2');
    expect(page.ids).to.deep.equal([third.id, second.id]);
    expect(await list(world.as('bo'), `box=all&limit=2&cursor=${page.nextCursor}`)).to.deep.equal({ ids: [first.id], nextCursor: null });
    expect(problemOf(await cy.get(`/envelopes/${third.id}`)).code).to.equal('ENVELOPE_NOT_FOUND');
    expect(problemOf(await ada.get('/envelopes?box=all&limit=101')).code).to.equal('QUERY_MALFORMED');
  });

  it('reminds through an event and a webhook message, not more often than the policy says', async () => {
    const world = await createWorld({
      webhooks: [{ tenant: TENANT, url: 'https://hooks.example/', secret: `whsec_${btoa('s'.repeat(32))}`, topics: ['envelope.reminded'] }],
    });
    const ada = world.as('ada');
    const envelope = await openContract(ada, await sampleDocument());
    const path = `/envelopes/${envelope.id}/reminders`;
    expect(problemOf(await world.as('cy').post(path, {})).code).to.equal('NOT_AUTHORIZED');
    expectStatus(await ada.post(path, {}), 200);
    const soon = problemOf(await ada.post(path, {}));
    expect([soon.status, soon.code, soon.values?.['notBefore']]).to.deep.equal([409, 'ENVELOPE_REMINDED', '2026-06-02T12:00:00.000Z']);
    world.pass(24 * 3_600_000);
    expectStatus(await ada.post(path, {}), 200);
    const messages = await world.store.transaction((tx) => tx.outbox.listUndelivered(TENANT, 'https://hooks.example/', 10));
    expect(messages.map(({ topic }) => topic)).to.deep.equal(['envelope.reminded', 'envelope.reminded']);
    expect(JSON.stringify(messages[0]?.payload)).to.include('organisation:company-1');
    const open = expectStatus(
      await ada.post<EnvelopeView>('/envelopes', { name: 'n', document: { digest: `sha256:${'a'.repeat(64)}`, length: 5, pages: 1 } }),
      201,
    );
    expect(problemOf(await ada.post(`/envelopes/${open.id}/reminders`, {})).code).to.equal('ENVELOPE_WITHOUT_PARTIES');
    await world.adapter.close();
  });

  it('grants no approval on a version that has gone on while the request waited', async () => {
    const office = await createOffice();
    const { requester, approver } = office;
    const approval = {
      currency: 'CNY',
      tiers: [{ fromValue: 0, mode: 'any', approvers: [{ type: 'person', id: 'mia' }] }],
      approverAttests: false,
    } as const;
    await give(office, 'QL-1', { approval }, { type: 'person', id: 'bo' });
    const document = await sampleDocument();
    const envelope = await openContract(requester, document, { parties: twoCompanies('parallel') });
    const bo = office.as('bo');
    const pending = expectStatus(await askPermit(bo, envelope, document, SELLER), 201);
    expect(pending.status).to.equal('pending');
    await act(office.as('cy'), envelope, document, BUYER);
    const [waiting] = expectStatus(await approver.get<ApprovalList>('/approvals?box=for-me'), 200).approvals;
    const decision = { decision: 'approved', comment: '', requestDigest: waiting?.requestDigest, attestation: null };
    expect(problemOf(await approver.post(`/approvals/${waiting?.id}/decisions`, decision)).code).to.equal('DOCUMENT_NOT_CURRENT');
    expect(expectStatus(await bo.get<PermitView>(`/permits/${pending.id}`), 200).status).to.equal('expired');
  });

  it('lets nobody start or confirm what was permitted before an envelope was voided', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const envelope = await openContract(ada, document);
    const permit = expectStatus(await askPermit(ada, envelope, document, SELLER), 201);
    const challenge = await prepareAct(ada, envelope, document, SELLER);
    expectStatus(await ada.post(`/envelopes/${envelope.id}/void`, { reason: 'r', version: 1 }), 200);
    const started = await ada.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state });
    expect(problemOf(started).code).to.equal('ENVELOPE_ENDED');
    expect(problemOf(await confirmAct(ada, challenge)).code).to.equal('ENVELOPE_ENDED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('takes no empty list of parties for none: whoever forgot them would let everybody sign', async () => {
    const document = await sampleDocument();
    const request = { name: 'x.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 }, parties: [] };
    const world = await createWorld();
    expect(problemOf(await world.as('ada').post('/envelopes', request)).code).to.equal('BODY_MALFORMED');
  });

  it('lets an envelope without parties be signed as often as before, until it is voided', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const envelope = await openEnvelope(ada, document);
    await act(ada, envelope, document, SELLER);
    await act(world.as('cy'), envelope, document, BUYER);
    const after = await readContract(ada, envelope);
    expect([after.state, after.versions.length]).to.deep.equal(['in-progress', 1]);
    expectStatus(await ada.post(`/envelopes/${envelope.id}/void`, { reason: 'done', version: 1 }), 200);
    expect(problemOf(await askPermit(ada, envelope, document, SELLER)).code).to.equal('ENVELOPE_ENDED');
  });

  it('shows and ends nothing of another tenant', async () => {
    const world = await createWorld();
    const envelope = await openContract(world.as('ada'), await sampleDocument());
    const eve = world.as('eve', 'tenant-two');
    expect((await eve.get(`/envelopes/${envelope.id}`)).status).to.equal(404);
    for (const [path, body] of [
      ['decline', { reason: 'r', version: 1 }],
      ['void', { reason: 'r', version: 1 }],
      ['reminders', {}],
    ] as const) {
      expect(problemOf(await eve.post(`/envelopes/${envelope.id}/${path}`, body)).code).to.equal('ENVELOPE_NOT_FOUND');
    }
    expect((await eve.get<EnvelopeList>('/envelopes?box=all')).body.envelopes).to.deep.equal([]);
    expect(await readContract(world.as('ada'), envelope)).to.deep.equal(envelope);
  });
});

describe("a person's place in an envelope", () => {
  const placeOf = async (client: ReturnType<World['as']>, { id }: EnvelopeView): Promise<EnvelopePlaceView> =>
    expectStatus(await client.get<EnvelopePlaceView>(`/envelopes/${id}/place`), 200);
  const answers = ({ may }: EnvelopePlaceView): readonly string[] =>
    [may.sign, may.decline, may.void, may.remind].map((answer) => (answer.allowed ? 'yes' : answer.reason));

  it('says to each whose turn it is, what they may do, and who the persons are', async () => {
    const world = await createWorld();
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const envelope = await openContract(ada, document);
    const sender = await placeOf(ada, envelope);
    expect([sender.role, sender.partyIds, ...answers(sender)]).to.deep.equal(['sender', ['seller'], 'yes', 'yes', 'yes', 'yes']);
    expect(sender.persons.find(({ id }) => id === 'ada')?.name).to.be.a('string');
    const waiting = await placeOf(cy, envelope);
    expect([waiting.role, waiting.partyIds, ...answers(waiting)]).to.deep.equal([
      'party',
      ['buyer'],
      'PARTY_NOT_DUE',
      'PARTY_NOT_DUE',
      'NOT_AUTHORIZED',
      'NOT_AUTHORIZED',
    ]);
    await act(ada, envelope, document, SELLER);
    expect(answers(await placeOf(ada, envelope))).to.deep.equal(['PARTY_COMPLETED', 'PARTY_COMPLETED', 'yes', 'yes']);
    expect(answers(await placeOf(cy, envelope)).slice(0, 2)).to.deep.equal(['yes', 'yes']);
    expectStatus(await ada.post(`/envelopes/${envelope.id}/reminders`, {}), 200);
    const reminded = await placeOf(ada, envelope);
    expect([reminded.may.remind, reminded.remindedAt !== null, reminded.remindFrom !== null]).to.deep.equal([
      { allowed: false, reason: 'ENVELOPE_REMINDED' },
      true,
      true,
    ]);
    expectStatus(await cy.post(`/envelopes/${envelope.id}/decline`, { reason: 'price', version: 2 }), 200);
    expect(answers(await placeOf(ada, envelope))).to.deep.equal(['ENVELOPE_ENDED', 'ENVELOPE_ENDED', 'ENVELOPE_ENDED', 'ENVELOPE_ENDED']);
  });
});
