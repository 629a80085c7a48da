import { PortError } from '@sealkit/core/ports';
import type { UseChallenge, UsePending, UseResult } from '@sealkit/core/protocol';
import { registerPerson } from '../src/index.ts';
import {
  changeState,
  type Client,
  confirmation,
  createWorld,
  obtainPermit,
  problemOf,
  sampleDocument,
  startUse,
  TENANT,
  type TestDocument,
  useLog,
  type World,
} from './support/world.ts';
import { validateUse } from './support/validated-use.ts';

async function challenged(
  world: World,
): Promise<{ readonly ada: Client; readonly document: TestDocument; readonly challenge: UseChallenge }> {
  const ada = world.as('ada');
  const document = await sampleDocument();
  const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
  return { ada, document, challenge };
}

async function expectSound(world: World, document: TestDocument, result: UseResult): Promise<void> {
  const report = await validateUse(world, document, result);
  expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
}

describe('key store: the event comes before the key', () => {
  it('has the use event durable when the key store is first asked', async () => {
    const world = await createWorld();
    const { ada, challenge } = await challenged(world);
    let seen: readonly (string | undefined)[] = [];
    world.keyStore.hooks.beforeOpen = async () => {
      const row = (await world.store.transaction((tx) => tx.audit.findRow('tenant-one', challenge.useId)))?.eventIds ?? [];
      const events = await world.store.transaction((tx) => Promise.all(row.map((id) => tx.audit.findEvent('tenant-one', id))));
      seen = events.map((event) => event?.type);
    };
    await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    expect(seen).to.deep.equal(['use-prepared', 'use']);
  });

  for (const step of ['open', 'authorize'] as const) {
    it(`pauses where ${step} has to wait, and goes on when it is asked again`, async () => {
      const world = await createWorld();
      const { ada, document, challenge } = await challenged(world);
      world.keyStore.hooks.pauseAt = step;
      const waiting = await ada.post<UsePending>(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
      expect([waiting.status, waiting.body.status, waiting.body.pollAfterMs]).to.deep.equal([202, 'pending', 5]);
      expect((await useLog(ada)).uses[0]?.result).to.equal('interrupted');
      expect(world.keyStore.signatures).to.equal(0);
      const finished = await ada.get<UseResult>(`/uses/${challenge.useId}`);
      expect(finished.body.status).to.equal('completed');
      await expectSound(world, document, finished.body);
      expect((await useLog(ada)).uses[0]?.result).to.equal('completed');
    });

    it(`discards the use when the seal is suspended while ${step} waits`, async () => {
      const world = await createWorld();
      const { ada, challenge } = await challenged(world);
      world.keyStore.hooks.pauseAt = step;
      await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
      await changeState(ada, 'QL-1', 'suspended');
      const problem = problemOf(await ada.get(`/uses/${challenge.useId}`));
      expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'SEAL_SUSPENDED']);
      const [row] = (await useLog(ada)).uses;
      expect([row?.id, row?.result, row?.refusal]).to.deep.equal([challenge.useId, 'refused', 'SEAL_SUSPENDED']);
      expect(world.keyStore.signatures).to.equal(0);
      await changeState(ada, 'QL-1', 'active');
      expect(problemOf(await ada.get(`/uses/${challenge.useId}`)).code).to.equal('USE_DISCARDED');
      expect(world.keyStore.signatures).to.equal(0);
    });
  }

  for (const [when, hook] of [
    ['before the key signs', 'beforeSign'],
    ['while the key store opens', 'beforeOpen'],
  ] as const) {
    it(`discards a signature when the seal is suspended ${when}`, async () => {
      const world = await createWorld();
      const { ada, challenge } = await challenged(world);
      world.keyStore.hooks[hook] = async () => void (await changeState(ada, 'QL-1', 'suspended'));
      const answer = await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
      expect(problemOf(answer).code).to.equal('USE_DISCARDED');
      expect(answer.text).not.to.include('revision');
      const log = await useLog(ada);
      expect([log.uses[0]?.result, log.uses[0]?.refusal, log.chain.intact]).to.deep.equal(['refused', 'SEAL_SUSPENDED', true]);
    });
  }

  it('never lets out a value that does not fit the certificate; a retry signs the same attributes', async () => {
    const world = await createWorld();
    const { ada, document, challenge } = await challenged(world);
    world.keyStore.hooks.spoil = (value) => {
      const spoiled = new Uint8Array(value);
      spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1;
      return spoiled;
    };
    const problem = problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge)));
    expect([problem.status, problem.code, problem.eventId]).to.deep.equal([502, 'SIGNATURE_VALUE_INVALID', challenge.useId]);
    expect((await useLog(ada)).uses[0]?.result).to.equal('interrupted');
    delete world.keyStore.hooks.spoil;
    world.pass(60_000);
    const finished = await ada.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    await expectSound(world, document, finished.body);
    const [first, second] = world.keyStore.signed;
    expect(first).to.deep.equal(second);
  });

  it("says KEY_STORE_FAILED, retryable and without the reason's words, and finishes afterwards", async () => {
    const world = await createWorld();
    const { ada, document, challenge } = await challenged(world);
    world.keyStore.hooks.beforeSign = () => {
      throw new PortError('key-store', 'PIN_WRONG', 'the PIN 4711 is wrong', { retryable: true });
    };
    const answer = await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    const problem = problemOf(answer);
    expect([problem.status, problem.code, problem.retryable]).to.deep.equal([503, 'KEY_STORE_FAILED', true]);
    expect(answer.text + JSON.stringify(world.log)).not.to.include('4711');
    delete world.keyStore.hooks.beforeSign;
    const finished = await ada.get<UseResult>(`/uses/${challenge.useId}`);
    await expectSound(world, document, finished.body);
  });

  it('refuses a key store that holds another certificate than the permit names', async () => {
    const world = await createWorld();
    const { ada, challenge } = await challenged(world);
    const { otherCompany } = world.pki.signers;
    const open = world.keyStore.open.bind(world.keyStore);
    world.keyStore.open = async (request) => {
      const step = await open(request);
      return step.status === 'done' ? { ...step, value: { ...step.value, certificates: otherCompany.certificates } } : step;
    };
    expect(problemOf(await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).code).to.equal('CERTIFICATE_MISMATCH');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('discards a personal signature when the person has another certificate meanwhile', async () => {
    const world = await createWorld();
    const ada = world.as('ada');
    const document = await sampleDocument('Note', [1]);
    const permit = await obtainPermit(ada, document, { sealNumber: null, sealVersion: null, placements: [] });
    const challenge = await startUse(ada, document, permit.id);
    world.keyStore.hooks.pauseAt = 'open';
    expect((await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge))).status).to.equal(202);
    const { certificates, algorithm } = world.pki.signers.p384;
    const credential = { credentialId: 'ada-own', certificates, algorithm };
    await registerPerson(world.registration, { tenant: TENANT, id: 'ada', name: 'A', organisationId: 'company-1', roles: [], credential });
    const problem = problemOf(await ada.get(`/uses/${challenge.useId}`));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'CERTIFICATE_MISMATCH']);
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('discards an interrupted use that comes back after its certificate is over', async () => {
    const world = await createWorld();
    const { ada, challenge } = await challenged(world);
    world.keyStore.hooks.pauseAt = 'open';
    await ada.post(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
    world.pass(19 * 365 * 86_400_000);
    const problem = problemOf(await ada.get(`/uses/${challenge.useId}`));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'CERTIFICATE_NOT_VALID']);
    expect(world.keyStore.signatures).to.equal(0);
  });
});
