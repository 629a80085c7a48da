import type { UseChallenge, UsePending, UseResult } from '@sealkit/core/protocol';
import { createAdapter, createMemoryStore } from '../src/index.ts';
import { COMPANY, createIdentityWorld, type IdentityWorld, issueTo, passedOrganisation } from './support/identity-world.ts';
import {
  confirmation,
  createWorld,
  obtainPermit,
  problemOf,
  sampleDocument,
  sign,
  startUse,
  TENANT,
  type TestDocument,
  useLog,
} from './support/world.ts';

/** Version 2 is the one whose certificate the test authority issued. */
const CHANGES = { sealVersion: 2 };

interface Begun {
  readonly document: TestDocument;
  readonly permitId: string;
}

async function permitted(world: IdentityWorld): Promise<Begun> {
  const document = await sampleDocument();
  return { document, permitId: (await obtainPermit(world.as('ada'), document, CHANGES)).id };
}

const tryToStart = (world: IdentityWorld, { document, permitId }: Begun) =>
  world.as('ada').post<UseChallenge>('/uses', { permitId, frame: document.frame, state: document.state });

async function started(world: IdentityWorld): Promise<UseChallenge> {
  const { document, permitId } = await permitted(world);
  return startUse(world.as('ada'), document, permitId);
}

const confirmIt = (world: IdentityWorld, challenge: UseChallenge) =>
  world.as('ada').post<UseResult | UsePending>(`/uses/${challenge.useId}/confirm`, confirmation(challenge));

/** Bodies of the events of a use, by type. */
async function bodiesOf(world: IdentityWorld, useId: string): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  return world.store.transaction(async (tx) => {
    const row = await tx.audit.findRow(TENANT, useId);
    const events = await tx.audit.findEvents(TENANT, row?.eventIds ?? []);
    return Object.fromEntries(events.map(({ type, body }) => [type, body]));
  });
}

describe('a certificate that is confirmed before it signs', () => {
  it('signs, and the events say what was found', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    expect((await confirmIt(world, challenge)).status).to.equal(200);
    const bodies = await bodiesOf(world, challenge.useId);
    for (const type of ['use-prepared', 'use']) {
      const confirmed = bodies[type]?.['confirmed'] as { path: string[]; status: { status: string; kind: string }[]; subject: object };
      expect(confirmed.path).to.have.length(2);
      expect(confirmed.status.map(({ status, kind }) => `${kind} ${status}`)).to.deep.equal(['crl good']);
      expect(confirmed.subject).to.include({ compared: true, verification: 'verified-company-1-91350100M000100Y43' });
    }
  });

  const refused = [
    ['revoked', 'revoked', 'CERTIFICATE_REVOKED', 409],
    ['of unknown status since nobody answers', 'nothing', 'CERTIFICATE_STATUS_UNKNOWN', 503],
    ['of unknown status since nobody is reached', 'unreachable', 'CERTIFICATE_STATUS_UNKNOWN', 503],
    ['of unknown status since the answer is old', 'old', 'CERTIFICATE_STATUS_UNKNOWN', 503],
  ] as const;
  for (const [title, answer, code, status] of refused) {
    it(`does not sign where it is ${title}, and the refusal is in the log`, async () => {
      const world = await createIdentityWorld();
      const begun = await permitted(world);
      world.status.answer = answer;
      const response = await tryToStart(world, begun);
      const problem = problemOf(response);
      expect([response.status, problem.code]).to.deep.equal([status, code]);
      const [row] = (await useLog(world.as('ada'))).uses;
      expect([row?.result, row?.refusal, row?.eventId]).to.deep.equal(['refused', code, problem.eventId]);
      expect(world.keyStore.signatures).to.equal(0);
      // Nothing was consumed: as soon as the answer is there, the same permit serves.
      world.status.answer = 'good';
      expect((await tryToStart(world, begun)).status).to.equal(201);
    });
  }

  it('signs without an answer only where the host says so, and the event says that there was none', async () => {
    const world = await createIdentityWorld({ revocation: 'when-available' });
    world.status.answer = 'unreachable';
    const challenge = await started(world);
    expect((await confirmIt(world, challenge)).status).to.equal(200);
    const confirmed = (await bodiesOf(world, challenge.useId))['use']?.['confirmed'];
    expect(confirmed).to.deep.include({ status: [{ status: 'unknown', reason: 'UNREACHABLE' }] });
    world.status.answer = 'revoked';
    expect(problemOf(await tryToStart(world, await permitted(world))).code).to.equal('CERTIFICATE_REVOKED');
  });

  it('needs an answer as new as the host asks for', async () => {
    const world = await createIdentityWorld({ maxStatusAgeMs: 30_000 });
    const problem = problemOf(await tryToStart(world, await permitted(world)));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['CERTIFICATE_STATUS_UNKNOWN', 'STALE']);
  });

  it('stands below an authority of the host, or does not sign', async () => {
    const other = await createIdentityWorld();
    const stranger = other.pki.strangerRoot.certificate;
    const world = await createIdentityWorld({ anchors: [stranger] });
    const problem = problemOf(await tryToStart(world, await permitted(world)));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['CERTIFICATE_NOT_TRUSTED', 'NO_PATH']);
  });

  it('names whom the organisation was verified to be, or does not sign', async () => {
    const world = await createIdentityWorld({}, { subject: { ...COMPANY, organization: '上海测试公司' } });
    const problem = problemOf(await tryToStart(world, await permitted(world)));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['CERTIFICATE_SUBJECT_DIFFERS', 'ORGANIZATION_DIFFERS']);
  });

  it('does not sign for an organisation that nobody verified', async () => {
    const world = await createIdentityWorld({}, { verified: false });
    expect(problemOf(await tryToStart(world, await permitted(world))).code).to.equal('IDENTITY_NOT_VERIFIED');
    const lenient = await createIdentityWorld({ subject: 'when-verified' }, { verified: false });
    expect((await tryToStart(lenient, await permitted(lenient))).status).to.equal(201);
  });

  it('is the one that the key store holds, or nobody is asked for intent', async () => {
    const world = await createIdentityWorld();
    const begun = await permitted(world);
    const { signer } = await issueTo(world.root, COMPANY, 'organisation');
    world.keyStore.open = ({ credentialId }) =>
      Promise.resolve({ status: 'done', value: { id: credentialId, ...signer, notAfter: new Date('2030-01-01T00:00:00Z') } });
    expect(problemOf(await tryToStart(world, begun)).code).to.equal('CERTIFICATE_MISMATCH');
  });
});

describe('a certificate that changes while the person decides', () => {
  it('ends the use before the permit is consumed', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    world.status.answer = 'revoked';
    expect(problemOf(await confirmIt(world, challenge)).code).to.equal('CERTIFICATE_REVOKED');
    expect(world.keyStore.signatures).to.equal(0);
    const [row] = (await useLog(world.as('ada'))).uses;
    expect([row?.id, row?.result, row?.refusal]).to.deep.equal([challenge.useId, 'refused', 'CERTIFICATE_REVOKED']);
    const permit = await world.store.transaction((tx) => tx.permits.find(TENANT, row?.permitId ?? ''));
    expect(permit?.usedBy).to.equal(null);
  });

  it('leaves the use where it is while nobody can be asked', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    world.status.answer = 'unreachable';
    expect(problemOf(await confirmIt(world, challenge)).code).to.equal('CERTIFICATE_STATUS_UNKNOWN');
    world.status.answer = 'good';
    expect((await confirmIt(world, challenge)).status).to.equal(200);
  });

  it('is looked at again where the key store paused: a revocation discards the use, and no key signs', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    world.keyStore.hooks.pauseAt = 'authorize';
    expect((await confirmIt(world, challenge)).status).to.equal(202);
    world.status.answer = 'revoked';
    const problem = problemOf(await confirmIt(world, challenge));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'CERTIFICATE_REVOKED']);
    expect(world.keyStore.signatures).to.equal(0);
    expect((await useLog(world.as('ada'))).uses[0]?.refusal).to.equal('CERTIFICATE_REVOKED');
  });

  it('interrupts a consumed use while nobody can be asked, and it goes on after that', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    world.keyStore.hooks.pauseAt = 'authorize';
    await confirmIt(world, challenge);
    world.status.answer = 'unreachable';
    expect(problemOf(await confirmIt(world, challenge)).code).to.equal('CERTIFICATE_STATUS_UNKNOWN');
    expect((await bodiesOf(world, challenge.useId))['use-failed']).to.include({ code: 'CERTIFICATE_STATUS_UNKNOWN' });
    expect(world.keyStore.signatures).to.equal(0);
    world.status.answer = 'good';
    expect((await confirmIt(world, challenge)).status).to.equal(200);
    expect(world.keyStore.signatures).to.equal(1);
  });

  it('is compared with the verification that passed last', async () => {
    const world = await createIdentityWorld();
    const challenge = await started(world);
    const later = { ...passedOrganisation('company-1', '北京测试公司', '914403001922038216'), finishedAt: '2026-06-01T12:30:00.000Z' };
    await world.store.transaction((tx) => tx.identities.put(later));
    expect(problemOf(await confirmIt(world, challenge)).code).to.equal('CERTIFICATE_SUBJECT_DIFFERS');
  });
});

describe('confirmation of certificates as it is configured', () => {
  it('is as it was where nothing is configured', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const result = await sign(ada, await sampleDocument());
    const events = await world.store.transaction(async (tx) => {
      const row = await tx.audit.findRow(TENANT, result.useId);
      return tx.audit.findEvents(TENANT, row?.eventIds ?? []);
    });
    expect(events.filter(({ body }) => 'confirmed' in body)).to.deep.equal([]);
  });

  it('is refused where it could let nobody sign, or promise what it cannot do', async () => {
    const { root, pki, keyStore } = await createIdentityWorld();
    const base = {
      authenticate: () => null,
      authorize: () => true,
      store: createMemoryStore(),
      keyStore,
      registerSigner: pki.register.signer,
    };
    const anchors = [root.certificate];
    const wrong = [
      { anchors: [], revocation: 'off' },
      { anchors, revocation: 'required' },
      { anchors, revocation: 'when-available' },
      { anchors, revocation: 'off', numberKey: new Uint8Array(16) },
      { anchors, revocation: 'off', maxStatusAgeMs: 0 },
    ] as const;
    for (const identity of wrong) expect(() => createAdapter({ ...base, identity })).to.throw(TypeError, 'identity.');
  });
});
