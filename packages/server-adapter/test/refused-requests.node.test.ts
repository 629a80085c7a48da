import type { ProblemDetails, UseView } from '@sealkit/core/protocol';
import { digestOfFrame } from '@sealkit/core/pades';
import {
  type Answer,
  confirmation,
  createWorld,
  obtainPermit,
  openEnvelope,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  useLog,
  type World,
} from './support/world.ts';

/** The one row that a refused request left, found by the id that its problem gave. */
async function rowAfter(world: World, answer: Answer<unknown>, code: string, path = '/uses'): Promise<UseView> {
  const problem: ProblemDetails = problemOf(answer);
  expect(problem.code).to.equal(code);
  const log = await useLog(world.as('ada'), path);
  expect(log.chain.intact).to.be.true;
  const rows = log.uses.filter(({ id }) => id === problem.eventId);
  expect(rows.map(({ result, refusal }) => [result, refusal])).to.deep.equal([['refused', code]]);
  return rows[0] as UseView;
}

/** A world with a use that waits for its confirmation. */
async function prepared(world: World) {
  const ada = world.as('ada');
  const document = await sampleDocument();
  const envelope = await openEnvelope(ada, document);
  const permit = await obtainPermit(ada, document);
  const challenge = await startUse(ada, document, permit.id);
  return { ada, document, envelope, permit, challenge, confirm: `/uses/${challenge.useId}/confirm` };
}

describe('a request that is refused before anybody judged permit or seal is a row in the log', () => {
  let allowed = true;
  const asked = (): Promise<World> =>
    createWorld({ authorize: (_principal, action) => allowed || action === 'use-log.read' || action === 'use.read' });
  beforeEach(() => (allowed = true));

  it('NOT_AUTHORIZED on a permit, with person, seal, envelope and document', async () => {
    const world = await asked();
    const { ada, document, envelope } = await prepared(world);
    allowed = false;
    const row = await rowAfter(world, await ada.post('/permits', permitRequest(envelope, document)), 'NOT_AUTHORIZED', '/seals/QL-1/uses');
    expect([row.person.id, row.seal?.number, row.envelope?.id, row.originalDigest]).to.deep.equal([
      'ada',
      'QL-1',
      envelope.id,
      document.digest,
    ]);
    expect(row.time).to.equal(world.now().toISOString());
  });

  it('NOT_AUTHORIZED on a use and on its confirmation, with the permit; the use still waits', async () => {
    const world = await asked();
    const { ada, document, permit, challenge, confirm } = await prepared(world);
    allowed = false;
    const body = { permitId: permit.id, frame: document.frame, state: document.state };
    const use = await rowAfter(world, await ada.post('/uses', body), 'NOT_AUTHORIZED', '/seals/QL-1/uses');
    expect([use.permitId, use.seal?.version, use.pages]).to.deep.equal([permit.id, 1, [1, 2]]);
    const row = await rowAfter(world, await ada.post(confirm, confirmation(challenge)), 'NOT_AUTHORIZED', '/seals/QL-1/uses');
    expect([row.permitId, row.seal?.number]).to.deep.equal([permit.id, 'QL-1']);
    const found = (await useLog(ada, `/seals/QL-1/uses?text=${challenge.useId}`)).uses.map(({ id }) => id);
    expect(found).to.deep.equal([row.id, challenge.useId]);
    allowed = true;
    expect((await ada.post(confirm, confirmation(challenge))).status).to.equal(200);
  });

  it('USE_NOT_FOUND on a confirmation, of no use at all and of another tenant', async () => {
    const world = await asked();
    const { ada, challenge, confirm } = await prepared(world);
    const none = await rowAfter(world, await ada.post('/uses/none/confirm', confirmation(challenge)), 'USE_NOT_FOUND');
    expect([none.seal, none.envelope, none.permitId]).to.deep.equal([null, null, null]);
    await rowAfter(world, await ada.post('/uses/%7e/confirm', confirmation(challenge)), 'NOT_FOUND');
    const before = await useLog(ada, '/uses');
    const eve = world.as('eve', 'tenant-two');
    const problem = problemOf(await eve.post(confirm, confirmation(challenge)));
    expect([problem.status, problem.code, problem.values]).to.deep.equal([404, 'USE_NOT_FOUND', undefined]);
    const [row] = (await useLog(eve, '/uses')).uses;
    expect([row?.id, row?.person.id, row?.seal, row?.envelope, row?.permitId, row?.originalDigest]).to.deep.equal([
      problem.eventId,
      'eve',
      null,
      null,
      null,
      null,
    ]);
    expect(JSON.stringify(row)).not.to.include(challenge.useId);
    expect(await useLog(ada, '/uses')).to.deep.equal(before);
  });

  it("names no permit, seal or envelope of another tenant that a refused request speaks of, and writes nothing into the other's log", async () => {
    const world = await asked();
    const { ada, document, envelope, permit } = await prepared(world);
    const before = await useLog(ada, '/uses');
    const eve = world.as('eve', 'tenant-two');
    allowed = false;
    await eve.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state });
    await eve.post('/permits', permitRequest(envelope, document));
    const rows = (await useLog(eve, '/uses')).uses;
    expect(rows.map(({ refusal, seal, envelope: named, permitId }) => [refusal, seal, named, permitId])).to.deep.equal([
      ['NOT_AUTHORIZED', null, null, null],
      ['NOT_AUTHORIZED', null, null, null],
    ]);
    expect(await useLog(ada, '/uses')).to.deep.equal(before);
  });

  it('BODY_MALFORMED, with what of the body could be read', async () => {
    const world = await asked();
    const { ada, document, envelope, permit, challenge, confirm } = await prepared(world);
    const asking = await ada.post('/permits', { ...permitRequest(envelope, document), extra: 1 });
    const first = await rowAfter(world, asking, 'BODY_MALFORMED', '/seals/QL-1/uses');
    expect([first.envelope?.id, first.originalDigest]).to.deep.equal([envelope.id, document.digest]);
    const second = await rowAfter(world, await ada.post('/uses', { permitId: permit.id }), 'BODY_MALFORMED', '/seals/QL-1/uses');
    expect(second.permitId).to.equal(permit.id);
    const third = await rowAfter(world, await ada.post(confirm, { proof: challenge.challenge }), 'BODY_MALFORMED', '/seals/QL-1/uses');
    expect(third.permitId).to.equal(permit.id);
    let deep: unknown = 'x';
    for (let level = 0; level < 1500; level += 1) deep = { answer: deep };
    const levels = await ada.post(confirm, { proof: { intentId: 'a', shownDigest: challenge.challenge, answer: deep } });
    expect([levels.status, problemOf(levels).code]).to.deep.equal([400, 'BODY_MALFORMED']);
    for (const body of [null, 7, [], 'x', { permitId: 'x'.repeat(10_000), sealNumber: {}, envelopeId: [] }]) {
      const row = await rowAfter(world, await ada.post('/permits', body), 'BODY_MALFORMED');
      expect([row.seal, row.envelope, row.permitId]).to.deep.equal([null, null, null]);
      expect((await useLog(ada, '/uses?text=xxxx')).uses).to.deep.equal([]);
    }
  });

  it('BODY_NOT_JSON, BODY_TOO_LARGE, IDEMPOTENCY_KEY_REQUIRED and CROSS_SITE_REQUEST alike', async () => {
    const world = await createWorld({ authenticate: () => ({ tenant: 'tenant-one', personId: 'ada' }) });
    const ada = world.as('ada');
    const own = { 'sec-fetch-site': 'same-origin' };
    const type = await ada.post('/permits', {}, { headers: { ...own, 'content-type': 'text/plain' } });
    await rowAfter(world, type, 'BODY_NOT_JSON');
    const large = await ada.post('/permits', { text: 'x'.repeat(300_000) }, { headers: own });
    await rowAfter(world, large, 'BODY_TOO_LARGE');
    await rowAfter(world, await ada.post('/uses', {}, { key: '', headers: own }), 'IDEMPOTENCY_KEY_REQUIRED');
    await rowAfter(world, await ada.post('/uses', {}, { headers: { 'sec-fetch-site': 'cross-site' } }), 'CROSS_SITE_REQUEST');
  });

  it('IDEMPOTENCY_KEY_REUSED; a repeat of the same refused request answers the same row', async () => {
    const world = await asked();
    const { ada, document, permit, challenge, confirm } = await prepared(world);
    allowed = false;
    const body = { permitId: permit.id, frame: document.frame, state: document.state };
    const first = await ada.post('/uses', body, { key: 'k' });
    const row = await rowAfter(world, first, 'NOT_AUTHORIZED');
    expect((await ada.post('/uses', body, { key: 'k' })).text).to.equal(first.text);
    allowed = true;
    const reused = await ada.post('/uses', { ...body, state: { ...document.state, length: 1 } }, { key: 'k' });
    const other = await rowAfter(world, reused, 'IDEMPOTENCY_KEY_REUSED', '/seals/QL-1/uses');
    expect([other.permitId, other.id === row.id]).to.deep.equal([permit.id, false]);
    expect((await ada.post(confirm, confirmation(challenge), { key: 'c' })).status).to.equal(200);
    const again = await ada.post(confirm, { proof: { method: 'confirm', shownDigest: permitDigest } }, { key: 'c' });
    expect((await rowAfter(world, again, 'IDEMPOTENCY_KEY_REUSED', '/seals/QL-1/uses')).permitId).to.equal(permit.id);
    expect((await useLog(ada)).uses.filter(({ refusal }) => refusal === 'NOT_AUTHORIZED').length).to.equal(1);
  });

  it('leaves no row for a request without identity, nor for one that has only to wait', async () => {
    const world = await asked();
    const { ada, challenge, confirm } = await prepared(world);
    const before = (await useLog(ada, '/uses')).total;
    const bare = new Request(`https://seal.example${confirm}`, { method: 'POST', body: JSON.stringify(confirmation(challenge)) });
    expect((await world.adapter.fetch(bare)).status).to.equal(401);
    expect((await useLog(ada, '/uses')).total).to.equal(before);
  });

  it('leaves no row for other refused requests: to open an envelope is no try to use a seal', async () => {
    const world = await asked();
    allowed = false;
    expect(problemOf(await world.as('ada').post('/envelopes', {})).eventId).to.be.undefined;
    expect((await useLog(world.as('ada'), '/uses')).total).to.equal(0);
  });
});

const permitDigest = `sha256:${'11'.repeat(32)}`;

describe('a frame that is larger than any frame may be', () => {
  it('is DOCUMENT_REFUSED by name, and a row in the log', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const catalog = `<< /Pages 2 0 R /Type /Catalog /X (${'x'.repeat(4 * 1024 * 1024 - 100)}) >>`;
    const frame = { ...document.frame, catalog };
    await digestOfFrame(frame).then(
      () => expect.fail('expected a frame beyond the limit'),
      (error: { readonly code?: string }) => expect(error.code).to.equal('PADES_FRAME_TOO_LARGE'),
    );
    const answer = await ada.post('/uses', { permitId: permit.id, frame, state: document.state });
    const row = await rowAfter(world, answer, 'DOCUMENT_REFUSED', '/seals/QL-1/uses');
    expect([row.permitId, problemOf(answer).values?.['reason']]).to.deep.equal([permit.id, 'PADES_FRAME_TOO_LARGE']);
  });
});
