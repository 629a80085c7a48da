import type { PermitRequest, UseView } from '@sealkit/core/protocol';
import { grantSeal, registerSealVersion, revokeGrant } from '../src/index.ts';
import {
  type Answer,
  changeState,
  confirmation,
  createWorld,
  obtainPermit,
  openEnvelope,
  permitRequest,
  placeOn,
  problemOf,
  sampleDocument,
  sign,
  SIDE,
  startUse,
  TENANT,
  type TestDocument,
  useLog,
  type World,
} from './support/world.ts';

/** The refusal's row in a use log, found by the id that the problem gave. */
async function rowOf(world: World, eventId: string | undefined, path = '/seals/QL-1/uses'): Promise<UseView | undefined> {
  const log = await useLog(world.as('ada'), path);
  expect(log.chain.intact).to.be.true;
  return log.uses.find(({ id }) => id === eventId);
}

async function refusedPermit(world: World, person: string, changes: Partial<PermitRequest>, document?: TestDocument) {
  const client = world.as(person);
  const opened = document ?? (await sampleDocument());
  const envelope = await openEnvelope(client, opened);
  return problemOf(await client.post('/permits', permitRequest(envelope, opened, changes)));
}

describe('refusals when a permit is asked for: typed, and a row in the log', () => {
  it('SEAL_SUSPENDED with seal and state, until the seal is active again', async () => {
    const world = await createWorld();
    await changeState(world.as('ada'), 'QL-1', 'suspended');
    const problem = await refusedPermit(world, 'ada', {});
    expect(problem.code).to.equal('SEAL_SUSPENDED');
    expect(problem.values).to.include({ sealNumber: 'QL-1', state: 'suspended' });
    const row = await rowOf(world, problem.eventId);
    expect([row?.result, row?.refusal, row?.person.id]).to.deep.equal(['refused', 'SEAL_SUSPENDED', 'ada']);
    expect(row?.originalDigest).to.match(/^sha256:/);
    await changeState(world.as('ada'), 'QL-1', 'active');
    await sign(world.as('ada'), await sampleDocument());
  });

  it('SEAL_ABOLISHED for good', async () => {
    const world = await createWorld();
    await changeState(world.as('ada'), 'QL-1', 'abolished');
    expect((await refusedPermit(world, 'ada', {})).code).to.equal('SEAL_ABOLISHED');
    const back = problemOf(await world.as('ada').post('/seals/QL-1/transitions', { to: 'active', reason: 'again' }));
    expect(back.code).to.equal('SEAL_TRANSITION_NOT_ALLOWED');
  });

  it('NO_GRANT for a person without one, before it begins, after it ends, and once it is revoked', async () => {
    const world = await createWorld();
    const problem = await refusedPermit(world, 'bo', {});
    expect(problem.code).to.equal('NO_GRANT');
    expect((await rowOf(world, problem.eventId))?.person.name).to.equal('李博');
    const grant = await grantSeal(world.registration, {
      tenant: TENANT,
      sealNumber: 'QL-1',
      personId: 'bo',
      validFrom: new Date(world.now().getTime() + 1000),
      validTo: new Date(world.now().getTime() + 3000),
    });
    expect((await refusedPermit(world, 'bo', {})).code).to.equal('NO_GRANT');
    world.pass(2000);
    await obtainPermit(world.as('bo'), await sampleDocument());
    world.pass(1000);
    expect((await refusedPermit(world, 'bo', {})).code).to.equal('NO_GRANT');
    const open = await grantSeal(world.registration, { tenant: TENANT, sealNumber: 'QL-1', personId: 'bo' });
    await obtainPermit(world.as('bo'), await sampleDocument());
    await revokeGrant(world.registration, open);
    expect((await refusedPermit(world, 'bo', {})).code).to.equal('NO_GRANT');
    expect(grant.terms.approval).to.equal(null);
  });

  it('SEAL_VERSION_CHANGED for a version that the person did not see', async () => {
    const world = await createWorld();
    expect((await refusedPermit(world, 'ada', { sealVersion: 2 })).code).to.equal('SEAL_VERSION_CHANGED');
    const next = await world.sealVersion('QL-1', world.pki.signers.p256, 'seal-1');
    expect(await registerSealVersion(world.registration, TENANT, 'QL-1', next)).to.equal(2);
    const problem = await refusedPermit(world, 'ada', { sealVersion: 1 });
    expect([problem.code, problem.values?.['version']]).to.deep.equal(['SEAL_VERSION_CHANGED', 2]);
    expect((await rowOf(world, problem.eventId))?.refusal).to.equal('SEAL_VERSION_CHANGED');
    await obtainPermit(world.as('ada'), await sampleDocument(), { sealVersion: 2 });
  });

  it('SEAL_VERSION_EXPIRED when the statement is over', async () => {
    const world = await createWorld();
    world.pass(5 * 365 * 86_400_000);
    expect((await refusedPermit(world, 'ada', {})).code).to.equal('SEAL_VERSION_EXPIRED');
  });

  it("DIGEST_MISMATCH and LENGTH_MISMATCH for another document than the envelope's", async () => {
    const world = await createWorld();
    const other = await sampleDocument('Other');
    const document = await sampleDocument();
    const digest = await refusedPermit(world, 'ada', { document: { digest: other.digest, length: document.bytes.length } }, document);
    expect(digest.code).to.equal('DIGEST_MISMATCH');
    expect((await rowOf(world, digest.eventId))?.originalDigest).to.equal(other.digest);
    const length = await refusedPermit(world, 'ada', { document: { digest: document.digest, length: 7 } }, document);
    expect(length.code).to.equal('LENGTH_MISMATCH');
  });

  it('refuses places that are too many pages on, of another size, missing, or without a seal', async () => {
    const world = await createWorld();
    const code = async (changes: Partial<PermitRequest>): Promise<string> => (await refusedPermit(world, 'ada', changes)).code;
    expect(await code({ placements: [placeOn(3)] })).to.equal('PLACEMENT_OUTSIDE_DOCUMENT');
    expect(await code({ placements: [{ ...placeOn(1), width: SIDE + 1 }] })).to.equal('PLACEMENT_SIZE_MISMATCH');
    expect(await code({ placements: [placeOn(1), { ...placeOn(1), x: placeOn(1).x + 1000 }] })).to.equal('PLACEMENT_OVERLAP');
    expect(await code({ placements: [] })).to.equal('PLACEMENT_REQUIRED');
    expect(await code({ sealNumber: null, sealVersion: null })).to.equal('PLACEMENT_WITHOUT_SEAL');
    expect(await code({ frame: `sha512:${'00'.repeat(64)}` })).to.equal('ALGORITHM_MISMATCH');
  });

  it("NO_PERSONAL_CERTIFICATE for a signature of one's own without a certificate", async () => {
    const world = await createWorld();
    const problem = await refusedPermit(world, 'bo', { sealNumber: null, sealVersion: null, placements: [] });
    expect(problem.code).to.equal('NO_PERSONAL_CERTIFICATE');
    expect((await rowOf(world, problem.eventId, '/uses'))?.refusal).to.equal('NO_PERSONAL_CERTIFICATE');
  });

  it('SEAL_NOT_FOUND and ENVELOPE_NOT_FOUND for what the tenant does not have', async () => {
    const world = await createWorld();
    expect((await refusedPermit(world, 'ada', { sealNumber: 'QL-9' })).code).to.equal('SEAL_NOT_FOUND');
    expect((await refusedPermit(world, 'ada', { envelopeId: 'none' })).code).to.equal('ENVELOPE_NOT_FOUND');
  });

  it('PERSON_NOT_REGISTERED for a person that the register does not know', async () => {
    const world = await createWorld();
    expect((await refusedPermit(world, 'stranger', {})).code).to.equal('PERSON_NOT_REGISTERED');
  });
});

describe('refusals of a lying page: no signature, and each try is a row in the log', () => {
  const attempts: readonly (readonly [string, string, (honest: TestDocument, other: TestDocument) => object])[] = [
    ['the hash state of another document', 'LENGTH_MISMATCH', (_honest, other) => ({ state: other.state })],
    ['frame and state of another document', 'LENGTH_MISMATCH', (_honest, other) => ({ state: other.state, frame: other.frame })],
    ['the frame of another document', 'LENGTH_MISMATCH', (_honest, other) => ({ frame: other.frame })],
    [
      'a state with one flipped bit',
      'DIGEST_MISMATCH',
      ({ state }) => ({ state: { ...state, state: (Number.parseInt(state.state.charAt(0), 16) ^ 1).toString(16) + state.state.slice(1) } }),
    ],
    [
      'a tail with one flipped bit',
      'DIGEST_MISMATCH',
      ({ state }) => ({ state: { ...state, tail: (Number.parseInt(state.tail.charAt(0), 16) ^ 1).toString(16) + state.tail.slice(1) } }),
    ],
    ['a tail of another length', 'STATE_MALFORMED', ({ state }) => ({ state: { ...state, tail: `${state.tail}00` } })],
    ['a state of another length', 'STATE_MALFORMED', ({ state }) => ({ state: { ...state, length: state.length + 1 } })],
    ['a changed page in the frame', 'FRAME_MISMATCH', ({ frame }) => ({ frame: { ...frame, pages: [...frame.pages].reverse() } })],
    [
      'a changed catalog in the frame',
      'FRAME_MISMATCH',
      ({ frame }) => ({ frame: { ...frame, catalog: '<< /Pages 2 0 R /Type /Catalog >>' } }),
    ],
    ['a frame that names another digest', 'FRAME_MISMATCH', ({ frame }) => ({ frame: { ...frame, digest: `sha256:${'00'.repeat(32)}` } })],
    ['a frame with a lower free number', 'FRAME_MISMATCH', ({ frame }) => ({ frame: { ...frame, firstFree: 1 } })],
    ['another algorithm', 'ALGORITHM_MISMATCH', ({ frame }) => ({ frame: { ...frame, algorithm: 'SHA-512' } })],
  ];
  for (const [title, code, changes] of attempts) {
    it(`${code} for ${title}`, async () => {
      const world = await createWorld();
      const ada = world.as('ada');
      const document = await sampleDocument('A document with a tail');
      const other = await sampleDocument('Another and longer document');
      const permit = await obtainPermit(ada, document);
      const answer = await ada.post('/uses', {
        permitId: permit.id,
        frame: document.frame,
        state: document.state,
        ...changes(document, other),
      });
      const problem = problemOf(answer);
      expect(problem.code).to.equal(code);
      const row = await rowOf(world, problem.eventId);
      expect([row?.result, row?.refusal, row?.permitId]).to.deep.equal(['refused', code, permit.id]);
      expect(world.keyStore.signatures).to.equal(0);
      // The permit itself is not spent by a try that failed.
      await startUse(ada, document, permit.id);
    });
  }

  it('PERMIT_FOREIGN for another person of the tenant, PERMIT_NOT_FOUND for another tenant', async () => {
    const world = await createWorld();
    const document = await sampleDocument();
    const permit = await obtainPermit(world.as('ada'), document);
    const body = { permitId: permit.id, frame: document.frame, state: document.state };
    await grantSeal(world.registration, { tenant: TENANT, sealNumber: 'QL-1', personId: 'bo' });
    const foreign = problemOf(await world.as('bo').post('/uses', body));
    expect([foreign.status, foreign.code]).to.deep.equal([403, 'PERMIT_FOREIGN']);
    const row = await rowOf(world, foreign.eventId);
    expect([row?.refusal, row?.person.id]).to.deep.equal(['PERMIT_FOREIGN', 'bo']);
    const outside = problemOf(await world.as('eve', 'tenant-two').post('/uses', body));
    expect([outside.status, outside.code]).to.deep.equal([404, 'PERMIT_NOT_FOUND']);
    expect((await useLog(world.as('eve', 'tenant-two'), '/uses')).uses[0]?.refusal).to.equal('PERMIT_NOT_FOUND');
  });

  it('PERMIT_USED for a permit that has signed, whatever is sent with it', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    const waiting = await startUse(ada, document, permit.id);
    expect((await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).status).to.equal(200);
    const replayed = problemOf(await ada.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state }));
    expect(replayed.code).to.equal('PERMIT_USED');
    expect((await rowOf(world, replayed.eventId))?.refusal).to.equal('PERMIT_USED');
    const second = problemOf(await ada.post(`/uses/${waiting.useId}/confirm`, confirmation(waiting)));
    expect(second.code).to.equal('PERMIT_USED');
    expect((await rowOf(world, second.eventId))?.refusal).to.equal('PERMIT_USED');
    expect(world.keyStore.signatures).to.equal(1);
  });

  it("PERMIT_EXPIRED by the server's clock, at the very instant of its end", async () => {
    const world = await createWorld({ policy: { permitLifetimeMs: 1000 } });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    world.pass(999);
    await startUse(ada, document, permit.id);
    world.pass(1);
    const late = problemOf(await ada.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state }));
    expect(late.code).to.equal('PERMIT_EXPIRED');
    expect((await rowOf(world, late.eventId))?.refusal).to.equal('PERMIT_EXPIRED');
    const confirm = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect(confirm.code).to.equal('INTENT_EXPIRED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('DOCUMENT_REFUSED with the reason, for a frame that this mode does not sign', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const honest = await sampleDocument();
    const { digestOfFrame } = await import('@sealkit/core/pades');
    const frame = { ...honest.frame, docMdp: 1 as const };
    const document = { ...honest, frame, frameDigest: await digestOfFrame(frame) };
    const permit = await obtainPermit(ada, document);
    const problem = problemOf(await ada.post('/uses', { permitId: permit.id, frame, state: document.state }));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['DOCUMENT_REFUSED', 'PADES_CERTIFIED_NO_CHANGES']);
    expect((await rowOf(world, problem.eventId))?.refusal).to.equal('DOCUMENT_REFUSED');
  });

  it('SEAL_SUSPENDED and SEAL_CHANGED for permits from before a suspension', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    await changeState(ada, 'QL-1', 'suspended');
    const suspended = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect(suspended.code).to.equal('SEAL_SUSPENDED');
    expect((await rowOf(world, suspended.eventId))?.refusal).to.equal('SEAL_SUSPENDED');
    await changeState(ada, 'QL-1', 'active');
    const changed = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect(changed.code).to.equal('SEAL_CHANGED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('NO_GRANT at the confirmation when the grant ended meanwhile', async () => {
    const world = await createWorld();
    const grant = await grantSeal(world.registration, { tenant: TENANT, sealNumber: 'QL-1', personId: 'bo' });
    const bo = world.as('bo');
    const document = await sampleDocument();
    const challenge = await startUse(bo, document, (await obtainPermit(bo, document)).id);
    await revokeGrant(world.registration, grant);
    const problem = problemOf(await bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect(problem.code).to.equal('NO_GRANT');
    expect(world.keyStore.signatures).to.equal(0);
  });
});

describe('a prepared use whose confirmation is refused', () => {
  it('ends with the refusal in its own row, and leaves none that waits', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    await changeState(ada, 'QL-1', 'suspended');
    world.pass(1000);
    const problem = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect([problem.code, problem.eventId]).to.deep.equal(['SEAL_SUSPENDED', challenge.useId]);
    const { uses, chain } = await useLog(ada);
    expect(uses.map(({ id, result, refusal, permitId }) => [id, result, refusal, permitId])).to.deep.equal([
      [challenge.useId, 'refused', 'SEAL_SUSPENDED', permit.id],
    ]);
    expect([uses[0]?.time, uses[0]?.person.id, chain.intact]).to.deep.equal([world.now().toISOString(), 'ada', true]);
    const read = problemOf(await ada.get(`/uses/${challenge.useId}`));
    expect([read.code, read.eventId]).to.deep.equal(['SEAL_SUSPENDED', challenge.useId]);
    // Its time passes without a second end.
    world.pass(24 * 3_600_000);
    expect((await useLog(ada)).uses.map(({ refusal }) => refusal)).to.deep.equal(['SEAL_SUSPENDED']);
  });

  it('stays ended when the reason is gone, each further try is a row, and another use of the permit may be made', async () => {
    const world = await createWorld();
    const validTo = new Date(world.now().getTime() + 60_000);
    const grant = await grantSeal(world.registration, { tenant: TENANT, sealNumber: 'QL-1', personId: 'bo', validTo });
    const bo = world.as('bo');
    const document = await sampleDocument();
    const permit = await obtainPermit(bo, document);
    const challenge = await startUse(bo, document, permit.id);
    const confirm = (): Promise<Answer<unknown>> => bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    world.pass(120_000);
    expect(problemOf(await confirm()).code).to.equal('NO_GRANT');
    await world.as('ada').post(`/grants/${grant.id}/changes`, { change: 'extend', validTo: null, reason: 'goes on' });
    const again = problemOf(await confirm());
    expect([again.code, again.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'NO_GRANT']);
    expect([(await rowOf(world, again.eventId))?.refusal, again.eventId === challenge.useId]).to.deep.equal(['USE_DISCARDED', false]);
    expect(world.keyStore.signatures).to.equal(0);
    const other = await startUse(bo, document, permit.id);
    expect((await bo.post(`/uses/${other.useId}/confirm`, confirmation(other))).status).to.equal(200);
  });

  it('ends with the grant that its permit was issued on, also where another grant is given', async () => {
    const world = await createWorld();
    const grant = { tenant: TENANT, sealNumber: 'QL-1', personId: 'bo' };
    const first = await grantSeal(world.registration, grant);
    const bo = world.as('bo');
    const document = await sampleDocument();
    const permit = await obtainPermit(bo, document);
    const challenge = await startUse(bo, document, permit.id);
    await revokeGrant(world.registration, first);
    await grantSeal(world.registration, grant);
    expect(problemOf(await bo.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).code).to.equal('NO_GRANT');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('goes on waiting when the refusal is not about it: another person, or another act that was shown', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    const path = `/uses/${challenge.useId}/confirm`;
    await world.as('bo').post(path, confirmation(challenge));
    await ada.post(path, { proof: { method: 'confirm', shownDigest: `sha256:${'00'.repeat(32)}` } });
    const found = (await useLog(ada, `/seals/QL-1/uses?text=${challenge.useId}`)).uses;
    expect(found.map(({ result, refusal }) => [result, refusal])).to.deep.equal([
      ['refused', 'INTENT_MISMATCH'],
      ['refused', 'PERMIT_FOREIGN'],
      ['awaiting-intent', null],
    ]);
    expect((await ada.post(path, confirmation(challenge))).status).to.equal(200);
  });
});

describe('refusals of a confirmation', () => {
  it('INTENT_MISMATCH when the dialog showed something else; the person may confirm the right thing afterwards', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    const wrong = { proof: { method: 'confirm', shownDigest: `sha256:${'00'.repeat(32)}` } };
    const problem = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, wrong));
    expect(problem.code).to.equal('INTENT_MISMATCH');
    expect((await rowOf(world, problem.eventId))?.refusal).to.equal('INTENT_MISMATCH');
    expect(world.keyStore.signatures).to.equal(0);
    expect((await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).status).to.equal(200);
  });

  it('PERMIT_FOREIGN when another person confirms, 404 for another tenant', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    const foreign = problemOf(await world.as('bo').post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect(foreign.code).to.equal('PERMIT_FOREIGN');
    const outside = await world.as('eve', 'tenant-two').post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    expect(outside.status).to.equal(404);
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('INTENT_NOT_GIVEN in the log when nobody confirms in time', async () => {
    const world = await createWorld({ policy: { intentLifetimeMs: 1000 } });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    world.pass(1000);
    const [row] = (await useLog(ada)).uses;
    expect([row?.id, row?.result, row?.refusal]).to.deep.equal([challenge.useId, 'refused', 'INTENT_NOT_GIVEN']);
    expect(problemOf(await ada.get(`/uses/${challenge.useId}`)).code).to.equal('INTENT_NOT_GIVEN');
    expect(problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).code).to.equal('INTENT_EXPIRED');
  });
});
