import { type IdentityClaims, PortError } from '@sealkit/core/ports';
import type {
  IdentityProviderList,
  IdentityVerificationList,
  IdentityVerificationRequest,
  IdentityVerificationView,
  IssuedCertificateView,
  UseResult,
} from '@sealkit/core/protocol';
import { parseCertificate } from '@sealkit/core/x509';
import { createTestAuthority, erasePersonalValues, manualReview, subjectReference, verifyChain } from '../src/index.ts';
import { generateMemoryKey } from '../src/identity/memory-key.ts';
import { createIdentityWorld, type IdentityWorld } from './support/identity-world.ts';
import { redirectProvider } from './support/redirect-provider.ts';
import { type Answer, expectStatus, problemOf, sampleDocument, sign, START, TENANT } from './support/world.ts';

const NUMBER = '11010519491231002X';
const PHONE = '13812345678';
const ADA: IdentityClaims = {
  kind: 'person',
  name: '张爱达',
  personalNumber: { type: 'resident-id', number: NUMBER },
  phone: PHONE,
};
const CARD = { name: 'card.png', mediaType: 'image/png', digest: `sha256:${'cd'.repeat(32)}` };
const request = (changes: Partial<IdentityVerificationRequest> = {}): IdentityVerificationRequest => ({
  subject: { kind: 'person', id: 'ada' },
  provider: 'face-page',
  method: 'face',
  claims: ADA,
  documents: [],
  ...changes,
});
const review = request({ provider: 'manual-review', method: 'manual-review', documents: [CARD] });

/** A world with both kinds of providers, and an authority for persons that decides at once or later. */
async function createVerifyingWorld(rules: { waits?: boolean; refuses?: boolean } = {}): Promise<IdentityWorld> {
  return createIdentityWorld(({ root, signers }) => ({
    providers: [redirectProvider(), manualReview()],
    certificates: {
      issuer: {
        name: 'person-authority',
        async issue(order, call) {
          if (rules.waits === true) return { status: 'pending', resume: 'later', pollAfterMs: 500 };
          if (rules.refuses === true) return { status: 'refused', code: 'NO' };
          const status = { crlUrl: 'http://crl.example/test.crl' };
          const { issuer } = await createTestAuthority({ clock: { now: () => START }, authority: root.signer, status });
          return issuer.issue(order, call);
        },
      },
      async makeKey({ personId }) {
        const key = await generateMemoryKey();
        const credentialId = `${personId}-${Object.keys(signers).length}`;
        const store = (certificates: readonly Uint8Array<ArrayBuffer>[]): Promise<void> => {
          signers[credentialId] = { algorithm: key.algorithm, sign: key.sign, certificates };
          return Promise.resolve();
        };
        return { ...key, credentialId, store };
      },
    },
  }));
}

async function begin(world: IdentityWorld, body = request(), as = 'ada'): Promise<IdentityVerificationView> {
  return expectStatus(await world.as(as).post<IdentityVerificationView>('/identity-verifications', body), 201);
}

const step = (world: IdentityWorld, id: string, answer?: string) =>
  world.as('ada').post<IdentityVerificationView>(`/identity-verifications/${id}/steps`, answer === undefined ? {} : { answer });

const refusedBy = (answer: Answer<unknown>): readonly unknown[] => [answer.status, problemOf(answer).code];

async function eventsOf(world: IdentityWorld) {
  return world.store.transaction((tx) => tx.audit.listEvents({ tenant: TENANT, of: { chain: `register:${TENANT}` }, limit: 500 }));
}

describe('a verification at a provider with a page of its own', () => {
  it('is pending with the address of the page, passes with what was claimed, and both are events', async () => {
    const world = await createVerifyingWorld();
    const begun = await begin(world);
    expect(begun).to.include({ state: 'pending', actionUrl: `https://face.example/${begun.id}`, verifiedName: '张爱达', event: null });
    expect(begun.personalNumberShown).to.equal('1****************X');
    expect(begun.phoneShown).to.equal('138****5678');
    expect(expectStatus(await step(world, begun.id), 200).state).to.equal('pending');
    const passed = expectStatus(await step(world, begun.id, 'ok'), 200);
    expect(passed).to.include({ state: 'passed', actionUrl: null, failure: null });
    const events = (await eventsOf(world)).filter(({ type }) => type.startsWith('identity-'));
    expect(events.map(({ type, body }) => [type, body['verificationId']])).to.deep.equal([
      ['identity-started', begun.id],
      ['identity-verified', begun.id],
    ]);
    expect(passed.event).to.deep.equal({ id: events[1]?.id, digest: events[1]?.digest });
    expect(events[1]?.body['providerReference']).to.equal('txn-7');
    // What has ended is answered as it is, whatever comes back later.
    expect(expectStatus(await step(world, begun.id, 'no'), 200)).to.deep.equal(passed);
  });

  it('fails where the provider says so, or found somebody else', async () => {
    const world = await createVerifyingWorld();
    for (const [answer, failure] of [
      ['no', 'NOT_ALIVE'],
      ['other', 'CLAIMS_DIFFER'],
    ] as const) {
      const { id } = await begin(world);
      expect(expectStatus(await step(world, id, answer), 200)).to.include({ state: 'failed', failure });
    }
    const failed = (await eventsOf(world)).filter(({ type }) => type === 'identity-failed');
    expect(failed.map(({ body }) => body['failure'])).to.deep.equal(['NOT_ALIVE', 'CLAIMS_DIFFER']);
  });

  it('does not pass with another number under the same name', async () => {
    const provider = redirectProvider();
    const world = await createIdentityWorld({ providers: [provider] });
    const { id } = await begin(world);
    provider.remembered.set(id, { ...ADA, personalNumber: { type: 'resident-id', number: '440524188001010014' } });
    expect(expectStatus(await step(world, id, 'ok'), 200)).to.include({ state: 'failed', failure: 'CLAIMS_DIFFER' });
  });

  it('refuses numbers that are written wrongly before anybody is asked, and repeats none of them', async () => {
    const world = await createVerifyingWorld();
    const wrong = '110105194912310021';
    const claims: readonly IdentityClaims[] = [
      { kind: 'person', name: '张爱达', personalNumber: { type: 'resident-id', number: wrong } },
      { kind: 'organisation', name: '北京测试公司', registrationNumber: { type: 'uscc', number: '91350100M000100Y44' } },
    ];
    for (const each of claims) {
      const subject = each.kind === 'person' ? { kind: each.kind, id: 'ada' } : { kind: each.kind, id: 'company-1' };
      const method = each.kind === 'person' ? 'face' : 'registration-number';
      const answer = await world.as('ada').post('/identity-verifications', request({ subject, claims: each, method }));
      const problem = problemOf(answer);
      expect([problem.code, problem.values?.['reason']]).to.deep.equal(['IDENTITY_NUMBER_MALFORMED', 'CHECK_CHARACTER']);
      expect(answer.text).to.not.contain(wrong);
    }
  });

  it('is refused under another name than the register has, whoever could prove that they are so called', async () => {
    const world = await createVerifyingWorld();
    const named = (name: string): IdentityClaims => ({ kind: 'person', name, personalNumber: { type: 'resident-id', number: NUMBER } });
    const ask = (body: IdentityVerificationRequest) => world.as('ada').post('/identity-verifications', body);
    expect(refusedBy(await ask(request({ claims: named('王强') })))).to.deep.equal([409, 'IDENTITY_NAME_DIFFERS']);
    expect(refusedBy(await ask({ ...review, claims: named('王强') }))).to.deep.equal([409, 'IDENTITY_NAME_DIFFERS']);
    const company = (name: string): IdentityVerificationRequest =>
      request({
        subject: { kind: 'organisation', id: 'company-1' },
        provider: 'manual-review',
        method: 'manual-review',
        documents: [CARD],
        claims: { kind: 'organisation', name, registrationNumber: { type: 'uscc', number: '91350100M000100Y43' } },
      });
    expect(refusedBy(await ask(company('Evil 公司')))).to.deep.equal([409, 'IDENTITY_NAME_DIFFERS']);
    for (const name of [' ', NUMBER]) expect((await ask(request({ claims: named(name) }))).status, name).to.equal(400);
    expect((await eventsOf(world)).filter(({ type }) => type.startsWith('identity-'))).to.deep.equal([]);
    await begin(world, request({ claims: named(' 张爱达 ') }));
    await begin(world, company('北京测试公司'));
  });

  it('goes on under the name by which the host knows whoever is in the register', async () => {
    const world = await createIdentityWorld({
      providers: [redirectProvider()],
      registeredName: ({ kind, id, name }) => (kind === 'person' && id === 'ada' ? '张爱达（人事部）' : name),
    });
    expect(refusedBy(await world.as('ada').post('/identity-verifications', request()))).to.deep.equal([409, 'IDENTITY_NAME_DIFFERS']);
    await begin(world, request({ claims: { kind: 'person', name: '张爱达(人事部)' } }));
  });

  it('is not brought to its end by a person who is stopped', async () => {
    const world = await createVerifyingWorld();
    const { id } = await begin(world);
    expectStatus(await world.as('cy').post('/stops', { scope: 'person', id: 'ada', reason: 'lost phone' }), 200);
    expect(refusedBy(await step(world, id, 'ok'))).to.deep.equal([403, 'PERSON_STOPPED']);
  });

  it('is refused for subjects, methods and providers that are not there', async () => {
    const world = await createVerifyingWorld();
    const rows = [
      [request({ provider: 'nobody' }), 'IDENTITY_NOT_OFFERED'],
      [request({ method: 'authorisation-letter' }), 'IDENTITY_NOT_OFFERED'],
      [request({ subject: { kind: 'organisation', id: 'company-1' } }), 'IDENTITY_NOT_OFFERED'],
      [request({ subject: { kind: 'person', id: 'nobody' } }), 'PERSON_NOT_FOUND'],
      [request({ claims: { ...ADA, name: `salted-sha256:${'00'.repeat(32)}` } }), 'BODY_MALFORMED'],
    ] as const;
    for (const [body, code] of rows) expect(problemOf(await world.as('ada').post('/identity-verifications', body)).code).to.equal(code);
    expect(problemOf(await world.as('ada').get('/identity-verifications/none')).code).to.equal('IDENTITY_VERIFICATION_NOT_FOUND');
    const { id } = await begin(world);
    expect(problemOf(await world.as('eve', 'tenant-two').get(`/identity-verifications/${id}`)).code).to.equal(
      'IDENTITY_VERIFICATION_NOT_FOUND',
    );
  });

  it('says that the provider cannot be asked, and nothing that the provider was told', async () => {
    const failing = {
      ...redirectProvider(),
      start: () => Promise.reject(new PortError('identity-provider', 'DOWN', `no ${NUMBER}`, { retryable: true })),
    };
    const world = await createIdentityWorld({ providers: [failing] });
    const answer = await world.as('ada').post('/identity-verifications', request());
    expect(problemOf(answer)).to.deep.include({ code: 'IDENTITY_PROVIDER_FAILED', values: { reason: 'DOWN' } });
    expect(answer.text + JSON.stringify(world.log)).to.not.contain(NUMBER);
  });

  it('lists providers and verifications', async () => {
    const world = await createVerifyingWorld();
    const { providers } = expectStatus(await world.as('ada').get<IdentityProviderList>('/identity-providers'), 200);
    expect(providers.map(({ name, decidedByPeople }) => [name, decidedByPeople])).to.deep.equal([
      ['face-page', false],
      ['manual-review', true],
    ]);
    const { id } = await begin(world);
    const list = async (query: string) =>
      expectStatus(await world.as('ada').get<IdentityVerificationList>(`/identity-verifications${query}`), 200).verifications.map(
        (each) => each.id,
      );
    expect(await list('?subjectKind=person&subjectId=ada')).to.deep.equal([id]);
    expect(await list('?state=passed')).to.deep.equal(['verified-company-1-91350100M000100Y43']);
  });
});

describe('a verification that a person decides', () => {
  const decide = (world: IdentityWorld, id: string, as: string, changes = {}) =>
    world.as(as).post<IdentityVerificationView>(`/identity-verifications/${id}/decisions`, {
      decision: 'accept',
      documents: [CARD.digest],
      reason: 'the card was looked at',
      ...changes,
    });

  it('passes over the documents that were handed in, by somebody else', async () => {
    const world = await createVerifyingWorld();
    const { id } = await begin(world, review);
    expect(problemOf(await decide(world, id, 'ada')).code).to.equal('SECOND_PERSON_REQUIRED');
    const nothing = await world.as('ada').post('/identity-verifications', { ...review, documents: [] });
    expect(problemOf(nothing).code).to.equal('IDENTITY_DOCUMENTS_MISSING');
    for (const name of [`身份证${NUMBER}.jpg`, `${PHONE}.jpg`])
      expect((await world.as('ada').post('/identity-verifications', { ...review, documents: [{ ...CARD, name }] })).status).to.equal(400);
    const claims = { kind: 'organisation', name: 'x', registrationNumber: { type: 'other', number: NUMBER } } as const;
    const numbered = await world
      .as('ada')
      .post('/identity-verifications', { ...review, subject: { kind: 'organisation', id: 'org-1' }, claims });
    expect(problemOf(numbered)).to.include({ code: 'IDENTITY_NUMBER_MALFORMED' });
    expect(problemOf(await decide(world, id, 'bo', { documents: [] })).code).to.equal('IDENTITY_DOCUMENTS_DIFFER');
    const passed = expectStatus(await decide(world, id, 'bo'), 200);
    expect(passed).to.include({ state: 'passed', decidedBy: 'bo' });
    expect(problemOf(await decide(world, id, 'bo', { decision: 'reject' })).code).to.equal('IDENTITY_VERIFICATION_ENDED');
  });

  it('is not decided by who is verified, although somebody else asked', async () => {
    const world = await createVerifyingWorld();
    const { id } = await begin(world, review, 'bo');
    expect(problemOf(await decide(world, id, 'ada')).code).to.equal('SECOND_PERSON_REQUIRED');
  });

  it('fails where it is rejected, and a provider that decides itself is not decided for', async () => {
    const world = await createVerifyingWorld();
    const { id } = await begin(world, review);
    expect(expectStatus(await decide(world, id, 'bo', { decision: 'reject' }), 200)).to.include({ state: 'failed', failure: 'REJECTED' });
    const page = await begin(world);
    expect(problemOf(await decide(world, page.id, 'bo', { documents: [] })).code).to.equal('IDENTITY_NOT_OFFERED');
  });
});

describe('a certificate upon a verified identity', () => {
  async function verified(world: IdentityWorld): Promise<string> {
    const { id } = await begin(world);
    expectStatus(await step(world, id, 'ok'), 200);
    return id;
  }
  const order = (world: IdentityWorld, id: string) =>
    world.as('ada').post<IssuedCertificateView>(`/identity-verifications/${id}/certificates`, {});

  it('names the person by name and reference, and signs after it was confirmed', async () => {
    const world = await createVerifyingWorld();
    const issued = expectStatus(await order(world, await verified(world)), 200);
    expect(issued.status).to.equal('issued');
    const person = await world.store.transaction((tx) => tx.register.findPerson(TENANT, 'ada'));
    const subject = parseCertificate(person?.credential?.certificates[0] ?? new Uint8Array()).subject.text;
    expect(subject)
      .to.contain('CN=张爱达')
      .and.to.contain(await subjectReference(TENANT, 'ada'));
    expect(subject).to.not.contain(NUMBER);
    const personal = { sealNumber: null, sealVersion: null, placements: [] };
    const result: UseResult = await sign(world.as('ada'), await sampleDocument(), personal);
    expect(result.status).to.equal('completed');
    expect(
      (await eventsOf(world)).some(({ type, body }) => type === 'certificate-issued' && body['certificate'] === issued.certificate),
    ).to.equal(true);
  });

  it('is not issued before that, nor by a verification that another one replaced', async () => {
    const world = await createVerifyingWorld();
    const pending = await begin(world);
    expect(problemOf(await order(world, pending.id)).code).to.equal('IDENTITY_NOT_VERIFIED');
    const first = await verified(world);
    world.pass(1000);
    await verified(world);
    expect(problemOf(await order(world, first)).code).to.equal('IDENTITY_NOT_VERIFIED');
  });

  it('waits while the authority decides, and is asked for again with the same key', async () => {
    const rules = { waits: true };
    const world = await createVerifyingWorld(rules);
    const id = await verified(world);
    expect(expectStatus(await order(world, id), 202)).to.deep.equal({
      status: 'pending',
      certificate: null,
      notAfter: null,
      pollAfterMs: 500,
    });
    rules.waits = false;
    expect(expectStatus(await order(world, id), 200).status).to.equal('issued');
  });

  it('is one key for all who ask at the same time', async () => {
    const world = await createVerifyingWorld();
    const id = await verified(world);
    const known = Object.keys(world.signers).length;
    const answers = await Promise.all([order(world, id), order(world, id), order(world, id)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    expect(Object.keys(world.signers).length).to.equal(known + 1);
  });

  it('is refused where the authority refuses', async () => {
    const world = await createVerifyingWorld({ refuses: true });
    expect(problemOf(await order(world, await verified(world))).code).to.equal('CERTIFICATE_ISSUE_REFUSED');
  });
});

describe('what is personal in a verification', () => {
  it('stands in no answer, event, row or log as a whole number, and can be erased without breaking the chain', async () => {
    const world = await createVerifyingWorld();
    const { id } = await begin(world);
    expectStatus(await step(world, id, 'ok'), 200);
    const kept = await world.store.transaction((tx) => tx.personal.listKept({ tenant: TENANT, personId: 'ada', limit: 50 }));
    const row = await world.store.transaction((tx) => tx.identities.find(TENANT, id));
    const everything = JSON.stringify([kept, row, await eventsOf(world), world.log]);
    expect(everything).to.not.contain(NUMBER).and.to.not.contain(PHONE);
    expect(kept.map(({ text }) => text)).to.include('张爱达');
    const { erased } = await erasePersonalValues(
      { store: world.store, actor: 'bo' },
      { tenant: TENANT, of: { personId: 'ada' }, reason: 'asked' },
    );
    expect(erased).to.equal(5);
    const view = expectStatus(await world.as('ada').get<IdentityVerificationView>(`/identity-verifications/${id}`), 200);
    expect(view.verifiedName).to.include({ withheld: 'erased' });
    expect(await verifyChain(world.store, TENANT, { chain: `register:${TENANT}` })).to.include({ intact: true });
  });
});
