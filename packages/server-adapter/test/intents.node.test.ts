import { decodeBase64, encodeUtf8, concatBytes } from '@sealkit/core/bytes';
import type {
  EnrolmentView,
  EnvelopeView,
  IntentMethodList,
  IntentPolicy,
  IntentView,
  PermitView,
  UseChallenge,
  UseResult,
} from '@sealkit/core/protocol';
import { parsePermit } from '@sealkit/core/seal';
import { totpCode, timeStepOf } from '../src/intent/totp/totp-code.ts';
import { createTotpProvider, forgiveIntentFailures, setSealIntentPolicy } from '../src/index.ts';
import { decodeBase32 } from './support/base32.ts';
import { validateUse } from './support/validated-use.ts';
import {
  type Client,
  createWorld,
  expectStatus,
  obtainPermit,
  permitRequest,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  type World,
} from './support/world.ts';

const KEY = new Uint8Array(32).fill(7);
const MINUTE = 60_000;

async function createIntentWorld(policy: Partial<IntentPolicy> | null = { minimumAssurance: 2 }): Promise<World> {
  const providers = [createTotpProvider({ encryptionKey: KEY, issuer: 'Test' })];
  const world = await createWorld({ intent: { providers, enrolment: { first: 'authorize' } } });
  if (policy !== null) await setSealIntentPolicy(world.registration, { tenant: TENANT, sealNumber: 'QL-1', policy });
  return world;
}

interface App {
  readonly secret: Uint8Array;
  code(now: Date): string;
}

/** An authenticator app that the person has enrolled; the step of the enrolment is behind it. */
async function enrolApp(world: World, client: Client): Promise<App> {
  const begun = expectStatus(await client.post<EnrolmentView>('/intent-methods/totp/enrolments', { name: '手机' }), 201);
  const secret = decodeBase32(begun.totp?.secret ?? '');
  const app = { secret, code: (now: Date) => totpCode(secret, timeStepOf(now), 6) };
  const list = expectStatus(
    await client.post<IntentMethodList>(`/intent-enrolments/${begun.id}/confirm`, { answer: { code: app.code(world.now()) } }),
    200,
  );
  expect(list.methods[0]?.ready).to.equal(true);
  world.pass(MINUTE);
  return app;
}

interface Begun {
  readonly challenge: UseChallenge;
  readonly intent: IntentView;
}

async function begin(client: Client): Promise<Begun> {
  const document = await sampleDocument();
  const permit = await obtainPermit(client, document);
  const challenge = await startUse(client, document, permit.id);
  return { challenge, intent: await beginFor(client, challenge) };
}

async function beginFor(client: Client, challenge: UseChallenge): Promise<IntentView> {
  return expectStatus(await client.post<IntentView>(`/uses/${challenge.useId}/intents`, { method: 'totp' }), 201);
}

function confirm(client: Client, { challenge, intent }: Begun, code: string) {
  const proof = { intentId: intent.id, shownDigest: challenge.challenge, answer: { code } };
  return client.post<UseResult>(`/uses/${challenge.useId}/confirm`, { proof });
}

describe('secondary verification by an authenticator app (RFC 6238)', () => {
  it('gives the codes of RFC 6238 appendix B', () => {
    const secret = encodeUtf8('12345678901234567890');
    const codes = [59, 1111111109, 1234567890, 20000000000].map((seconds) => totpCode(secret, timeStepOf(new Date(seconds * 1000)), 8));
    expect(codes).to.deep.equal(['94287082', '07081804', '89005924', '65353130']);
  });

  it('signs with the code, and the proof stands behind the use record, the event and the permit', async () => {
    const world = await createIntentWorld({ minimumAssurance: 2, commitment: true });
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const document = await sampleDocument();
    const permit = await obtainPermit(ada, document);
    const challenge = await startUse(ada, document, permit.id);
    expect(challenge.methods).to.deep.equal(['totp']);
    expect(challenge.act.wording.text).to.include('合同专用章');
    const intent = await beginFor(ada, challenge);
    const result = expectStatus(await confirm(ada, { challenge, intent }, app.code(world.now())), 200);
    const { payload } = parsePermit(permit.permit ?? '');
    expect(payload.intentPolicy).to.deep.equal({
      required: true,
      methods: ['totp'],
      minimumAssurance: 2,
      commitmentType: 'proof-of-approval',
    });
    const report = await validateUse(world, document, result);
    expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
    // id-cti-ets-proofOfApproval in the signed attributes
    const oid = new Uint8Array([0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x06, 0x05]);
    const signed = concatBytes(document.bytes, decodeBase64(result.revision));
    expect(Buffer.from(signed).toString('latin1').toLowerCase()).to.include(Buffer.from(oid).toString('hex'));
    const use = await world.store.transaction((tx) => tx.uses.find(TENANT, result.useId));
    expect(use?.intent).to.include({ v: 2, method: 'totp', assurance: 2, challenge: challenge.challenge, person: 'ada', result: 'passed' });
    // A repeat of the very confirmation is answered again.
    expect((await confirm(ada, { challenge, intent }, '000000')).body).to.deep.equal(result);
  });

  it('refuses the session alone where the seal asks for more', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    await enrolApp(world, ada);
    const { challenge } = await begin(ada);
    const answer = await ada.post(`/uses/${challenge.useId}/confirm`, { proof: { method: 'confirm', shownDigest: challenge.challenge } });
    expect(problemOf(answer).code).to.equal('INTENT_METHOD_REFUSED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('lets the session confirm no later than the policy says', async () => {
    const world = await createIntentWorld({ minimumAssurance: 0, methods: ['confirm'], maximumAge: 10 });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const prepared = async (): Promise<UseChallenge> => startUse(ada, document, (await obtainPermit(ada, document)).id);
    const [early, late] = [await prepared(), await prepared()];
    const confirmed = ({ useId, challenge }: UseChallenge) =>
      ada.post(`/uses/${useId}/confirm`, { proof: { method: 'confirm', shownDigest: challenge } });
    world.pass(9_000);
    expectStatus(await confirmed(early), 200);
    world.pass(2_000);
    expect(problemOf(await confirmed(late)).code).to.equal('INTENT_EXPIRED');
  });

  it('accepts each time step once, also for another use and from before', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const [first, second] = [await begin(ada), await begin(ada)];
    const code = app.code(world.now());
    const early = totpCode(app.secret, timeStepOf(world.now()) - 1, 6);
    expectStatus(await confirm(ada, first, code), 200);
    expect(problemOf(await confirm(ada, second, code)).code).to.equal('INTENT_CODE_WRONG');
    expect(problemOf(await confirm(ada, second, early)).code).to.equal('INTENT_CODE_WRONG');
    world.pass(30_000);
    const again = { ...second, intent: await beginFor(ada, second.challenge) };
    expectStatus(await confirm(ada, again, app.code(world.now())), 200);
  });

  it('lets one of two confirmations with the same code through', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const both = [await begin(ada), await begin(ada)];
    const answers = await Promise.all(both.map((each) => confirm(ada, each, app.code(world.now()))));
    expect(answers.filter(({ status }) => status === 200).length).to.equal(1);
    expect(world.keyStore.signatures).to.equal(1);
  });

  it('refuses a proof of another use, a superseded one, one too late, and one for something else than was shown', async () => {
    const world = await createIntentWorld({ minimumAssurance: 2, maximumAge: 60 });
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const [one, other] = [await begin(ada), await begin(ada)];
    const code = () => app.code(world.now());
    expect(problemOf(await confirm(ada, { ...one, intent: other.intent }, code())).code).to.equal('INTENT_FOREIGN');
    expect(problemOf(await confirm(ada, { ...one, intent: { ...one.intent, id: 'f'.repeat(32) } }, code())).code).to.equal(
      'INTENT_NOT_FOUND',
    );
    const shown = { intentId: one.intent.id, shownDigest: other.challenge.challenge, answer: { code: code() } };
    expect(problemOf(await ada.post(`/uses/${one.challenge.useId}/confirm`, { proof: shown })).code).to.equal('INTENT_MISMATCH');
    const newer = await beginFor(ada, one.challenge);
    expect(problemOf(await confirm(ada, one, code())).code).to.equal('INTENT_SUPERSEDED');
    world.pass(61_000);
    expect(problemOf(await confirm(ada, { ...one, intent: newer }, code())).code).to.equal('INTENT_EXPIRED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('takes two answers per proof and ten wrong ones an hour, since two codes are right at a time, whatever is begun anew', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    let begun = await begin(ada);
    const codes: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (let tries = 0; tries < 2; tries += 1) codes.push(problemOf(await confirm(ada, begun, '000000')).code);
      if (round === 0) codes.push(problemOf(await confirm(ada, begun, app.code(world.now()))).code);
      if (round < 4) begun = { ...begun, intent: await beginFor(ada, begun.challenge) };
    }
    expect(codes.filter((code) => code === 'INTENT_CODE_WRONG').length).to.equal(10);
    expect(codes[2]).to.equal('INTENT_TRIES_USED');
    expect(problemOf(await ada.post(`/uses/${begun.challenge.useId}/intents`, { method: 'totp' })).code).to.equal('INTENT_LOCKED');
    await forgiveIntentFailures(world.registration, { tenant: TENANT, personId: 'ada' });
    begun = { ...begun, intent: await beginFor(ada, begun.challenge) };
    expectStatus(await confirm(ada, begun, app.code(world.now())), 200);
  });

  it('takes the code of the step before, and none of the next', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const at = (steps: number): string => totpCode(app.secret, timeStepOf(world.now()) + steps, 6);
    world.pass(90_000);
    expect(problemOf(await confirm(ada, await begin(ada), at(1))).code).to.equal('INTENT_CODE_WRONG');
    expect(problemOf(await confirm(ada, await begin(ada), at(-2))).code).to.equal('INTENT_CODE_WRONG');
    expectStatus(await confirm(ada, await begin(ada), at(-1)), 200);
  });

  it('keeps no secret in clear, and shows it once', async () => {
    const world = await createIntentWorld();
    const ada = world.as('ada');
    const app = await enrolApp(world, ada);
    const [authenticator] = await world.store.transaction((tx) => tx.intents.listAuthenticators(TENANT, 'ada'));
    const kept = JSON.stringify(authenticator);
    expect(kept).not.to.include(Buffer.from(app.secret).toString('base64'));
    expect(JSON.stringify(expectStatus(await ada.get('/intent-methods'), 200))).not.to.include('secret');
    // The same octets under another person do not open.
    const moved = createTotpProvider({ encryptionKey: KEY, issuer: 'Test' });
    const context = { tenant: TENANT, personId: 'bo', personName: 'x', now: world.now() };
    const statement = { useId: 'u', act: {} as UseChallenge['act'], digest: 'sha256:00' };
    const request = {
      context,
      handle: 'h',
      statement,
      authenticators: [{ id: authenticator?.id ?? '', state: authenticator?.state ?? null }],
    };
    const failure = await moved
      .finish({ ...request, state: null, answer: { code: app.code(world.now()) } })
      .catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'INTENT_STATE_MALFORMED');
  });

  it('finds no enrolment of another person', async () => {
    const world = await createIntentWorld();
    const begun = expectStatus(await world.as('ada').post<EnrolmentView>('/intent-methods/totp/enrolments', { name: 'x' }), 201);
    const bo = world.as('bo');
    expect(problemOf(await bo.post(`/intent-enrolments/${begun.id}/confirm`, { answer: { code: '000000' } })).code).to.equal(
      'INTENT_ENROLMENT_NOT_FOUND',
    );
  });

  it('issues no permit where nothing that is offered will do', async () => {
    const world = await createIntentWorld({ minimumAssurance: 3 });
    const ada = world.as('ada');
    const failure = await obtainPermit(ada, await sampleDocument()).catch((error: unknown) => String(error));
    expect(failure).to.include('INTENT_POLICY_UNMEETABLE');
  });

  it('asks for the strictest of what deployment, seal and envelope say', async () => {
    const world = await createIntentWorld({ minimumAssurance: 1, maximumAge: 300 });
    const ada = world.as('ada');
    const document = await sampleDocument();
    const policy: IntentPolicy = { minimumAssurance: 2, methods: ['totp', 'passkey'], maximumAge: 600, commitment: true };
    const opened = await ada.post<EnvelopeView>('/envelopes', {
      name: 'Lease.pdf',
      document: { digest: document.digest, length: document.bytes.length, pages: document.frame.pageCount },
      intentPolicy: policy,
    });
    const envelope = expectStatus(opened, 201);
    const permit = expectStatus(await ada.post<PermitView>('/permits', permitRequest(envelope, document)), 201);
    expect(parsePermit(permit.permit ?? '').payload.intentPolicy).to.deep.equal({
      required: true,
      methods: ['totp'],
      minimumAssurance: 2,
      maximumAge: 300,
      commitmentType: 'proof-of-approval',
    });
  });

  it('asks for nothing more where nobody said so', async () => {
    const world = await createIntentWorld(null);
    const document = await sampleDocument();
    const permit = await obtainPermit(world.as('ada'), document);
    const challenge = await startUse(world.as('ada'), document, permit.id);
    expect(challenge.methods).to.deep.equal(['confirm', 'totp']);
    const unready = await world.as('ada').post(`/uses/${challenge.useId}/intents`, { method: 'totp' });
    expect(problemOf(unready).code).to.equal('INTENT_NOT_ENROLLED');
  });
});
