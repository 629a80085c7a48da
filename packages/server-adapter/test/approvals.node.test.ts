import type { ApprovalDecisionRequest, ApprovalList, ApprovalResult, ApprovalView, PermitView } from '@sealkit/core/protocol';
import { type ApprovalPolicy, type ApprovalTier, parsePermit } from '@sealkit/core/seal';
import { createOffice, give, type Office } from './support/office.ts';
import {
  type Client,
  confirmation,
  expectStatus,
  openEnvelope,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  type TestDocument,
  useLog,
} from './support/world.ts';

const role = (id: string) => ({ type: 'role', id }) as const;
const ANY: ApprovalTier = { fromValue: 0, mode: 'any', approvers: [role('approver'), role('director')] };

function policy(tiers: readonly ApprovalTier[] = [ANY], approverAttests = false): ApprovalPolicy {
  return { currency: 'CNY', tiers, approverAttests };
}

interface Case {
  readonly office: Office;
  readonly bo: Client;
  readonly document: TestDocument;
}

async function officeWith(approval: ApprovalPolicy, overrides: Parameters<typeof createOffice>[0] = {}): Promise<Case> {
  const office = await createOffice(overrides);
  await give(office, 'QL-1', { approval }, { type: 'person', id: 'bo' });
  return { office, bo: office.as('bo'), document: await sampleDocument() };
}

async function request({ bo, document }: Case, envelope: object = {}): Promise<PermitView> {
  const opened = expectStatus(
    await bo.post<{ readonly id: string }>('/envelopes', {
      name: 'Order.pdf',
      document: { digest: document.digest, length: document.bytes.length, pages: 2 },
      ...envelope,
    }),
    201,
  );
  const body = { ...permitRequest(opened as Parameters<typeof permitRequest>[0], document), reason: 'third quarter' };
  return expectStatus(await bo.post<PermitView>('/permits', body), 201);
}

async function waiting(client: Client): Promise<readonly ApprovalView[]> {
  return expectStatus(await client.get<ApprovalList>('/approvals?box=for-me'), 200).approvals;
}

function decision(approval: ApprovalView, changes: Partial<ApprovalDecisionRequest> = {}): ApprovalDecisionRequest {
  return { decision: 'approved', comment: '', requestDigest: approval.requestDigest, attestation: null, ...changes };
}

function decide(client: Client, approval: ApprovalView, changes: Partial<ApprovalDecisionRequest> = {}) {
  return client.post<ApprovalResult>(`/approvals/${approval.id}/decisions`, decision(approval, changes));
}

async function only(client: Client): Promise<ApprovalView> {
  const [approval] = await waiting(client);
  if (approval === undefined) throw new Error('expected a request that waits');
  return approval;
}

describe('a use that needs an approval', () => {
  it('waits, is shown whole to the approver, and becomes a permit that names requester and approver', async () => {
    const c = await officeWith(policy());
    const pending = await request(c, { amount: { value: 128_600_000, currency: 'CNY' }, documentClass: 'sales' });
    expect([pending.status, pending.permit, pending.approval?.waitingFor.map(({ id }) => id)]).to.deep.equal([
      'pending',
      null,
      ['approver', 'director'],
    ]);
    const early = await c.bo.post('/uses', { permitId: pending.id, frame: c.document.frame, state: c.document.state });
    expect(problemOf(early).code).to.equal('PERMIT_PENDING');
    const approval = await only(c.office.approver);
    expect([approval.requester.id, approval.reason, approval.amount?.value, approval.documentClass, approval.seal.version]).to.deep.equal([
      'bo',
      'third quarter',
      128_600_000,
      'sales',
      1,
    ]);
    expect([approval.document.digest, approval.frame, approval.placements.length]).to.deep.equal([
      c.document.digest,
      c.document.frameDigest,
      2,
    ]);
    expect(approval.rules.every(({ met }) => met)).to.equal(true);
    const result = expectStatus(await decide(c.office.approver, approval, { comment: 'seen' }), 200);
    expect([result.approval.status, result.approval.decisions[0]?.person.id]).to.deep.equal(['approved', 'mia']);
    const issued = expectStatus(await c.bo.get<PermitView>(`/permits/${pending.id}`), 200);
    expect([issued.status, issued.id]).to.deep.equal(['issued', pending.id]);
    const { payload } = parsePermit(issued.permit ?? '');
    expect([payload.person, payload.approvals.map(({ person }) => person), payload.attestedBy.map(({ role: by }) => by)]).to.deep.equal([
      'bo',
      ['mia'],
      ['requester'],
    ]);
    const challenge = await startUse(c.bo, c.document, issued.id);
    expectStatus(await c.bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
    const { uses, chain } = await useLog(c.office.auditor);
    expect([uses[0]?.approvers.map(({ id }) => id), uses[0]?.documentClass, uses[0]?.attestation, chain.intact]).to.deep.equal([
      ['mia'],
      'sales',
      'requester only',
      true,
    ]);
    expect(expectStatus(await c.bo.get<PermitView>(`/permits/${pending.id}`), 200).status).to.equal('used');
  });

  it('is not decided by requester, auditor, strangers, twice, or on something else than was shown; each try is an event', async () => {
    const c = await officeWith(policy([{ ...ANY, mode: 'all' }]));
    await request(c);
    const approval = await only(c.office.approver);
    const codeOf = async (client: Client, changes: Partial<ApprovalDecisionRequest> = {}): Promise<string> =>
      problemOf(await decide(client, approval, changes)).code;
    expect(await codeOf(c.bo)).to.equal('APPROVER_IS_REQUESTER');
    expect(await codeOf(c.office.auditor)).to.equal('AUDITOR_MAY_NOT_ACT');
    expect(await codeOf(c.office.maker)).to.equal('APPROVAL_NOT_YOURS');
    expect(await codeOf(c.office.approver, { requestDigest: `sha256:${'0'.repeat(64)}` })).to.equal('APPROVAL_CHANGED');
    expect(await codeOf(c.office.approver, { decision: 'rejected', comment: ' ' })).to.equal('APPROVAL_COMMENT_REQUIRED');
    expectStatus(await decide(c.office.approver, approval), 200);
    expect(await codeOf(c.office.approver)).to.equal('ALREADY_DECIDED');
    expect(await codeOf(c.office.as('eve', 'tenant-two'))).to.equal('APPROVAL_NOT_FOUND');
    const events = await c.office.store.transaction((tx) =>
      tx.audit.listEvents({ tenant: 'tenant-one', of: { chain: approval.envelope.id }, limit: 100 }),
    );
    expect(events.filter(({ type }) => type === 'approval-refused').map(({ actor, body }) => [actor, body['refusal']])).to.deep.equal([
      ['bo', 'APPROVER_IS_REQUESTER'],
      ['aud', 'AUDITOR_MAY_NOT_ACT'],
      ['ken', 'APPROVAL_NOT_YOURS'],
      ['mia', 'APPROVAL_CHANGED'],
      ['mia', 'APPROVAL_COMMENT_REQUIRED'],
      ['mia', 'ALREADY_DECIDED'],
    ]);
  });

  it('needs all, or all in order, as its policy says; and none below the first amount', async () => {
    const approvers = [role('director'), role('approver')];
    const tiers: readonly ApprovalTier[] = [
      { fromValue: 0, mode: 'any', approvers: [] },
      { fromValue: 100, mode: 'all', approvers },
      { fromValue: 1000, mode: 'sequence', approvers },
    ];
    const c = await officeWith(policy(tiers));
    const money = (value: number, currency = 'CNY') => ({ amount: { value, currency } });
    expect((await request(c, money(99))).status).to.equal('issued');

    const all = await request(c, money(100));
    expectStatus(await decide(c.office.approver, await only(c.office.approver)), 200);
    expect(expectStatus(await c.bo.get<PermitView>(`/permits/${all.id}`), 200).approval?.waitingFor.map(({ id }) => id)).to.deep.equal([
      'director',
    ]);
    expectStatus(await decide(c.office.secondApprover, await only(c.office.secondApprover)), 200);
    expect(expectStatus(await c.bo.get<PermitView>(`/permits/${all.id}`), 200).status).to.equal('issued');

    const inOrder = await request(c, money(1, 'USD'));
    expect(await waiting(c.office.approver)).to.deep.equal([]);
    const approval = await only(c.office.secondApprover);
    expect(problemOf(await decide(c.office.approver, approval)).code).to.equal('APPROVAL_NOT_YOURS');
    expectStatus(await decide(c.office.secondApprover, approval), 200);
    expectStatus(await decide(c.office.approver, await only(c.office.approver)), 200);
    expect(expectStatus(await c.bo.get<PermitView>(`/permits/${inOrder.id}`), 200).status).to.equal('issued');
  });

  it('is rejected with a comment, which the requester reads, and stands in the use log as refused', async () => {
    const c = await officeWith(policy());
    const pending = await request(c);
    expectStatus(await decide(c.office.approver, await only(c.office.approver), { decision: 'rejected', comment: 'wrong party' }), 200);
    const refused = expectStatus(await c.bo.get<PermitView>(`/permits/${pending.id}`), 200);
    expect([refused.status, refused.permit, refused.approval?.comment]).to.deep.equal(['refused', null, 'wrong party']);
    const use = await c.bo.post('/uses', { permitId: pending.id, frame: c.document.frame, state: c.document.state });
    expect(problemOf(use).code).to.equal('PERMIT_REFUSED');
    const { uses, chain } = await useLog(c.office.auditor);
    expect([uses.map(({ refusal }) => refusal), chain.intact]).to.deep.equal([['PERMIT_REFUSED', 'APPROVAL_REJECTED'], true]);
  });

  it('is taken back by the requester alone, and lapses when nobody decides', async () => {
    const c = await officeWith(policy());
    const first = await request(c);
    const path = `/approvals/${first.approval?.id}/withdrawal`;
    expect(problemOf(await c.office.approver.post(path, { reason: 'x' })).code).to.equal('APPROVAL_NOT_FOUND');
    expectStatus(await c.bo.post(path, { reason: 'not needed' }), 200);
    expect(problemOf(await c.bo.post(path, { reason: 'again' })).code).to.equal('APPROVAL_CLOSED');
    const second = await request(c);
    const approval = await only(c.office.approver);
    c.office.pass(8 * 24 * 3_600_000);
    expect(problemOf(await decide(c.office.approver, approval)).code).to.equal('APPROVAL_CLOSED');
    expect(expectStatus(await c.bo.get<PermitView>(`/permits/${second.id}`), 200).status).to.equal('expired');
    const { approvals } = expectStatus(await c.bo.get<ApprovalList>('/approvals?box=mine'), 200);
    expect(approvals.map(({ status }) => status)).to.deep.equal(['expired', 'withdrawn']);
    const page = async (box: string, cursor: string): Promise<ApprovalList> =>
      expectStatus(await c.bo.get<ApprovalList>(`/approvals?box=${box}&limit=1${cursor}`), 200);
    for (const box of ['mine', 'done']) {
      const newest = await page(box, '');
      expect([newest.approvals.map(({ id }) => id), newest.nextCursor]).to.deep.equal([[approvals[0]?.id], approvals[0]?.id]);
      const oldest = await page(box, `&cursor=${newest.nextCursor}`);
      expect([oldest.approvals.map(({ id }) => id), oldest.nextCursor]).to.deep.equal([[approvals[1]?.id], null]);
    }
    expect(problemOf(await c.bo.get('/approvals?box=mine&cursor=of-nothing')).code).to.equal('QUERY_MALFORMED');
  });

  it("asks the approver's page for the same digests where policy says so, and the permit names both pages", async () => {
    const c = await officeWith(policy([ANY], true));
    const pending = await request(c);
    const approval = await only(c.office.approver);
    expect(problemOf(await decide(c.office.approver, approval)).code).to.equal('APPROVAL_ATTESTATION_REQUIRED');
    const own = { digest: c.document.digest, length: c.document.bytes.length, frame: c.document.frameDigest };
    const other = await sampleDocument('Another');
    for (const changes of [{ frame: other.frameDigest }, { digest: other.digest }, { length: own.length + 1 }]) {
      const attestation = { ...own, ...changes };
      expect(problemOf(await decide(c.office.approver, approval, { attestation })).code).to.equal('APPROVAL_ATTESTATION_MISMATCH');
    }
    expectStatus(await decide(c.office.approver, approval, { attestation: own }), 200);
    const issued = expectStatus(await c.bo.get<PermitView>(`/permits/${pending.id}`), 200);
    const { payload } = parsePermit(issued.permit ?? '');
    expect(payload.attestedBy.map(({ person, role: by }) => [person, by])).to.deep.equal([
      ['bo', 'requester'],
      ['mia', 'approver'],
    ]);
    const challenge = await startUse(c.bo, c.document, issued.id);
    expectStatus(await c.bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)), 200);
    expect((await useLog(c.office.auditor)).uses[0]?.attestation).to.equal('approver too');
  });

  it('is void when the seal changed meanwhile, when the grant ended, or when the requester is stopped', async () => {
    const changes: readonly (readonly [string, (c: Case) => Promise<unknown>])[] = [
      ['APPROVAL_CLOSED', (c) => c.office.administrator.post('/seals/QL-1/transitions', { to: 'suspended', reason: 'x' })],
      ['APPROVAL_CLOSED', (c) => c.office.administrator.post('/stops', { scope: 'person', id: 'bo', reason: 'x' })],
      [
        'NO_GRANT',
        async (c) => {
          const { grants } = (
            await c.office.administrator.get<{ readonly grants: readonly { id: string; holder: { id: string } }[] }>('/seals/QL-1/grants')
          ).body;
          const grant = grants.find(({ holder }) => holder.id === 'bo');
          await c.office.administrator.post(`/grants/${grant?.id}/changes`, { change: 'withdraw', reason: 'x' });
        },
      ],
    ];
    for (const [code, happen] of changes) {
      const c = await officeWith(policy());
      const pending = await request(c);
      const approval = await only(c.office.approver);
      await happen(c);
      expect(problemOf(await decide(c.office.approver, approval)).code).to.equal(code);
      expect((await c.bo.get<PermitView>(`/permits/${pending.id}`)).body.status, code).to.equal('expired');
      expect(await c.office.store.transaction((tx) => tx.permits.find('tenant-one', pending.id))).to.equal(undefined);
    }
  });

  it('makes one permit of ten decisions at once', async () => {
    const c = await officeWith(policy());
    const pending = await request(c);
    const approval = await only(c.office.approver);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => decide(at % 2 === 0 ? c.office.approver : c.office.secondApprover, approval)),
    );
    expect(answers.filter(({ status }) => status === 200).length).to.equal(1);
    expect((await c.bo.get<PermitView>(`/permits/${pending.id}`)).body.status).to.equal('issued');
  });

  it('tells the approver of another request for the same document', async () => {
    const c = await officeWith(policy());
    await request(c);
    await request(c);
    const rules = (await only(c.office.approver)).rules.filter(({ met }) => !met).map(({ rule }) => rule);
    expect(rules).to.deep.equal(['no-like-request']);
  });

  it('refuses a person without envelope rights and names nothing of another person', async () => {
    const c = await officeWith(policy(), {
      authorize: (_principal, action) => action !== 'approval.read',
    });
    const pending = await request(c);
    expect(problemOf(await c.office.as('cy').get(`/permits/${pending.id}`)).code).to.equal('PERMIT_NOT_FOUND');
    expect(problemOf(await c.office.as('cy').get(`/approvals/${pending.approval?.id}`)).code).to.equal('APPROVAL_NOT_FOUND');
    expectStatus(await c.office.approver.get(`/approvals/${pending.approval?.id}`), 200);
    const envelope = await openEnvelope(c.bo, c.document);
    expect(envelope.documentClass).to.equal(null);
  });
});
