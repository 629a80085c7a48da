import type { UseList, UseView } from '@sealkit/core/protocol';
import { eventsOf } from './support/log-world.ts';
import { createOffice, give, type Office, sealDraft } from './support/office.ts';
import { expectStatus, openEnvelope, problemOf, sampleDocument, START, TENANT } from './support/world.ts';

/** Whoever may do nothing but read. */
async function officeOfRefusals(): Promise<Office> {
  return createOffice({
    authorize: (_principal, action) => ['seal.read', 'use-log.read', 'permit.request', 'envelope.create', 'envelope.read'].includes(action),
  });
}

async function refusedRows(office: Office): Promise<readonly UseView[]> {
  return expectStatus(await office.auditor.get<UseList>('/uses?result=refused'), 200).uses;
}

const TERMS = {
  documentClasses: null,
  amountCeiling: null,
  maxUses: null,
  validFrom: START.toISOString(),
  validTo: null,
  schedule: null,
  networks: null,
  approval: null,
  mayDelegate: false,
};
const REASON = { reason: 'because' };

describe('a refused act', () => {
  const acts: readonly (readonly [string, string, object, string | null])[] = [
    ['a grant', '/seals/QL-1/grants', { ...REASON, holder: { type: 'person', id: 'bo' }, terms: TERMS }, 'QL-1'],
    ['a draft', '/seals', sealDraft({ number: 'FIN-7' }), null],
    ['a step', '/seals/QL-1/transitions', { ...REASON, to: 'suspended' }, 'QL-1'],
    ['a production', '/seals/QL-1/productions', REASON, 'QL-1'],
    ['a decision on a version', '/seals/QL-1/versions/1/decisions', { ...REASON, decision: 'activate' }, 'QL-1'],
    ['a recorded act', '/seals/QL-1/acts', { act: 'filing', reference: 'F', note: '', at: START.toISOString() }, 'QL-1'],
    ['a stop of a seal', '/stops', { ...REASON, scope: 'seal', id: 'QL-1' }, 'QL-1'],
    ['a stop of a person', '/stops', { ...REASON, scope: 'person', id: 'bo' }, null],
    ['a release', '/persons/bo/release', REASON, null],
    ['a decision on an approval', '/approvals/nobody/decisions', {}, null],
  ];
  for (const [title, path, body, sealNumber] of acts)
    it(`is a row of the use log that the answer names: ${title}`, async () => {
      const office = await officeOfRefusals();
      const { code, eventId } = problemOf(await office.requester.post(path, body));
      const event = (await eventsOf(office.store)).find(({ id }) => id === eventId);
      expect([event?.type, event?.actor, event?.sealNumber, event?.body['refusal']]).to.deep.equal([
        'use-refused',
        'ada',
        sealNumber,
        code,
      ]);
      const [row] = await refusedRows(office);
      expect([row?.id, row?.refusal, row?.seal?.number ?? null, row?.person.id]).to.deep.equal([eventId, code, sealNumber, 'ada']);
      const { chain } = expectStatus(await office.auditor.get<UseList>('/uses'), 200);
      expect(chain.intact).to.equal(true);
    });

  it('names its envelope, and the seal of its grant', async () => {
    const office = await createOffice();
    const envelope = await openEnvelope(office.requester, await sampleDocument());
    const declined = problemOf(await office.approver.post(`/envelopes/${envelope.id}/decline`, { version: 1, reason: 'no' }));
    const { grant } = await give(office, 'QL-1');
    const change = { change: 'delegate', personId: 'bo', terms: TERMS, reason: 'away' };
    const delegated = problemOf(await office.approver.post(`/grants/${grant.id}/changes`, change));
    const [second, first] = await refusedRows(office);
    expect([first?.id, first?.envelope?.id]).to.deep.equal([declined.eventId, envelope.id]);
    expect([second?.id, second?.refusal, second?.seal?.number]).to.deep.equal([delegated.eventId, 'NOT_AUTHORIZED', 'QL-1']);
  });

  it('shows beside the event that the step itself left', async () => {
    const office = await createOffice();
    const { eventId } = problemOf(await office.administrator.post('/seals/QL-1/transitions', { to: 'draft', reason: 'x' }));
    expect((await eventsOf(office.store)).find(({ id }) => id === eventId)?.type).to.equal('seal-transition-refused');
    expect((await refusedRows(office)).map(({ refusal }) => refusal)).to.deep.equal(['SEAL_TRANSITION_NOT_ALLOWED']);
  });

  it('tells nothing of another tenant, and nothing of what is not there', async () => {
    const office = await createOffice();
    const { eventId } = problemOf(await office.as('dan', 'tenant-two').post('/seals/QL-1/grants', {}));
    const mine = await eventsOf(office.store);
    expect(mine.find(({ id }) => id === eventId)).to.equal(undefined);
    const theirs = await eventsOf(office.store, 'tenant-two');
    expect(theirs.find(({ id }) => id === eventId)).to.include({ sealNumber: null, tenant: 'tenant-two' });
  });
});

describe('a flood of refused acts', () => {
  it('is one event in a minute for the same person, act, thing and reason, and the next one counts it', async () => {
    const office = await officeOfRefusals();
    const refuse = async (): Promise<string | undefined> =>
      problemOf(await office.requester.post('/seals/QL-1/productions', REASON)).eventId;
    const first = await refuse();
    for (let times = 0; times < 20; times += 1) expect(await refuse()).to.equal(first);
    problemOf(await office.approver.post('/seals/QL-1/productions', REASON));
    problemOf(await office.requester.post('/seals/QL-2/productions', REASON));
    office.pass(60_000);
    const next = await refuse();
    const refused = (await eventsOf(office.store)).filter(({ type }) => type === 'use-refused');
    expect(refused.map(({ actor, body }) => [actor, body['folded']])).to.have.deep.members([
      ['ada', 0],
      ['mia', 0],
      ['ada', 0],
      ['ada', 20],
    ]);
    expect(refused.find(({ id }) => id === next)?.body['folded']).to.equal(20);
    expect(await office.store.transaction((tx) => tx.audit.countRows({ tenant: TENANT }))).to.equal(4);
  });
});
