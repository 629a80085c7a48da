import { digestOfJson } from '@sealkit/core/crypto';
import { batchRoot, findPasskeyFault, isInBatch } from '@sealkit/core/seal';
import type { JsonValue } from '@sealkit/core/bytes';
import type {
  EnrolmentView,
  EnvelopeView,
  IntentBatchRecall,
  IntentBatchView,
  IntentView,
  PermitView,
  UseChallenge,
  UseResult,
} from '@sealkit/core/protocol';
import { parsePermit } from '@sealkit/core/seal';
import { createTotpProvider } from '../src/index.ts';
import { timeStepOf, totpCode } from '../src/intent/totp/totp-code.ts';
import { type CodeMessage, createSmsProvider } from '../src/intent/sms/index.ts';
import {
  BATCH_POLICY,
  BY_SIGN_IN,
  confirmedBatch,
  confirmLeaf,
  createBatchWorld,
  enrolPasskey,
  passkeyProvider,
  postBatch,
  waitingUses,
} from './support/batches.ts';
import {
  changeState,
  expectStatus,
  obtainPermit,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  useLog,
  type World,
} from './support/world.ts';

interface LeafRecord {
  readonly v: number;
  readonly challenge: string;
  readonly raw: { readonly [name: string]: JsonValue };
  readonly batch: {
    readonly id: string;
    readonly statement: IntentBatchView['act'];
    readonly challenge: string;
    readonly index: number;
    readonly path: readonly string[];
  };
}

const recordOf = async (world: World, { useId }: UseResult): Promise<LeafRecord> =>
  (await world.store.transaction((tx) => tx.uses.find(TENANT, useId)))?.intent as unknown as LeafRecord;

/** The code that an app with a secret of Base32 shows. */
function codeOf(secret: string, now: Date): string {
  const bits = Array.from(secret, (letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return totpCode(
    Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2)),
    timeStepOf(now),
    6,
  );
}

const codesOf = async (answers: readonly Promise<Parameters<typeof problemOf>[0]>[]): Promise<readonly string[]> =>
  (await Promise.all(answers)).map((answer) => problemOf(answer).code);

describe('one proof of intent for several acts', () => {
  it('signs each act by its place under the root that the device signed, and no place tells of another', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const device = await enrolPasskey(ada);
    const uses = await waitingUses(ada, 3);
    const batch = await confirmedBatch(ada, device, uses);
    expect(batch.status).to.equal('confirmed');
    expect(batch.act.wording.text).to.equal('本人张爱达确认此处列出的3项签署，每一项均以所示内容为准。');
    expect(batch.act.root).to.equal(await batchRoot(uses.map(({ challenge }) => challenge)));
    expect(batch.challenge).to.equal(await digestOfJson(batch.act as unknown as JsonValue));
    expect(world.keyStore.signatures).to.equal(0);
    for (const [index, use] of uses.entries()) {
      const record = await recordOf(world, expectStatus(await confirmLeaf(ada, batch, use), 200));
      const { root, count } = record.batch.statement;
      expect([record.v, record.batch.index, record.challenge, record.batch.challenge]).to.deep.equal([
        3,
        index,
        use.challenge,
        batch.challenge,
      ]);
      expect(await isInBatch({ challenge: use.challenge, index, count, path: record.batch.path, root })).to.equal(true);
      expect(await findPasskeyFault(record.raw, record.batch.challenge)).to.equal(null);
      for (const other of uses.filter(({ useId }) => useId !== use.useId)) {
        const text = JSON.stringify(record);
        for (const secret of [other.useId, other.challenge, other.act.envelopeId, other.act.nonce]) expect(text).not.to.include(secret);
      }
    }
    expect(world.keyStore.signatures).to.equal(3);
    // A repeat is answered again, and signs nothing more.
    const [first] = uses;
    if (first === undefined) throw new TypeError('expected uses');
    expect((await confirmLeaf(ada, batch, first)).status).to.equal(200);
    expect(world.keyStore.signatures).to.equal(3);
  });

  it('lets one act that fails be, and the others go on; what failed is confirmed by another batch', async () => {
    const world = await createBatchWorld();
    const [ada, document] = [world.as('ada'), await sampleDocument()];
    const device = await enrolPasskey(ada);
    const own = await startUse(
      ada,
      document,
      (await obtainPermit(ada, document, { sealNumber: null, sealVersion: null, placements: [] })).id,
    );
    const [first, second] = await waitingUses(ada, 2);
    if (first === undefined || second === undefined) throw new TypeError('expected uses');
    const batch = await confirmedBatch(ada, device, [first, own, second]);
    expectStatus(await confirmLeaf(ada, batch, first), 200);
    await changeState(ada, 'QL-1', 'suspended');
    expect(problemOf(await confirmLeaf(ada, batch, second)).code).to.equal('SEAL_SUSPENDED');
    expectStatus(await confirmLeaf(ada, batch, own), 200);
    const again = await startUse(
      ada,
      document,
      (await obtainPermit(ada, document, { sealNumber: null, sealVersion: null, placements: [] })).id,
    );
    expect(problemOf(await confirmLeaf(ada, batch, again)).code).to.equal('INTENT_FOREIGN');
    expectStatus(await confirmLeaf(ada, await confirmedBatch(ada, device, [again]), again), 200);
  });

  it('confirms nothing that is no leaf, before it is confirmed, for anybody else, elsewhere, or too late', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const device = await enrolPasskey(ada);
    const [one, two, outside] = await waitingUses(ada, 3);
    if (one === undefined || two === undefined || outside === undefined) throw new TypeError('expected uses');
    const open = expectStatus(await postBatch(ada, [one, two]), 201);
    const batch = await confirmedBatch(ada, device, [one, two]);
    const codes = await codesOf([
      confirmLeaf(ada, open, one),
      confirmLeaf(ada, batch, outside),
      confirmLeaf(ada, batch, { ...one, challenge: two.challenge }),
      confirmLeaf(ada, { batchId: 'f'.repeat(32) }, one),
      confirmLeaf(world.as('bo'), batch, one),
      confirmLeaf(world.as('eve', 'tenant-two'), batch, one),
    ]);
    expect(codes).to.deep.equal([
      'INTENT_NOT_FOUND',
      'INTENT_FOREIGN',
      'INTENT_MISMATCH',
      'INTENT_NOT_FOUND',
      'PERMIT_FOREIGN',
      'USE_NOT_FOUND',
    ]);
    world.pass(10 * 60_000);
    expect(problemOf(await confirmLeaf(ada, batch, one)).code).to.equal('INTENT_EXPIRED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('is begun and confirmed by its own person alone, once', async () => {
    const world = await createBatchWorld();
    const [ada, bo, eve] = [world.as('ada'), world.as('bo'), world.as('eve', 'tenant-two')];
    const device = await enrolPasskey(ada);
    const uses = await waitingUses(ada, 2);
    expect(await codesOf([postBatch(bo, uses), postBatch(eve, uses)])).to.deep.equal(['PERMIT_FOREIGN', 'USE_NOT_FOUND']);
    const { batchId, challenge } = expectStatus(await postBatch(ada, uses), 201);
    const path = `/intent-batches/${batchId}`;
    const begin = () => ada.post<IntentView>(`${path}/intents`, { method: 'passkey' });
    expect(
      await codesOf([bo.post(`${path}/intents`, { method: 'passkey' }), eve.post(`${path}/intents`, { method: 'passkey' })]),
    ).to.deep.equal(['INTENT_NOT_FOUND', 'INTENT_NOT_FOUND']);
    const [older, newer] = [expectStatus(await begin(), 201), expectStatus(await begin(), 201)];
    const answerOf = ({ id, passkey }: IntentView, shownDigest = challenge) => {
      if (passkey === null) throw new TypeError('expected request options');
      return { proof: { intentId: id, shownDigest, answer: device.get(passkey) } };
    };
    expect(problemOf(await ada.post(`${path}/confirm`, answerOf(older))).code).to.equal('INTENT_SUPERSEDED');
    expect(problemOf(await bo.post(`${path}/confirm`, answerOf(newer))).code).to.equal('INTENT_NOT_FOUND');
    expect(problemOf(await ada.post(`${path}/confirm`, answerOf(newer, uses[0]?.challenge))).code).to.equal('INTENT_MISMATCH');
    const session = { proof: { method: 'confirm', shownDigest: challenge } };
    expect(problemOf(await ada.post(`${path}/confirm`, session)).code).to.equal('INTENT_METHOD_REFUSED');
    // A proof of the batch is none of a use, and the other way round.
    const [use] = uses;
    if (use === undefined) throw new TypeError('expected uses');
    expect(problemOf(await ada.post(`/uses/${use.useId}/confirm`, answerOf(newer, use.challenge))).code).to.equal('INTENT_FOREIGN');
    const ofUse = expectStatus(await ada.post<IntentView>(`/uses/${use.useId}/intents`, { method: 'passkey' }), 201);
    expect(problemOf(await ada.post(`${path}/confirm`, answerOf(ofUse))).code).to.equal('INTENT_FOREIGN');
    const given = answerOf(newer);
    expect(expectStatus(await ada.post<IntentBatchView>(`${path}/confirm`, given), 200).status).to.equal('confirmed');
    expect(expectStatus(await ada.post<IntentBatchView>(`${path}/confirm`, given), 200).status).to.equal('confirmed');
    expect(problemOf(await begin()).code).to.equal('INTENT_SPENT');
  });

  it('spends no place twice, whoever is first', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const device = await enrolPasskey(ada);
    const uses = await waitingUses(ada, 2);
    const [first, second] = [await confirmedBatch(ada, device, uses), await confirmedBatch(ada, device, uses)];
    const [use] = uses;
    if (use === undefined) throw new TypeError('expected uses');
    const answers = await Promise.all([confirmLeaf(ada, first, use), confirmLeaf(ada, second, use), confirmLeaf(ada, first, use)]);
    expect(answers.filter(({ status }) => status === 200).length).to.be.greaterThan(0);
    expect(world.keyStore.signatures).to.equal(1);
    const spent = answers.filter(({ status }) => status !== 200).map((answer) => problemOf(answer).code);
    expect(new Set(spent)).to.deep.equal(new Set(['INTENT_SPENT']));
  });

  for (const [what, policy, deployment] of [
    ['the seal', { minimumAssurance: 3 }, { batch: true }],
    ['the deployment', BATCH_POLICY, {}],
  ] as const) {
    it(`is refused where ${what} does not say that acts may be confirmed together`, async () => {
      const world = await createBatchWorld(policy, {
        intent: { providers: [passkeyProvider()], policy: deployment, enrolment: BY_SIGN_IN },
      });
      const ada = world.as('ada');
      const [use] = await waitingUses(ada, 1);
      expect(use?.batch).to.equal(false);
      const answer = await postBatch(ada, [use ?? { useId: '' }]);
      expect([problemOf(answer).code, problemOf(answer).values?.['useId']]).to.deep.equal(['INTENT_BATCH_REFUSED', use?.useId]);
    });
  }

  it('is refused where the envelope does not say so, and written into the permit where all do', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const opened = async (batch: object): Promise<PermitView> => {
      const body = {
        name: 'Lease.pdf',
        document: { digest: document.digest, length: document.bytes.length, pages: document.frame.pageCount },
        intentPolicy: { minimumAssurance: 0, methods: null, maximumAge: null, commitment: false, ...batch },
      };
      const envelope = expectStatus(await ada.post<EnvelopeView>('/envelopes', body), 201);
      return expectStatus(await ada.post<PermitView>('/permits', permitRequest(envelope, document)), 201);
    };
    const policyOf = ({ permit }: PermitView) => parsePermit(permit ?? '').payload.intentPolicy;
    expect(policyOf(await opened({}))).not.to.have.property('batch');
    expect(policyOf(await opened({ batch: false }))).not.to.have.property('batch');
    const taken = await opened({ batch: true });
    expect(policyOf(taken).batch).to.equal(true);
    expectStatus(await postBatch(ada, [await startUse(ada, document, taken.id)]), 201);
  });

  it('takes no use twice, none at all, or more than 200', async () => {
    const ada = (await createBatchWorld()).as('ada');
    const [use] = await waitingUses(ada, 1);
    const one = use ?? { useId: '' };
    const many = Array.from({ length: 201 }, (_, at) => ({ useId: `use-${at}` }));
    expect(await codesOf([postBatch(ada, [one, one]), postBatch(ada, []), postBatch(ada, many)])).to.deep.equal([
      'BODY_MALFORMED',
      'BODY_MALFORMED',
      'BODY_MALFORMED',
    ]);
  });

  it('finds out that somebody wrote into a batch behind its back', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const device = await enrolPasskey(ada);
    const uses = await waitingUses(ada, 2);
    const [one, two] = uses;
    if (one === undefined || two === undefined) throw new TypeError('expected uses');
    const batch = await confirmedBatch(ada, device, [one]);
    const stored = await world.store.transaction((tx) => tx.intents.findBatch(TENANT, batch.batchId));
    if (stored === undefined || stored.confirmed === null) throw new TypeError('expected a confirmed batch');
    const leaf = ({ useId, challenge }: UseChallenge) => ({ useId, challenge });
    const { confirmed } = stored;
    const forged = [
      { ...stored, id: 'a'.repeat(32), uses: [leaf(one), leaf(two)] },
      { ...stored, id: 'b'.repeat(32), uses: [leaf(two)] },
      { ...stored, id: 'c'.repeat(32), uses: [leaf(two)], act: { ...stored.act, root: await batchRoot([two.challenge]) } },
      { ...stored, id: 'd'.repeat(32) },
    ];
    for (const record of forged) {
      await world.store.transaction(async (tx) => {
        await tx.intents.addBatch({ ...record, confirmed: null });
        await tx.intents.confirmBatch(record, confirmed);
      });
      const use = record.uses.some(({ useId }) => useId === two.useId) ? two : one;
      expect(problemOf(await confirmLeaf(ada, { batchId: record.id }, use)).code).to.equal('USE_ALTERED');
    }
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('sends a message that says how many documents it confirms, and the end of their root', async () => {
    const sent: CodeMessage[] = [];
    const transport = { send: async (message: CodeMessage) => void sent.push(message) };
    const provider = createSmsProvider({ transport, phoneNumberOf: async () => '+8613812345678', pepper: new Uint8Array(32).fill(3) });
    const world = await createBatchWorld(
      { minimumAssurance: 1, batch: true },
      { intent: { providers: [provider], policy: { batch: true }, enrolment: BY_SIGN_IN } },
    );
    const ada = world.as('ada');
    const uses = await waitingUses(ada, 2);
    const batch = expectStatus(await postBatch(ada, uses), 201);
    const path = `/intent-batches/${batch.batchId}`;
    const intent = expectStatus(await ada.post<IntentView>(`${path}/intents`, { method: 'otp-sms' }), 201);
    const [message] = sent;
    expect([message?.documentName, message?.digestEnd]).to.deep.equal(['2份文件', batch.act.root.slice(-6)]);
    const proof = (code: string) => ({ proof: { intentId: intent.id, shownDigest: batch.challenge, answer: { code } } });
    const wrong = message?.code === '000000' ? '000001' : '000000';
    expect(problemOf(await ada.post(`${path}/confirm`, proof(wrong))).code).to.equal('INTENT_CODE_WRONG');
    expectStatus(await ada.post(`${path}/confirm`, proof(message?.code ?? '')), 200);
    for (const use of uses) expectStatus(await confirmLeaf(ada, batch, use), 200);
  });

  it('takes a code of the app once for the batch, and counts a wrong one against the account', async () => {
    const totp = createTotpProvider({ encryptionKey: new Uint8Array(32).fill(7), issuer: 'Test' });
    const world = await createBatchWorld(
      { minimumAssurance: 2, batch: true },
      { intent: { providers: [totp], policy: { batch: true }, enrolment: BY_SIGN_IN } },
    );
    const ada = world.as('ada');
    const begun = expectStatus(await ada.post<EnrolmentView>('/intent-methods/totp/enrolments', { name: '手机' }), 201);
    const code = () => codeOf(begun.totp?.secret ?? '', world.now());
    expectStatus(await ada.post(`/intent-enrolments/${begun.id}/confirm`, { answer: { code: code() } }), 200);
    world.pass(60_000);
    const [one, two, three] = await waitingUses(ada, 3);
    if (one === undefined || two === undefined || three === undefined) throw new TypeError('expected uses');
    const confirmed = async (uses: readonly UseChallenge[], given: string) => {
      const { batchId, challenge } = expectStatus(await postBatch(ada, uses), 201);
      const intent = expectStatus(await ada.post<IntentView>(`/intent-batches/${batchId}/intents`, { method: 'totp' }), 201);
      const proof = { intentId: intent.id, shownDigest: challenge, answer: { code: given } };
      return ada.post<IntentBatchView>(`/intent-batches/${batchId}/confirm`, { proof });
    };
    const wrong = await confirmed([one, two], code() === '000000' ? '000001' : '000000');
    expect([problemOf(wrong).code, problemOf(wrong).values?.['triesLeft']]).to.deep.equal(['INTENT_CODE_WRONG', 1]);
    expect((await world.store.transaction((tx) => tx.intents.findCount(TENANT, 'account:ada')))?.total).to.equal(2);
    const batch = expectStatus(await confirmed([one, two], code()), 200);
    // The same time step confirms no second batch.
    expect(problemOf(await confirmed([three], code())).code).to.equal('INTENT_CODE_WRONG');
    for (const use of [one, two]) expectStatus(await confirmLeaf(ada, batch, use), 200);
    // What was refused stands in the log, under the batch.
    const refusals = await useLog(ada, '/uses?result=refused');
    expect(refusals.uses.map(({ refusal }) => refusal)).to.deep.equal(['INTENT_CODE_WRONG', 'INTENT_CODE_WRONG']);
  });

  it('is confirmed by the session where all permits take that', async () => {
    const world = await createBatchWorld({ minimumAssurance: 0, batch: true });
    const ada = world.as('ada');
    const uses = await waitingUses(ada, 2);
    const batch = expectStatus(await postBatch(ada, uses), 201);
    expect(batch.methods).to.deep.equal(['confirm', 'passkey']);
    const proof = { method: 'confirm', shownDigest: batch.challenge };
    expectStatus(await ada.post(`/intent-batches/${batch.batchId}/confirm`, { proof }), 200);
    for (const use of uses) expectStatus(await confirmLeaf(ada, batch, use), 200);
  });
});

describe('a batch that a page takes up again', () => {
  const recall = (client: ReturnType<World['as']>, batchId: string) => client.get<IntentBatchRecall>(`/intent-batches/${batchId}`);

  it('is answered with its acts and permits, before and after its proof, and goes on from there', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    const device = await enrolPasskey(ada);
    const uses = await waitingUses(ada, 3);
    const opened = expectStatus(await postBatch(ada, uses), 201);
    const { acts, ...view } = expectStatus(await recall(ada, opened.batchId), 200);
    expect(view).to.deep.equal(opened);
    expect(acts.map(({ challenge }) => challenge)).to.deep.equal(uses);
    for (const { permit, challenge } of acts) expect(parsePermit(permit).payload.id).to.be.a('string').and.not.equal(challenge.useId);

    const batch = await confirmedBatch(ada, device, uses);
    const [first] = uses;
    if (first === undefined) throw new Error('expected a use');
    const signed = expectStatus(await confirmLeaf(ada, batch, first), 200);
    const again = expectStatus(await recall(ada, batch.batchId), 200);
    expect(again.status).to.equal('confirmed');
    // Each of its uses is confirmed by its place: what was signed is answered again, the others are signed now.
    const results = [];
    for (const { challenge } of again.acts) results.push(expectStatus(await confirmLeaf(ada, again, challenge), 200));
    expect(results[0]).to.deep.equal(signed);
    expect(results.map(({ status }) => status)).to.deep.equal(['completed', 'completed', 'completed']);
    expect(world.keyStore.signatures).to.equal(3);
  });

  it('is known to its own person alone, and no longer once nobody confirmed it in time', async () => {
    const world = await createBatchWorld();
    const ada = world.as('ada');
    await enrolPasskey(ada);
    const { batchId } = expectStatus(await postBatch(ada, await waitingUses(ada, 1)), 201);
    expect(problemOf(await recall(world.as('bo'), batchId)).code).to.equal('INTENT_NOT_FOUND');
    expect(problemOf(await recall(world.as('eve', 'tenant-two'), batchId)).code).to.equal('INTENT_NOT_FOUND');
    world.pass(600_000);
    expect(problemOf(await recall(ada, batchId)).code).to.equal('INTENT_EXPIRED');
  });
});
