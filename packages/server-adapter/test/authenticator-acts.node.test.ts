import { digestOfJson } from '@sealkit/core/crypto';
import type {
  AuthenticatorActResult,
  AuthenticatorActView,
  EnrolmentView,
  IntentAnswer,
  IntentMethodList,
  IntentView,
} from '@sealkit/core/protocol';
import { timeStepOf, totpCode } from '../src/intent/totp/totp-code.ts';
import { createPasskeyProvider } from '../src/intent/passkey/index.ts';
import { createSmsProvider } from '../src/intent/sms/index.ts';
import type { CodeMessage } from '../src/intent/sms/sms-transport.ts';
import { createTotpProvider, type EnrolmentPolicy, withdrawAuthenticators } from '../src/index.ts';
import { keepPersonalValue } from '../src/audit/personal-values/personal-value.ts';
import type { IdentityVerificationRecord } from '../src/storage/records.ts';
import type { StoreTransaction } from '../src/storage/store.ts';
import { decodeBase32 } from './support/base32.ts';
import { passedOrganisation } from './support/identity-world.ts';
import { type SoftAuthenticator, softAuthenticator } from './support/soft-authenticator.ts';
import { type Answer, type Client, createWorld, expectStatus, problemOf, START, TENANT, type World } from './support/world.ts';

const PAGE = 'https://app.seal.example';
const KEY = new Uint8Array(32).fill(7);
const MINUTE = 60_000;

interface ActWorld extends World {
  readonly messages: CodeMessage[];
}

async function createActWorld(enrolment: Partial<EnrolmentPolicy> = {}, verified = ['ada', 'bo']): Promise<ActWorld> {
  const messages: CodeMessage[] = [];
  const transport = { send: async (message: CodeMessage) => void messages.push(message) };
  const providers = [
    createPasskeyProvider({ rpId: 'seal.example', rpName: 'Test', origins: [PAGE] }),
    createTotpProvider({ encryptionKey: KEY, issuer: 'Test' }),
    createSmsProvider({ transport, phoneNumberOf: async () => '+8613800000000', pepper: KEY }),
  ];
  const world = await createWorld({ intent: { providers, enrolment } });
  for (const personId of verified)
    await world.store.transaction(async (tx) => {
      const { name = '' } = (await tx.register.findPerson(TENANT, personId)) ?? {};
      await tx.identities.put(await passedPerson(tx, personId, name));
    });
  return { ...world, messages };
}

async function passedPerson(tx: StoreTransaction, id: string, name: string): Promise<IdentityVerificationRecord> {
  const passed = passedOrganisation(id, await keepPersonalValue(tx, { tenant: TENANT, personId: id }, name, START));
  return { ...passed, subject: { kind: 'person', id } };
}

interface App {
  readonly id: string;
  code(): IntentAnswer;
}

async function finishApp(world: World, client: Client, { id, totp }: EnrolmentView): Promise<App> {
  const secret = decodeBase32(totp?.secret ?? '');
  const code = () => ({ code: totpCode(secret, timeStepOf(world.now()), 6) });
  expectStatus(await client.post<IntentMethodList>(`/intent-enrolments/${id}/confirm`, { answer: code() }), 200);
  world.pass(MINUTE);
  return { id, code };
}

async function finishPasskey(client: Client, { id, passkey }: EnrolmentView): Promise<SoftAuthenticator> {
  if (passkey === null) throw new TypeError('expected creation options');
  const device = softAuthenticator(PAGE);
  expectStatus(await client.post<IntentMethodList>(`/intent-enrolments/${id}/confirm`, { answer: device.create(passkey) }), 200);
  return device;
}

const enrolFirst = async (client: Client, method: string): Promise<EnrolmentView> =>
  expectStatus(await client.post<EnrolmentView>(`/intent-methods/${method}/enrolments`, { name: 'first' }), 201);

const beginAdding = async (client: Client, method: string, name = 'another'): Promise<AuthenticatorActView> =>
  expectStatus(await client.post<AuthenticatorActView>('/authenticator-acts', { action: 'add', method, name, language: 'en' }), 201);

const beginRemoving = async (client: Client, authenticatorId: string): Promise<AuthenticatorActView> =>
  expectStatus(
    await client.post<AuthenticatorActView>('/authenticator-acts', { action: 'remove', authenticatorId, language: 'zh-CN' }),
    201,
  );

const prove = async (client: Client, act: AuthenticatorActView, method: string): Promise<IntentView> =>
  expectStatus(await client.post<IntentView>(`/authenticator-acts/${act.id}/intents`, { method }), 201);

const confirm = (client: Client, act: AuthenticatorActView, intent: IntentView, answer: IntentAnswer, shownDigest = act.challenge) =>
  client.post<AuthenticatorActResult>(`/authenticator-acts/${act.id}/confirm`, { proof: { intentId: intent.id, shownDigest, answer } });

async function eventsOf(world: World, type: string) {
  const of = { chain: `register:${TENANT}` };
  const events = await world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of, limit: 500 }));
  return events.filter((event) => event.type === type);
}

/** Ada with an authenticator app and the time of its enrolment behind it. */
async function withApp(enrolment: Partial<EnrolmentPolicy> = {}): Promise<{ world: ActWorld; ada: Client; app: App }> {
  const world = await createActWorld(enrolment);
  const ada = world.as('ada');
  return { world, ada, app: await finishApp(world, ada, await enrolFirst(ada, 'totp')) };
}

const refusedBy = (answer: Answer<unknown>): readonly unknown[] => [answer.status, problemOf(answer).code];

describe('the first authenticator of a person', () => {
  it('needs a verified identity of that person, and the event says which', async () => {
    const world = await createActWorld({}, ['bo']);
    const ada = world.as('ada');
    const refused = await ada.post('/intent-methods/totp/enrolments', { name: 'x' });
    expect([refused.status, problemOf(refused).code]).to.deep.equal([403, 'ENROLMENT_IDENTITY_REQUIRED']);
    const verification = await world.store.transaction(async (tx) => {
      const passed = await passedPerson(tx, 'ada', '张爱达');
      await tx.identities.put(passed);
      return passed;
    });
    const app = await finishApp(world, ada, await enrolFirst(ada, 'totp'));
    const [added] = await eventsOf(world, 'authenticator-added');
    expect(added?.body).to.deep.equal({
      authenticatorId: app.id,
      method: 'totp',
      personId: 'ada',
      grounds: { by: 'identity', verificationId: verification.id, verification: verification.event?.digest },
    });
  });

  it('needs one under the name that the register has', async () => {
    const world = await createActWorld({}, []);
    const put = (id: string, name: string) =>
      world.store.transaction(async (tx) => tx.identities.put({ ...(await passedPerson(tx, 'ada', name)), id, finishedAt: id }));
    await put('2026-06-01T00:00:00.000Z', '王强');
    const ada = world.as('ada');
    expect(refusedBy(await ada.post('/intent-methods/totp/enrolments', { name: 'first' }))).to.deep.equal([
      403,
      'ENROLMENT_IDENTITY_REQUIRED',
    ]);
    await put('2026-06-01T00:00:01.000Z', ' 张爱达 ');
    await enrolFirst(ada, 'totp');
  });

  it('needs one that is not older than the policy says', async () => {
    const world = await createActWorld({ verificationAge: 60 });
    world.pass(61_000);
    const refused = await world.as('ada').post('/intent-methods/totp/enrolments', { name: 'x' });
    expect(problemOf(refused).code).to.equal('ENROLMENT_IDENTITY_REQUIRED');
  });

  it('is one: of two that were begun, the second finds that there is another', async () => {
    const world = await createActWorld();
    const ada = world.as('ada');
    const [one, two] = [await enrolFirst(ada, 'passkey'), await enrolFirst(ada, 'passkey')];
    await finishPasskey(ada, one);
    if (two.passkey === null) throw new TypeError('expected creation options');
    const answer = softAuthenticator(PAGE).create(two.passkey);
    expect(problemOf(await ada.post(`/intent-enrolments/${two.id}/confirm`, { answer })).code).to.equal('ENROLMENT_PROOF_REQUIRED');
    expect(problemOf(await ada.post('/intent-methods/totp/enrolments', { name: 'x' })).code).to.equal('ENROLMENT_PROOF_REQUIRED');
    expect((await eventsOf(world, 'authenticator-added')).length).to.equal(1);
  });
});

describe('a change of what a person confirms with', () => {
  it('adds another one by a proof over the digest of the act, and the event names what confirmed it', async () => {
    const { world, ada, app } = await withApp();
    const act = await beginAdding(ada, 'passkey', '笔记本');
    expect(act.methods).to.deep.equal(['totp']);
    expect(act.act.wording.text).to.equal('Add “笔记本” (passkey) to what I, 张爱达, confirm with.');
    expect(act.challenge).to.equal(await digestOfJson({ ...act.act }));
    const result = expectStatus(await confirm(ada, act, await prove(ada, act, 'totp'), app.code()), 200);
    if (result.action !== 'add-authenticator') throw new TypeError('expected an enrolment');
    expect(result.enrolment.id).to.equal(act.id);
    const device = await finishPasskey(ada, result.enrolment);
    const record = await world.store.transaction((tx) => tx.intents.findAct(TENANT, act.id));
    expect(record?.intent).to.include({ v: 2, method: 'totp', authenticatorActId: act.id, challenge: act.challenge });
    expect((await eventsOf(world, 'authenticator-added'))[1]?.body).to.deep.equal({
      authenticatorId: act.id,
      method: 'passkey',
      personId: 'ada',
      grounds: { by: 'proof', actId: act.id, method: 'totp', assurance: 2, proof: await digestOfJson(record?.intent ?? null) },
    });
    // From now on the strongest that the person has is what confirms.
    const removal = await beginRemoving(ada, app.id);
    expect(removal.methods).to.deep.equal(['passkey']);
    expect(removal.act.wording.text).to.equal('移除“first”（身份验证器应用），本人张爱达不再以其确认签署。');
    const intent = await prove(ada, removal, 'passkey');
    if (intent.passkey === null) throw new TypeError('expected request options');
    const answer = device.get(intent.passkey);
    expect(expectStatus(await confirm(ada, removal, intent, answer), 200)).to.deep.equal({
      action: 'remove-authenticator',
      enrolment: null,
    });
    const list = expectStatus(await ada.get<IntentMethodList>('/intent-methods'), 200);
    expect(list.authenticators.map(({ name }) => name)).to.deep.equal(['笔记本']);
    expect(list.changesBy).to.deep.equal(['passkey']);
    expect((await eventsOf(world, 'authenticator-removed'))[0]?.body).to.deep.nested.include({
      'grounds.method': 'passkey',
      'grounds.assurance': 3,
    });
  });

  it('gives a person one app at a time, also where several were begun side by side', async () => {
    const { world, ada, app } = await withApp();
    const device = await (async () => {
      const act = await beginAdding(ada, 'passkey');
      const intent = await prove(ada, act, 'totp');
      const { enrolment } = expectStatus(await confirm(ada, act, intent, app.code()), 200);
      world.pass(MINUTE);
      if (enrolment === null) throw new TypeError('expected an enrolment');
      return finishPasskey(ada, enrolment);
    })();
    const confirmByPasskey = async (act: AuthenticatorActView): Promise<EnrolmentView | null> => {
      const intent = await prove(ada, act, 'passkey');
      if (intent.passkey === null) throw new TypeError('expected request options');
      return expectStatus(await confirm(ada, act, intent, device.get(intent.passkey)), 200).enrolment;
    };
    await confirmByPasskey(await beginRemoving(ada, app.id));
    const begun: EnrolmentView[] = [];
    for (const name of ['one', 'two']) {
      const enrolment = await confirmByPasskey(await beginAdding(ada, 'totp', name));
      if (enrolment !== null) begun.push(enrolment);
    }
    const [one, two] = begun;
    if (one === undefined || two === undefined) throw new TypeError('expected two');
    await finishApp(world, ada, one);
    const code = totpCode(decodeBase32(two.totp?.secret ?? ''), timeStepOf(world.now()), 6);
    expect(refusedBy(await ada.post(`/intent-enrolments/${two.id}/confirm`, { answer: { code } }))).to.deep.equal([
      409,
      'AUTHENTICATORS_TOO_MANY',
    ]);
  });

  it('does not count one device twice, although the page asked it again', async () => {
    const { world, ada, app } = await withApp();
    const first = await beginAdding(ada, 'passkey');
    const { enrolment } = expectStatus(await confirm(ada, first, await prove(ada, first, 'totp'), app.code()), 200);
    world.pass(MINUTE);
    if (enrolment === null) throw new TypeError('expected an enrolment');
    const device = await finishPasskey(ada, enrolment);
    const second = await beginAdding(ada, 'passkey', 'the same');
    const intent = await prove(ada, second, 'passkey');
    if (intent.passkey === null) throw new TypeError('expected request options');
    const again = expectStatus(await confirm(ada, second, intent, device.get(intent.passkey)), 200).enrolment;
    if (again?.passkey === undefined || again.passkey === null) throw new TypeError('expected creation options');
    const answer = device.create(again.passkey);
    expect(refusedBy(await ada.post(`/intent-enrolments/${again.id}/confirm`, { answer }))).to.deep.equal([409, 'AUTHENTICATOR_KNOWN']);
  });

  it('is nothing that a stopped person begins, proves or finishes', async () => {
    const { world, ada, app } = await withApp();
    const act = await beginAdding(ada, 'passkey');
    const intent = await prove(ada, act, 'totp');
    const { enrolment } = expectStatus(await confirm(ada, act, intent, app.code()), 200);
    world.pass(MINUTE);
    const removal = await beginRemoving(ada, app.id);
    const proof = await prove(ada, removal, 'totp');
    expectStatus(await world.as('cy').post('/stops', { scope: 'person', id: 'ada', reason: 'lost phone' }), 200);
    const stopped = [403, 'PERSON_STOPPED'];
    expect(refusedBy(await confirm(ada, removal, proof, app.code()))).to.deep.equal(stopped);
    expect(refusedBy(await ada.post(`/authenticator-acts/${removal.id}/intents`, { method: 'totp' }))).to.deep.equal(stopped);
    const another = { action: 'add', method: 'totp', name: 'x', language: 'en' };
    expect(refusedBy(await ada.post('/authenticator-acts', another))).to.deep.equal(stopped);
    if (enrolment?.passkey === undefined || enrolment.passkey === null) throw new TypeError('expected creation options');
    const answer = softAuthenticator(PAGE).create(enrolment.passkey);
    expect(refusedBy(await ada.post(`/intent-enrolments/${enrolment.id}/confirm`, { answer }))).to.deep.equal(stopped);
    const bo = world.as('bo');
    expectStatus(await world.as('cy').post('/stops', { scope: 'person', id: 'bo', reason: 'lost phone' }), 200);
    expect(refusedBy(await bo.post('/intent-methods/totp/enrolments', { name: 'first' }))).to.deep.equal(stopped);
    const { authenticators } = expectStatus(await ada.get<IntentMethodList>('/intent-methods'), 200);
    expect(authenticators.map(({ id }) => id)).to.deep.equal([app.id]);
  });

  it('takes no proof of another act, and none of another digest', async () => {
    const { ada, app } = await withApp();
    const [one, other] = [await beginAdding(ada, 'passkey', 'one'), await beginAdding(ada, 'passkey', 'other')];
    const [intent, foreign] = [await prove(ada, one, 'totp'), await prove(ada, other, 'totp')];
    expect(problemOf(await confirm(ada, one, foreign, app.code())).code).to.equal('INTENT_FOREIGN');
    expect(problemOf(await confirm(ada, one, intent, app.code(), other.challenge)).code).to.equal('INTENT_MISMATCH');
    expect(problemOf(await confirm(ada, one, { ...intent, id: 'f'.repeat(32) }, app.code())).code).to.equal('INTENT_NOT_FOUND');
  });

  it('takes an assertion over the digest of this act alone', async () => {
    const world = await createActWorld();
    const ada = world.as('ada');
    const device = await finishPasskey(ada, await enrolFirst(ada, 'passkey'));
    const [one, other] = [await beginAdding(ada, 'passkey', 'one'), await beginAdding(ada, 'passkey', 'other')];
    const [intent, foreign] = [await prove(ada, one, 'passkey'), await prove(ada, other, 'passkey')];
    if (foreign.passkey === null || intent.passkey === null) throw new TypeError('expected request options');
    expect(problemOf(await confirm(ada, one, intent, device.get(foreign.passkey))).code).to.equal('INTENT_PROOF_INVALID');
    expectStatus(await confirm(ada, one, intent, device.get(intent.passkey)), 200);
  });

  it("is nobody else's: neither act, nor authenticator, nor proof", async () => {
    const { world, ada, app } = await withApp();
    const bo = world.as('bo');
    const own = await finishApp(world, bo, await enrolFirst(bo, 'totp'));
    const act = await beginAdding(ada, 'passkey');
    const intent = await prove(ada, act, 'totp');
    expect(problemOf(await bo.post(`/authenticator-acts/${act.id}/intents`, { method: 'totp' })).code).to.equal(
      'AUTHENTICATOR_ACT_NOT_FOUND',
    );
    expect(problemOf(await confirm(bo, act, intent, own.code())).code).to.equal('AUTHENTICATOR_ACT_NOT_FOUND');
    const theft = { action: 'remove', authenticatorId: app.id, language: 'en' };
    expect(problemOf(await bo.post('/authenticator-acts', theft)).code).to.equal('AUTHENTICATOR_NOT_FOUND');
    const boAct = await beginAdding(bo, 'passkey');
    expect(problemOf(await confirm(bo, boAct, intent, own.code())).code).to.equal('INTENT_FOREIGN');
    const eve = world.as('eve', 'tenant-two');
    expect(problemOf(await confirm(eve, act, intent, own.code())).code).to.equal('AUTHENTICATOR_ACT_NOT_FOUND');
  });

  it('is done once: a replayed proof does nothing, and of two at the same time one is done', async () => {
    const { world, ada, app } = await withApp();
    const act = await beginRemoving(ada, app.id);
    const intent = await prove(ada, act, 'totp');
    const answers = await Promise.all([confirm(ada, act, intent, app.code()), confirm(ada, act, intent, app.code())]);
    expect(answers.filter(({ status }) => status === 200).length).to.equal(1);
    expect(problemOf(await confirm(ada, act, intent, app.code())).code).to.equal('INTENT_SPENT');
    expect((await eventsOf(world, 'authenticator-removed')).length).to.equal(1);
    // Nothing is left: the next one is a first one, upon the identity.
    await enrolFirst(ada, 'totp');
  });

  it('finds out that somebody wrote into an act behind its back', async () => {
    const { world, ada, app } = await withApp();
    const begun = await beginAdding(ada, 'passkey');
    const intent = await prove(ada, begun, 'totp');
    const id = 'a'.repeat(32);
    await world.store.transaction(async (tx) => {
      const [act, proof] = [await tx.intents.findAct(TENANT, begun.id), await tx.intents.find(TENANT, intent.id)];
      if (act === undefined || proof === undefined) throw new TypeError('expected an act and its proof');
      const forged = { action: 'remove-authenticator', authenticatorId: app.id, id } as const;
      await tx.intents.addAct({ ...act, id, act: { ...act.act, ...forged } });
      await tx.intents.begin({ ...proof, id: 'b'.repeat(32), useId: id });
    });
    const view = { ...begun, id };
    expect(problemOf(await confirm(ada, view, { ...intent, id: 'b'.repeat(32) }, app.code())).code).to.equal('USE_ALTERED');
    expect(problemOf(await ada.post(`/authenticator-acts/${id}/intents`, { method: 'totp' })).code).to.equal('USE_ALTERED');
    expect(await eventsOf(world, 'authenticator-removed')).to.deep.equal([]);
    expect((await eventsOf(world, 'authenticator-act-refused')).map(({ body }) => body)).to.deep.equal([
      { actId: id, refusal: 'USE_ALTERED' },
      { actId: id, refusal: 'USE_ALTERED' },
    ]);
  });

  it('ends: the act after ten minutes, its proof after the age of the policy', async () => {
    const { world, ada, app } = await withApp({ maximumAge: 20 });
    const act = await beginAdding(ada, 'passkey');
    const intent = await prove(ada, act, 'totp');
    world.pass(21_000);
    expect(problemOf(await confirm(ada, act, intent, app.code())).code).to.equal('INTENT_EXPIRED');
    world.pass(10 * MINUTE);
    expect(problemOf(await ada.post(`/authenticator-acts/${act.id}/intents`, { method: 'totp' })).code).to.equal('INTENT_EXPIRED');
    const [refused] = await eventsOf(world, 'authenticator-act-refused');
    expect(refused?.body).to.deep.equal({ actId: act.id, refusal: 'INTENT_EXPIRED' });
  });

  it('takes no weaker method than the policy, not even of a proof that was begun under a looser one', async () => {
    const { world, ada, app } = await withApp();
    const act = await beginAdding(ada, 'passkey');
    expect(problemOf(await ada.post(`/authenticator-acts/${act.id}/intents`, { method: 'otp-sms' })).code).to.equal(
      'INTENT_METHOD_REFUSED',
    );
    const weak = await prove(ada, act, 'totp');
    const stronger = await beginAdding(ada, 'passkey', 'key');
    const { enrolment } = expectStatus(await confirm(ada, stronger, await prove(ada, stronger, 'totp'), app.code()), 200);
    if (enrolment === null) throw new TypeError('expected an enrolment');
    await finishPasskey(ada, enrolment);
    world.pass(MINUTE);
    expect(problemOf(await confirm(ada, act, weak, app.code())).code).to.equal('INTENT_METHOD_REFUSED');
  });

  it('is refused where nothing that the person has is enough', async () => {
    const { ada } = await withApp({ minimumAssurance: 3 });
    const asked = { action: 'add', method: 'passkey', name: 'x', language: 'en' };
    expect(problemOf(await ada.post('/authenticator-acts', asked)).code).to.equal('INTENT_POLICY_UNMEETABLE');
    expect(expectStatus(await ada.get<IntentMethodList>('/intent-methods'), 200).changesBy).to.deep.equal([]);
  });

  it('takes a code by SMS where the policy names it, and the message says what it is for', async () => {
    const { world, ada } = await withApp({ minimumAssurance: 1, strongest: false, methods: ['otp-sms'] });
    const act = await beginAdding(ada, 'passkey', 'Laptop');
    const intent = await prove(ada, act, 'otp-sms');
    const [message] = world.messages;
    expect(message?.documentName).to.equal('Add “Laptop” (passk…');
    expect(message?.digestEnd).to.equal(act.challenge.slice(-6));
    expect(problemOf(await confirm(ada, act, intent, { code: '000000' })).code).to.equal('INTENT_CODE_WRONG');
    expectStatus(await confirm(ada, act, intent, { code: message?.code ?? '' }), 200);
  });

  it('begins with nothing where there is nothing to confirm with', async () => {
    const world = await createActWorld();
    const asked = { action: 'add', method: 'passkey', name: 'x', language: 'en' };
    expect(problemOf(await world.as('ada').post('/authenticator-acts', asked)).code).to.equal('INTENT_NOT_ENROLLED');
  });

  it('counts wrong codes as everywhere, and a proof takes no more than its tries', async () => {
    const { ada } = await withApp();
    const act = await beginAdding(ada, 'passkey');
    const intent = await prove(ada, act, 'totp');
    const codes: string[] = [];
    for (let tries = 0; tries < 3; tries += 1) codes.push(problemOf(await confirm(ada, act, intent, { code: '000000' })).code);
    expect(codes).to.deep.equal(['INTENT_CODE_WRONG', 'INTENT_CODE_WRONG', 'INTENT_TRIES_USED']);
  });

  it('lets the host take everything from a person who lost it, with what was begun', async () => {
    const { world, ada, app } = await withApp();
    const act = await beginAdding(ada, 'passkey');
    const { enrolment } = expectStatus(await confirm(ada, act, await prove(ada, act, 'totp'), app.code()), 200);
    await withdrawAuthenticators(world.registration, { tenant: TENANT, personId: 'ada' });
    if (!enrolment?.passkey) throw new TypeError('expected creation options');
    const answer = softAuthenticator(PAGE).create(enrolment.passkey);
    expect(problemOf(await ada.post(`/intent-enrolments/${act.id}/confirm`, { answer })).code).to.equal('INTENT_ENROLMENT_NOT_FOUND');
    const [removed] = await eventsOf(world, 'authenticator-removed');
    expect([removed?.actor, removed?.body['grounds']]).to.deep.equal(['setup', { by: 'host' }]);
    await enrolFirst(ada, 'totp');
  });
});
