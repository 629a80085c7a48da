import { decodeBase64Url } from '@sealkit/core/bytes';
import { findPasskeyFault } from '@sealkit/core/seal';
import type { EnrolmentView, IntentAnswer, IntentMethodList, IntentView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { createPasskeyProvider } from '../src/intent/passkey/index.ts';
import { setSealIntentPolicy, withdrawAuthenticators } from '../src/index.ts';
import { packageOf, sealedContract, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { logWorld } from './support/log-world.ts';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { verifyInPython, secondVerifierPresent } from './support/second-verifier.ts';
import { type SoftAuthenticator, softAuthenticator } from './support/soft-authenticator.ts';
import {
  type Client,
  createWorld,
  expectStatus,
  obtainPermit,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  type World,
} from './support/world.ts';

const RP_ID = 'seal.example';
const PAGE = 'https://app.seal.example';
const provider = () => createPasskeyProvider({ rpId: RP_ID, rpName: 'Test', origins: [PAGE] });

async function createPasskeyWorld(): Promise<World> {
  const world = await createWorld({ intent: { providers: [provider()], enrolment: { first: 'authorize' } } });
  await setSealIntentPolicy(world.registration, { tenant: TENANT, sealNumber: 'QL-1', policy: { minimumAssurance: 3 } });
  return world;
}

async function enrol(client: Client): Promise<SoftAuthenticator> {
  const device = softAuthenticator(PAGE);
  const begun = expectStatus(await client.post<EnrolmentView>('/intent-methods/passkey/enrolments', { name: 'Laptop' }), 201);
  if (begun.passkey === null) throw new TypeError('expected creation options');
  const answer = device.create(begun.passkey);
  expectStatus(await client.post<IntentMethodList>(`/intent-enrolments/${begun.id}/confirm`, { answer }), 200);
  return device;
}

interface Begun {
  readonly challenge: UseChallenge;
  readonly intent: IntentView;
  readonly options: NonNullable<IntentView['passkey']>;
}

async function begin(client: Client): Promise<Begun> {
  const document = await sampleDocument();
  const permit = await obtainPermit(client, document);
  const challenge = await startUse(client, document, permit.id);
  const intent = expectStatus(await client.post<IntentView>(`/uses/${challenge.useId}/intents`, { method: 'passkey' }), 201);
  if (intent.passkey === null) throw new TypeError('expected request options');
  return { challenge, intent, options: intent.passkey };
}

function confirm(client: Client, { challenge, intent }: Pick<Begun, 'challenge' | 'intent'>, answer: object) {
  return client.post<UseResult>(`/uses/${challenge.useId}/confirm`, {
    proof: { intentId: intent.id, shownDigest: challenge.challenge, answer },
  });
}

describe('secondary verification by a passkey (Web Authentication Level 3)', () => {
  it('signs the digest of the act, and the assertion verifies later without the server', async () => {
    const world = await createPasskeyWorld();
    const ada = world.as('ada');
    const device = await enrol(ada);
    const begun = await begin(ada);
    expect(Buffer.from(decodeBase64Url(begun.options.challenge)).toString('hex')).to.equal(begun.challenge.challenge.slice(7));
    const result = expectStatus(await confirm(ada, begun, device.get(begun.options)), 200);
    const use = await world.store.transaction((tx) => tx.uses.find(TENANT, result.useId));
    const { raw } = (use?.intent ?? {}) as { readonly raw: { readonly [name: string]: string } };
    expect(await findPasskeyFault(raw, begun.challenge.challenge)).to.equal(null);
    expect(await findPasskeyFault(raw, `sha256:${'00'.repeat(32)}`)).to.equal('ASSERTION_CHALLENGE');
    expect(await findPasskeyFault({ ...raw, rpId: 'example' }, begun.challenge.challenge)).to.equal('ASSERTION_ORIGIN');
    expect(await findPasskeyFault({ ...raw, algorithm: -8 }, begun.challenge.challenge)).to.equal('ASSERTION_ALGORITHM_UNKNOWN');
    expect(await findPasskeyFault({ ...raw, signature: 'AAAA' }, begun.challenge.challenge)).to.equal('ASSERTION_SIGNATURE');
    expect(await findPasskeyFault({ ...raw, clientDataJSON: '!' }, begun.challenge.challenge)).to.equal('ASSERTION_MALFORMED');
  });

  const refusals: readonly (readonly [string, (device: SoftAuthenticator, begun: Begun, other: Begun) => object])[] = [
    ['an assertion over another act', (device, _begun, other) => device.get(other.options)],
    ['a person whom the device did not verify', (device, { options }) => device.get(options, { userVerified: false })],
    ['a page of another origin', (device, { options }) => device.get(options, { origin: 'https://seal.example.invalid' })],
    ['another device', (_device, { options }) => softAuthenticator(PAGE).get(options)],
    ['nothing', () => ({})],
  ];
  for (const [what, answerOf] of refusals) {
    it(`refuses ${what}`, async () => {
      const world = await createPasskeyWorld();
      const ada = world.as('ada');
      const device = await enrol(ada);
      const [begun, other] = [await begin(ada), await begin(ada)];
      expect(problemOf(await confirm(ada, begun, answerOf(device, begun, other))).code).to.equal('INTENT_PROOF_INVALID');
      expect(world.keyStore.signatures).to.equal(0);
    });
  }

  it('takes no fault of its own for an answer that does not fit', async () => {
    const origins = (): readonly string[] => {
      throw new TypeError('not configured');
    };
    const broken = createPasskeyProvider({ rpId: RP_ID, rpName: 'Test', origins });
    const context = { tenant: TENANT, personId: 'ada', personName: 'x', now: new Date() };
    const enrolment = broken.enrolment;
    if (enrolment === undefined) throw new TypeError('expected an enrolment');
    const { state, show } = await enrolment.begin({ context, id: 'a', enrolled: [] });
    if (show.passkey === null) throw new TypeError('expected creation options');
    const answer = softAuthenticator(PAGE).create(show.passkey);
    const failure = await enrolment.complete({ context, id: 'a', state, answer }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });

  it('takes no registration of another challenge, origin or site, and none that is malformed', async () => {
    const enrolment = provider().enrolment;
    if (enrolment === undefined) throw new TypeError('expected an enrolment');
    const context = { tenant: TENANT, personId: 'ada', personName: 'x', now: new Date() };
    const { state, show } = await enrolment.begin({ context, id: 'a', enrolled: [] });
    const { passkey } = show;
    if (passkey === null) throw new TypeError('expected creation options');
    const device = softAuthenticator(PAGE);
    const complete = (answer: IntentAnswer) => enrolment.complete({ context, id: 'a', state, answer });
    expect(await complete(device.create(passkey))).not.to.equal(null);
    expect(await complete(device.create({ ...passkey, challenge: 'AAAA' }))).to.equal(null);
    expect(await complete(device.create({ ...passkey, rp: { ...passkey.rp, id: 'other.example' } }))).to.equal(null);
    expect(await complete(softAuthenticator('https://other.example').create(passkey))).to.equal(null);
    const { credential } = device.create(passkey) as { readonly credential: { readonly response: { readonly [name: string]: string } } };
    for (const response of [
      { attestationObject: 'AAAA' },
      { attestationObject: 'o2NmbXRkbm9uZQ' },
      { attestationObject: '-' },
      { clientDataJSON: 'e30' },
      { clientDataJSON: 'AAAA' },
      { clientDataJSON: '-' },
    ]) {
      const spoilt = { credential: { ...credential, response: { ...credential.response, ...response } } };
      expect(await complete(spoilt as unknown as IntentAnswer), JSON.stringify(response)).to.equal(null);
    }
  });

  it('refuses a counter that went back: a copy of the device', async () => {
    const world = await createPasskeyWorld();
    const ada = world.as('ada');
    const device = await enrol(ada);
    const [first, second] = [await begin(ada), await begin(ada)];
    expectStatus(await confirm(ada, first, device.get(first.options, { counter: 7 })), 200);
    expect(problemOf(await confirm(ada, second, device.get(second.options, { counter: 7 }))).code).to.equal('INTENT_PROOF_INVALID');
  });

  it('refuses a device that was taken from the person', async () => {
    const world = await createPasskeyWorld();
    const ada = world.as('ada');
    const device = await enrol(ada);
    const begun = await begin(ada);
    await withdrawAuthenticators(world.registration, { tenant: TENANT, personId: 'ada' });
    expect(problemOf(await confirm(ada, begun, device.get(begun.options))).code).to.equal('INTENT_PROOF_INVALID');
  });

  it('stands in the evidence package, where both verifiers check it', async () => {
    const world = await logWorld(
      {},
      { objects: createMemoryObjectStore(), intent: { providers: [provider()], enrolment: { first: 'authorize' } } },
    );
    const devices = new Map<string, SoftAuthenticator>();
    const contract = await sealedContract('stored', world, async (person, challenge) => {
      const client = world.as(person);
      const device = devices.get(person) ?? (await enrol(client));
      devices.set(person, device);
      const intent = expectStatus(await client.post<IntentView>(`/uses/${challenge.useId}/intents`, { method: 'passkey' }), 201);
      if (intent.passkey === null) throw new TypeError('expected request options');
      return { proof: { intentId: intent.id, shownDigest: challenge.challenge, answer: device.get(intent.passkey) } };
    });
    const bytes = await packageOf(world, 'ada', contract.envelope);
    const report = await verifyIn(world, bytes);
    const ids = ['use.intent-evidence', 'use.intent-permit', 'use.intent-act', 'use.intent-passkey', 'use.record-intent'];
    const rows = report.rows.filter(({ id }) => ids.includes(id));
    expect(rows.map(({ status }) => status)).to.deep.equal(rows.map(() => 'passed'));
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(ids.length);
    expect(report.indication).to.equal('PASSED');
    if (!secondVerifierPresent) return;
    const [second] = verifyInPython([bytes], await trustOfWorld(world), world.now());
    const told = (found: typeof report.rows): readonly string[] =>
      found
        .filter(({ id }) => ids.includes(id))
        .map(({ id, status }) => `${id} ${status}`)
        .sort();
    expect(told(second?.rows ?? [])).to.deep.equal(told(report.rows));
  });
});
