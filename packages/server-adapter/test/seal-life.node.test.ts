import type {
  StopList,
  SealDraftView,
  SealHistory,
  SealList,
  SealTransitionResult,
  SealVersionList,
  SealView,
} from '@sealkit/core/protocol';
import { PortError } from '@sealkit/core/ports';
import { parseReceipt } from '@sealkit/core/seal';
import { verifyReceipt } from '@sealkit/core/validation';
import { SealDesignError } from '../src/index.ts';
import { bringIntoUse, createOffice, give, produce, sealDraft, step } from './support/office.ts';
import { expectStatus, obtainPermit, problemOf, sampleDocument, sign, startUse, confirmation, TENANT } from './support/world.ts';

const read = async (office: Awaited<ReturnType<typeof createOffice>>, number: string): Promise<SealView> =>
  expectStatus(await office.administrator.get<SealView>(`/seals/${number}`), 200);

describe('a seal from its draft to its destruction', () => {
  it('goes through every step, each with person, role, reason and a receipt over its event', async () => {
    const office = await createOffice();
    const drafted = expectStatus(await office.requester.post<SealTransitionResult>('/seals', sealDraft()), 201);
    expect([drafted.seal.state, drafted.seal.number, drafted.seal.testMaterial]).to.deep.equal(['draft', 'FIN-1', true]);
    await step(office.requester, 'FIN-1', 'pending-approval');
    await step(office.approver, 'FIN-1', 'approved', 'needed for payments');
    const made = await produce(office.maker, 'FIN-1');
    expect([made.seal.state, made.seal.current, made.seal.prepared?.version, made.seal.widthUm]).to.deep.equal([
      'produced',
      null,
      1,
      40_000,
    ]);
    const active = await step(office.administrator, 'FIN-1', 'active');
    expect([active.seal.state, active.seal.current?.version, active.seal.prepared]).to.deep.equal(['active', 1, null]);
    await give(office, 'FIN-1');
    const result = await sign(office.requester, await sampleDocument(), { sealNumber: 'FIN-1' });
    expect(result.status).to.equal('completed');
    await step(office.administrator, 'FIN-1', 'suspended', 'keeper on leave');
    await step(office.administrator, 'FIN-1', 'active', 'keeper is back');
    await step(office.administrator, 'FIN-1', 'abolished', 'new name of the company');
    for (const act of ['collection', 'destruction']) {
      const body = { act, reference: `R-${act}`, at: '2026-06-02', note: 'by two persons' };
      expectStatus(await office.administrator.post(`/seals/FIN-1/acts`, body), 200);
    }
    const seal = await read(office, 'FIN-1');
    expect([seal.state, seal.transitions, seal.acts.map(({ act }) => act)]).to.deep.equal(['abolished', [], ['collection', 'destruction']]);
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.map(({ type, actor, from, to }) => [type, actor.id, from, to])).to.deep.equal([
      ['seal-requested', 'ada', null, null],
      ['seal-state-changed', 'ada', 'draft', 'pending-approval'],
      ['seal-state-changed', 'mia', 'pending-approval', 'approved'],
      ['seal-version-made', 'ken', 'approved', 'produced'],
      ['seal-state-changed', 'liz', 'produced', 'active'],
      ['grant-given', 'liz', null, null],
      ['seal-state-changed', 'liz', 'active', 'suspended'],
      ['seal-state-changed', 'liz', 'suspended', 'active'],
      ['seal-state-changed', 'liz', 'active', 'abolished'],
      ['seal-act-recorded', 'liz', null, null],
      ['seal-act-recorded', 'liz', null, null],
    ]);
    expect(entries.every(({ reason, type }) => type === 'seal-act-recorded' || reason !== null)).to.equal(true);
    const verdict = await verifyReceipt(active.receipt, { registers: [office.pki.root.certificate] });
    const { payload } = parseReceipt(active.receipt);
    expect([verdict.verdict.indication, payload.act, payload.event]).to.deep.equal(['PASSED', 'seal-active', entries[4]?.event]);
  });

  it('is approved by another person than asked for it, not by an auditor, and is sent back with a reason', async () => {
    const office = await createOffice();
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    await step(office.requester, 'FIN-1', 'pending-approval');
    const codeOf = async (client: typeof office.requester): Promise<string> =>
      problemOf(await client.post('/seals/FIN-1/transitions', { to: 'approved', reason: 'mine' })).code;
    expect(await codeOf(office.requester)).to.equal('APPROVER_IS_REQUESTER');
    expect(await codeOf(office.auditor)).to.equal('AUDITOR_MAY_NOT_ACT');
    const sentBack = await step(office.approver, 'FIN-1', 'draft', 'wrong kind');
    expect([sentBack.seal.state, sentBack.seal.stateReason]).to.deep.equal(['draft', 'wrong kind']);
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.filter(({ refusal }) => refusal !== null).map(({ refusal, actor }) => [refusal, actor.id])).to.deep.equal([
      ['APPROVER_IS_REQUESTER', 'ada'],
      ['AUDITOR_MAY_NOT_ACT', 'aud'],
    ]);
  });

  it('is not made before it is approved, not active before it is made, and never made by a transition alone', async () => {
    const office = await createOffice();
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    const productionCode = async (): Promise<string> =>
      problemOf(await office.maker.post('/seals/FIN-1/productions', { reason: 'x' })).code;
    const stepCode = async (to: string): Promise<string> =>
      problemOf(await office.administrator.post('/seals/FIN-1/transitions', { to, reason: 'x' })).code;
    expect([await productionCode(), await stepCode('active'), await stepCode('approved')]).to.deep.equal([
      'SEAL_NOT_PRODUCIBLE',
      'SEAL_TRANSITION_NOT_ALLOWED',
      'SEAL_TRANSITION_NOT_ALLOWED',
    ]);
    await step(office.requester, 'FIN-1', 'pending-approval');
    expect(await productionCode()).to.equal('SEAL_NOT_PRODUCIBLE');
    await step(office.approver, 'FIN-1', 'approved');
    expect(await stepCode('produced')).to.equal('SEAL_NOT_PRODUCIBLE');
    expect(await stepCode('active')).to.equal('SEAL_TRANSITION_NOT_ALLOWED');
    // Another face than the one that was approved is not made.
    const other = { reason: 'x', design: { type: 'drawn', ringText: '北京测试公司' } };
    expect(problemOf(await office.maker.post('/seals/FIN-1/productions', other)).code).to.equal('SEAL_NOT_PRODUCIBLE');
    expect(office.making.orders.length).to.equal(0);
  });

  it('stays as it was when the maker makes something else; the statement that exists is on record', async () => {
    const office = await createOffice();
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    await step(office.requester, 'FIN-1', 'pending-approval');
    await step(office.approver, 'FIN-1', 'approved');
    office.making.spoil = (made) => ({ ...made, widthUm: 41_000 });
    const problem = problemOf(await office.maker.post('/seals/FIN-1/productions', { reason: 'x' }));
    expect([problem.code, problem.detail?.includes('widthUm')]).to.deep.equal(['SEAL_MAKER_FAILED', true]);
    const seal = await read(office, 'FIN-1');
    expect([seal.state, seal.prepared, seal.versions]).to.deep.equal(['approved', null, []]);
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.at(-1)?.type).to.equal('seal-version-unregistered');
  });

  it('takes a second person for the steps that policy names, and the first one may not be both', async () => {
    const office = await createOffice({ sealPolicy: { twoPersonSteps: [{ from: 'active', to: 'abolished' }] } });
    await bringIntoUse(office);
    const asked = await step(office.administrator, 'FIN-1', 'abolished', 'closed');
    expect([asked.seal.state, asked.seal.pendingTransition?.to, asked.seal.pendingTransition?.by.id]).to.deep.equal([
      'active',
      'abolished',
      'liz',
    ]);
    expect(asked.seal.transitions.map(({ to, needsSecondPerson }) => [to, needsSecondPerson])).to.deep.equal([
      ['suspended', false],
      ['abolished', true],
    ]);
    const twice = await office.administrator.post('/seals/FIN-1/transitions', { to: 'abolished', reason: 'closed' });
    expect(problemOf(twice).code).to.equal('SECOND_PERSON_REQUIRED');
    const end = (client: typeof office.approver) =>
      client.post<SealTransitionResult>('/seals/FIN-1/pending-transition/end', { to: 'abolished', reason: 'not now' });
    const withdrawn = expectStatus(await end(office.administrator), 200);
    expect([withdrawn.seal.state, withdrawn.seal.pendingTransition]).to.deep.equal(['active', null]);
    expect(problemOf(await end(office.administrator)).code).to.equal('SEAL_TRANSITION_NOT_PENDING');
    await step(office.administrator, 'FIN-1', 'abolished', 'closed after all');
    expect(problemOf(await end(office.auditor)).code).to.equal('AUDITOR_MAY_NOT_ACT');
    expectStatus(await end(office.approver), 200);
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.slice(-3).map(({ type, actor, reason }) => [type, actor.id, reason])).to.deep.equal([
      ['seal-transition-withdrawn', 'liz', 'not now'],
      ['seal-transition-proposed', 'liz', 'closed after all'],
      ['seal-transition-declined', 'mia', 'not now'],
    ]);
    // Turned down, it needs both persons again.
    expect((await step(office.approver, 'FIN-1', 'abolished', 'seen')).seal.state).to.equal('active');
    const done = await step(office.administrator, 'FIN-1', 'abolished', 'seen');
    expect([done.seal.state, done.seal.pendingTransition]).to.deep.equal(['abolished', null]);
  });
});

describe('a draft', () => {
  it('that was sent back is revised and approved as it is now, by nobody who wrote on it', async () => {
    const office = await createOffice();
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    const readDraft = async (): Promise<SealDraftView> => expectStatus(await office.approver.get<SealDraftView>('/seals/FIN-1/draft'), 200);
    const first = await readDraft();
    expect([first.design, first.requested?.by.id, first.revisions]).to.deep.equal([sealDraft().design, 'ada', []]);
    await step(office.requester, 'FIN-1', 'pending-approval');
    const design = { type: 'drawn', ringText: '北京测试公司', line: '财务专用章' } as const;
    const revise = (client: typeof office.requester, body: object) =>
      client.post<SealTransitionResult>('/seals/FIN-1/revisions', { reason: 'as asked', ...body });
    expect(problemOf(await revise(office.requester, { design })).code).to.equal('SEAL_NOT_A_DRAFT');
    await step(office.approver, 'FIN-1', 'draft', 'the line is missing');
    expect(problemOf(await revise(office.requester, { design: { type: 'drawn', ringText: '别的公司' } })).code).to.equal(
      'RING_TEXT_REASON_REQUIRED',
    );
    expect(problemOf(await revise(office.auditor, { design })).code).to.equal('AUDITOR_MAY_NOT_ACT');
    const revised = expectStatus(await revise(office.maker, { design, name: '财务章', keeperId: 'liz' }), 200);
    expect([revised.seal.state, revised.seal.name, revised.seal.keeper?.id]).to.deep.equal(['draft', '财务章', 'liz']);
    const second = await readDraft();
    expect([second.design, second.revisions.map(({ by, reason }) => [by.id, reason])]).to.deep.equal([design, [['ken', 'as asked']]]);
    expect(second.digest).to.not.equal(first.digest);
    await step(office.requester, 'FIN-1', 'pending-approval');
    const approve = (client: typeof office.requester, draft?: string) =>
      client.post('/seals/FIN-1/transitions', { to: 'approved', reason: 'fits', ...(draft === undefined ? {} : { draft }) });
    // The maker wrote on it, the approver looked at the draft of before, or says nothing of what was seen.
    expect(problemOf(await approve(office.maker, second.digest)).code).to.equal('APPROVER_IS_REQUESTER');
    expect(problemOf(await approve(office.approver, first.digest)).code).to.equal('SEAL_DRAFT_CHANGED');
    expect(problemOf(await approve(office.approver)).code).to.equal('SEAL_DRAFT_CHANGED');
    expectStatus(await approve(office.approver, second.digest), 200);
    expect(problemOf(await revise(office.requester, { design })).code).to.equal('SEAL_NOT_A_DRAFT');
    await produce(office.maker, 'FIN-1');
    expect(office.making.orders.at(-1)?.design).to.deep.equal(design);
    const events = await office.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'FIN-1' }, limit: 50 }));
    const revision = events.find(({ type }) => type === 'seal-revised')?.body;
    expect([revision?.['before'], revision?.['draft']]).to.deep.equal([first.digest, second.digest]);
    expect(events.find(({ type, body }) => type === 'seal-state-changed' && body['to'] === 'approved')?.body['draft']).to.equal(
      second.digest,
    );
  });

  it('that no face can be made from is refused where it is written and submitted, with what is wrong in it', async () => {
    const office = await createOffice();
    const refusalOf = async (design: object): Promise<readonly unknown[]> => {
      const { code, retryable, values } = problemOf(await office.requester.post('/seals', { ...sealDraft(), design }));
      return [code, retryable, values];
    };
    const long = { type: 'drawn', ringText: '字'.repeat(41), ringTextReason: 'as registered' };
    const tooLong = ['SEAL_DESIGN_REFUSED', false, { fault: 'RING_TOO_LONG', actual: 41, limit: 40 }];
    expect(await refusalOf(long)).to.deep.equal(tooLong);
    expect(await refusalOf({ type: 'picture', base64: 'AAAA', widthUm: 40_000, heightUm: 40_000 })).to.deep.equal([
      'SEAL_DESIGN_REFUSED',
      false,
      { fault: 'PICTURE_UNREADABLE' },
    ]);
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    const revision = problemOf(await office.requester.post('/seals/FIN-1/revisions', { design: long, reason: 'x' }));
    expect([revision.code, revision.retryable, revision.values]).to.deep.equal(tooLong);
  });

  it('is looked at by the seal maker, whose failure to do so may pass', async () => {
    const office = await createOffice({}, { withCheck: true });
    // A kind and a length that core does not draw, and this maker does.
    const long = { type: 'drawn', ringText: '字'.repeat(41), ringTextReason: 'as registered' } as const;
    expectStatus(await office.requester.post('/seals', sealDraft({ kind: 'invoice', design: long })), 201);
    office.making.refuse = () => [{ code: 'GLYPH_MISSING', character: '㐂' }];
    const submit = () => office.requester.post('/seals/FIN-1/transitions', { to: 'pending-approval', reason: 'x' });
    const refused = problemOf(await submit());
    expect([refused.code, refused.values]).to.deep.equal(['SEAL_DESIGN_REFUSED', { fault: 'GLYPH_MISSING', character: '㐂' }]);
    for (const retryable of [true, false]) {
      office.making.refuse = () => {
        throw new PortError('seal-maker', 'MAKER_AWAY', 'expected an answer', { retryable });
      };
      const failed = problemOf(await submit());
      expect([failed.code, failed.retryable]).to.deep.equal(['SEAL_MAKER_FAILED', retryable]);
    }
    office.making.refuse = () => [];
    expectStatus(await submit(), 200);
    await step(office.approver, 'FIN-1', 'approved');
    office.making.spoil = () => {
      throw new SealDesignError([{ code: 'RING_TOO_NARROW', actual: 39 }]);
    };
    const unmade = problemOf(await office.maker.post('/seals/FIN-1/productions', { reason: 'x' }));
    expect([unmade.code, unmade.status, unmade.values]).to.deep.equal([
      'SEAL_DESIGN_REFUSED',
      422,
      { fault: 'RING_TOO_NARROW', actual: 39 },
    ]);
  });

  it('that nobody wants is abandoned with a reason, for good', async () => {
    const office = await createOffice();
    expectStatus(await office.requester.post('/seals', sealDraft()), 201);
    const abandoned = await step(office.requester, 'FIN-1', 'abolished', 'asked for by mistake');
    expect([abandoned.seal.state, abandoned.seal.stateReason, abandoned.seal.transitions]).to.deep.equal([
      'abolished',
      'asked for by mistake',
      [],
    ]);
    expect(problemOf(await office.requester.post('/seals/FIN-1/revisions', { name: 'x', reason: 'x' })).code).to.equal('SEAL_NOT_A_DRAFT');
    expect(problemOf(await office.requester.post('/seals', sealDraft())).code).to.equal('SEAL_NUMBER_TAKEN');
    // The place in the order of seals is free for another one.
    await bringIntoUse(office, { number: 'FIN-2' });
  });

  it('has the ring text of the verified name, or another one with a reason', async () => {
    const office = await createOffice();
    const design = { type: 'drawn', ringText: '北京测试有限公司' } as const;
    const codeOf = async (changes: object): Promise<string> => {
      const answer = await office.requester.post<{ readonly code?: string }>('/seals', sealDraft(changes));
      return answer.body.code ?? String(answer.status);
    };
    expect(await codeOf({ design })).to.equal('RING_TEXT_REASON_REQUIRED');
    expect(await codeOf({ design: { ...design, ringTextReason: 'registered short name' } })).to.equal('201');
    expect(await codeOf({ number: 'FIN-1' })).to.equal('SEAL_NUMBER_TAKEN');
    expect(await codeOf({ number: 'FIN-2', ordinal: 1 })).to.equal('SEAL_ORDINAL_REASON_REQUIRED');
    expect(await codeOf({ number: 'FIN-2', ordinal: 1, ordinalReason: 'branch' })).to.equal('201');
    expect(await codeOf({ number: 'FIN-3', organisationId: 'nobody' })).to.equal('ORGANISATION_NOT_FOUND');
    expect(await codeOf({ number: 'FIN-3', keeperId: 'nobody' })).to.equal('PERSON_NOT_FOUND');
    expect(problemOf(await office.auditor.post('/seals', sealDraft({ number: 'FIN-3' }))).code).to.equal('AUDITOR_MAY_NOT_ACT');
  });

  it('gets a number of 13 digits where nobody gave one', async () => {
    const office = await createOffice();
    const { number: _number, ...withoutNumber } = sealDraft();
    const drafted = expectStatus(await office.requester.post<SealTransitionResult>('/seals', withoutNumber), 201);
    expect(drafted.seal.number).to.match(/^\d{13}$/);
  });

  it('of a seal that exists on paper brings its picture and the number of its filing', async () => {
    const office = await createOffice();
    const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
    const design = { type: 'picture', base64: picture, widthUm: 40_000, heightUm: 40_000 } as const;
    const filing = { reference: '沪公备 2019-0042', at: '2019-03-01' };
    const drafted = expectStatus(await office.requester.post<SealTransitionResult>('/seals', sealDraft({ design, filing })), 201);
    expect(drafted.seal.acts.map(({ act, reference, at }) => [act, reference, at])).to.deep.equal([
      ['filing', '沪公备 2019-0042', '2019-03-01'],
    ]);
    await step(office.requester, 'FIN-1', 'pending-approval');
    await step(office.approver, 'FIN-1', 'approved');
    // What the maker drew is not the picture that was approved.
    expect(problemOf(await office.maker.post('/seals/FIN-1/productions', { reason: 'x' })).detail).to.match(/^face/);
  });

  it('becomes a second seal of its kind in use only under another ordinal', async () => {
    const office = await createOffice();
    await bringIntoUse(office);
    await office.requester.post('/seals', sealDraft({ number: 'FIN-2' }));
    await step(office.requester, 'FIN-2', 'pending-approval');
    await step(office.approver, 'FIN-2', 'approved');
    await produce(office.maker, 'FIN-2');
    const twin = await office.administrator.post('/seals/FIN-2/transitions', { to: 'active', reason: 'second' });
    expect(problemOf(twin).code).to.equal('SEAL_DUPLICATE');
    expect((await read(office, 'FIN-2')).prepared?.version).to.equal(1);
    await bringIntoUse(office, { number: 'FIN-3', ordinal: 1, ordinalReason: 'branch office' });
  });
});

describe('versions of a seal in use', () => {
  it('renews the certificate under the same face; the old version stays, and permits on it are void', async () => {
    const office = await createOffice();
    await bringIntoUse(office);
    await give(office, 'FIN-1');
    const document = await sampleDocument();
    const permit = await obtainPermit(office.requester, document, { sealNumber: 'FIN-1' });
    const made = await produce(office.maker, 'FIN-1', { reason: 'certificate ends' });
    expect([made.seal.state, made.seal.current?.version, made.seal.prepared?.version]).to.deep.equal(['active', 1, 2]);
    expect(made.seal.prepared?.face.base64).to.equal(made.seal.current?.face.base64);
    expect(made.seal.prepared?.certificates[0]).to.not.equal(made.seal.current?.certificates[0]);
    const path = '/seals/FIN-1/versions/2/decisions';
    const body = { decision: 'activate', reason: 'checked' };
    const activated = expectStatus(await office.administrator.post<SealTransitionResult>(path, body), 200);
    expect(activated.seal.versions.map(({ version, state }) => [version, state])).to.deep.equal([
      [1, 'superseded'],
      [2, 'current'],
    ]);
    expect(problemOf(await office.administrator.post(path, body)).code).to.equal('SEAL_VERSION_NOT_PREPARED');
    const stale = await office.requester.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state });
    expect(problemOf(stale).code).to.equal('SEAL_VERSION_CHANGED');
    expect((await sign(office.requester, document, { sealNumber: 'FIN-1', sealVersion: 2 })).status).to.equal('completed');
    const { versions } = expectStatus(await office.auditor.get<SealVersionList>('/seals/FIN-1/versions'), 200);
    expect(versions.map(({ statement }) => statement.length > 0)).to.deep.equal([true, true]);
  });

  it('makes a new face, replaces a prepared one by the next, and discards it with a reason', async () => {
    const office = await createOffice();
    await bringIntoUse(office);
    const design = { type: 'drawn', ringText: '北京测试公司', code: '0001' } as const;
    await produce(office.maker, 'FIN-1', { reason: 'new code', design });
    const again = await produce(office.maker, 'FIN-1', { reason: 'new code, better', design });
    expect([again.seal.prepared?.version, again.seal.versions.map(({ state }) => state)]).to.deep.equal([
      3,
      ['current', 'discarded', 'prepared'],
    ]);
    expect(again.seal.prepared?.face.base64).to.not.equal(again.seal.current?.face.base64);
    const wrong = { reason: 'x', design: { type: 'drawn', ringText: '别的公司' } };
    expect(problemOf(await office.maker.post('/seals/FIN-1/productions', wrong)).code).to.equal('RING_TEXT_REASON_REQUIRED');
    const decision = { decision: 'discard', reason: 'not wanted' };
    const done = expectStatus(await office.administrator.post<SealTransitionResult>('/seals/FIN-1/versions/3/decisions', decision), 200);
    expect([done.seal.prepared, done.seal.current?.version]).to.deep.equal([null, 1]);
    expect(problemOf(await office.administrator.post('/seals/FIN-1/versions/9/decisions', decision)).code).to.equal(
      'SEAL_VERSION_NOT_FOUND',
    );
  });

  it('discards a signature on its way when another version comes into use', async () => {
    const office = await createOffice();
    await bringIntoUse(office);
    await give(office, 'FIN-1');
    await produce(office.maker, 'FIN-1', { reason: 'renewal' });
    const document = await sampleDocument();
    const challenge = await startUse(
      office.requester,
      document,
      (await obtainPermit(office.requester, document, { sealNumber: 'FIN-1' })).id,
    );
    office.keyStore.hooks.beforeSign = async () => {
      office.keyStore.hooks.beforeSign = () => undefined;
      await office.administrator.post('/seals/FIN-1/versions/2/decisions', { decision: 'activate', reason: 'now' });
    };
    const problem = problemOf(await office.requester.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'SEAL_CHANGED']);
    expect(office.keyStore.signatures).to.equal(1);
  });
});

describe('the register of seals', () => {
  it('is paged, filtered by words, kind, state, organisation and keeper, and counted by state', async () => {
    const office = await createOffice();
    for (let at = 0; at < 5; at += 1) {
      const changes = { number: `D-${at}`, name: `印章 ${at}`, keeperId: at % 2 === 0 ? 'liz' : 'mia' };
      await office.requester.post('/seals', sealDraft(changes));
    }
    const list = async (query: string): Promise<SealList> => expectStatus(await office.auditor.get<SealList>(`/seals?${query}`), 200);
    const first = await list('limit=3');
    // Those in use come first, then by name; a cursor says where the reader was.
    expect(first.seals.map(({ number }) => number)).to.deep.equal(['QL-2', 'QL-1', 'D-0']);
    await step(office.requester, 'D-1', 'pending-approval');
    await step(office.requester, 'D-3', 'abolished');
    const second = await list(`limit=3&cursor=${first.nextCursor}`);
    expect(second.seals.map(({ number }) => number)).to.deep.equal(['D-2', 'D-4', 'D-3']);
    expect(second.nextCursor).to.equal(null);
    expect((await list('')).seals.map(({ number }) => number)).to.deep.equal(['QL-2', 'QL-1', 'D-1', 'D-0', 'D-2', 'D-4', 'D-3']);
    for (const cursor of ['QL-1', 'bm90IGpzb24', 'WzEsMiwzXQ']) {
      expect(problemOf(await office.auditor.get(`/seals?cursor=${cursor}`)).code, cursor).to.equal('QUERY_MALFORMED');
    }
    expect([first.counts.draft, first.counts.active]).to.deep.equal([5, 2]);
    const numbers = async (query: string): Promise<readonly string[]> => (await list(query)).seals.map(({ number }) => number);
    expect(await numbers('state=active')).to.deep.equal(['QL-2', 'QL-1']);
    expect(await numbers('kind=finance&keeper=mia')).to.deep.equal(['D-1', 'D-3']);
    expect(await numbers(`text=${encodeURIComponent('印章 4')}`)).to.deep.equal(['D-4']);
    expect(await numbers('text=LIZ')).to.deep.equal(['D-0', 'D-2', 'D-4']);
    expect(await numbers('text=%25')).to.deep.equal([]);
    expect(await numbers('organisation=company-2')).to.deep.equal(['QL-2']);
  });

  it('shows and counts no organisation that the host keeps out of sight, and fills its pages all the same', async () => {
    const office = await createOffice({
      authorize: (_principal, action, resource) => {
        if (resource.type === 'organisation') return resource.id === 'company-1' || action !== 'seal.list';
        return resource.type !== 'seal' || resource.number !== 'D-1';
      },
    });
    for (let at = 0; at < 3; at += 1) await office.requester.post('/seals', sealDraft({ number: `D-${at}` }));
    const { seals, counts, nextCursor } = expectStatus(await office.auditor.get<SealList>('/seals?limit=2'), 200);
    expect([seals.map(({ number }) => number), counts.active]).to.deep.equal([['QL-1', 'D-0'], 1]);
    const rest = expectStatus(await office.auditor.get<SealList>(`/seals?limit=2&cursor=${nextCursor}`), 200);
    expect([rest.seals.map(({ number }) => number), rest.nextCursor]).to.deep.equal([['D-2'], null]);
  });

  it('answers nothing of another tenant', async () => {
    const office = await createOffice();
    const eve = office.as('eve', 'tenant-two');
    for (const path of ['/seals/QL-1', '/seals/QL-1/versions', '/seals/QL-1/history', '/seals/QL-1/grants', '/seals/QL-1/uses']) {
      expect(problemOf(await eve.get(path)).code, path).to.equal('SEAL_NOT_FOUND');
    }
    const posts: readonly (readonly [string, object])[] = [
      ['/seals/QL-1/transitions', { to: 'suspended', reason: 'x' }],
      ['/seals/QL-1/productions', { reason: 'x' }],
      ['/seals/QL-1/versions/1/decisions', { decision: 'discard', reason: 'x' }],
      ['/seals/QL-1/acts', { act: 'filing', reference: 'x', at: '2026-01-01', note: '' }],
      ['/stops', { scope: 'seal', id: 'QL-1', reason: 'x' }],
    ];
    for (const [path, body] of posts) expect(problemOf(await eve.post(path, body)).code, path).to.equal('SEAL_NOT_FOUND');
    expect(problemOf(await eve.post('/stops', { scope: 'organisation', id: 'company-1', reason: 'x' })).status).to.equal(404);
    expect(problemOf(await eve.post('/stops', { scope: 'person', id: 'ada', reason: 'x' })).status).to.equal(404);
    expect((await office.store.transaction((tx) => tx.register.findSeal(TENANT, 'QL-1')))?.state).to.equal('active');
  });
});

describe('an emergency stop', () => {
  it('suspends one seal, all seals of an organisation, or a person with the seals they keep', async () => {
    const office = await createOffice();
    await bringIntoUse(office, { keeperId: 'ada' });
    const stop = async (scope: string, id: string): Promise<readonly string[]> =>
      expectStatus(await office.approver.post<{ readonly suspended: readonly string[] }>('/stops', { scope, id, reason: 'theft' }), 200)
        .suspended;
    expect(await stop('person', 'ada')).to.deep.equal(['FIN-1']);
    const refused = await office.requester.post('/permits', {
      envelopeId: 'none',
      sealNumber: 'QL-1',
      sealVersion: 1,
      document: { digest: `sha256:${'0'.repeat(64)}`, length: 1 },
      frame: `sha256:${'0'.repeat(64)}`,
      placements: [],
    });
    expect(problemOf(refused).code).to.equal('PERSON_STOPPED');
    const stops = async (client: typeof office.approver) => expectStatus(await client.get<StopList>('/stops'), 200).persons;
    expect((await stops(office.administrator)).map(({ person, by, reason }) => [person.id, by.id, reason])).to.deep.equal([
      ['ada', 'mia', 'theft'],
    ]);
    expect(problemOf(await office.requester.post('/persons/ada/release', { reason: 'me' })).code).to.equal('PERSON_STOPPED');
    expect(problemOf(await office.approver.post('/persons/bo/release', { reason: 'x' })).code).to.equal('PERSON_NOT_STOPPED');
    expectStatus(await office.approver.post('/persons/ada/release', { reason: 'found' }), 200);
    expect(await stops(office.administrator)).to.deep.equal([]);
    expect(await stop('organisation', 'company-1')).to.deep.equal(['QL-1']);
    expect(await stop('seal', 'QL-2')).to.deep.equal(['QL-2']);
    // What is stopped already stays as it is.
    expect(await stop('organisation', 'company-1')).to.deep.equal([]);
  });

  it('discards the signature of a stopped person that is on its way', async () => {
    const office = await createOffice();
    const document = await sampleDocument();
    const challenge = await startUse(office.requester, document, (await obtainPermit(office.requester, document)).id);
    office.keyStore.hooks.beforeSign = async () => {
      office.keyStore.hooks.beforeSign = () => undefined;
      await office.approver.post('/stops', { scope: 'person', id: 'ada', reason: 'theft' });
    };
    const problem = problemOf(await office.requester.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'PERSON_STOPPED']);
  });
});
