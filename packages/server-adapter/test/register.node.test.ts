import type { SealTransitionResult } from '@sealkit/core/protocol';
import { parseReceipt } from '@sealkit/core/seal';
import { verifyReceipt } from '@sealkit/core/validation';
import { issueCertificate } from '@sealkit/testkit';
import { type NewSealVersion, registerSeal, registerSealVersion, StoreError } from '../src/index.ts';
import { changeState, createWorld, problemOf, TENANT, type World } from './support/world.ts';

const SEAL = { tenant: TENANT, organisationId: 'company-1', name: 'x', testMaterial: true } as const;

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

function register(world: World, number: string, version: NewSealVersion, changes: object = {}): Promise<unknown> {
  return caught(registerSeal(world.registration, { ...SEAL, kind: 'contract', number, version, ...changes }));
}

describe('register: what the seal maker signed is what is registered', () => {
  it('refuses number, kind, ordinal, marking, size, picture, certificate and period that the statement does not say', async () => {
    const world = await createWorld();
    const version = await world.sealVersion('QL-5', world.pki.signers.p256, 'seal-1');
    const cases: readonly (readonly [string, Promise<unknown>])[] = [
      ['number', register(world, 'QL-6', version)],
      ['kind', register(world, 'QL-5', version, { kind: 'finance' })],
      ['ordinal', register(world, 'QL-5', version, { ordinal: 1, ordinalReason: 'r' })],
      ['testMaterial', register(world, 'QL-5', version, { testMaterial: false })],
      ['widthUm', register(world, 'QL-5', { ...version, widthUm: 1 })],
      ['heightUm', register(world, 'QL-5', { ...version, heightUm: 1 })],
      ['face', register(world, 'QL-5', { ...version, face: { type: 'SVG', bytes: new Uint8Array([1]) } })],
      ['face', register(world, 'QL-5', { ...version, face: { ...version.face, type: 'PNG' } })],
      [
        'credential',
        register(world, 'QL-5', { ...version, credential: { ...version.credential, certificates: world.pki.signers.p384.certificates } }),
      ],
      ['credential', register(world, 'QL-5', { ...version, credential: { ...version.credential, certificates: [] } })],
      ['validFrom', register(world, 'QL-5', { ...version, validFrom: new Date('2020-01-01T00:00:00Z') })],
      ['validTo', register(world, 'QL-5', { ...version, validTo: new Date('2040-01-01T00:00:00Z') })],
    ];
    for (const [name, outcome] of cases) {
      const error = await outcome;
      expect([name, error instanceof TypeError, String(error).includes(name)]).to.deep.equal([name, true, true]);
    }
  });

  it('refuses test material beside what counts: a statement that is marked over a certificate that is not', async () => {
    const world = await createWorld();
    const counts = await issueCertificate({
      key: 'p256',
      commonName: 'A real company',
      serialNumber: '4711',
      issuer: world.pki.intermediate,
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2030-01-01T00:00:00Z'),
      noRevAvail: true,
    });
    const error = await register(world, 'QL-5', await world.sealVersion('QL-5', counts, 'seal-1'));
    expect(error).to.be.instanceOf(TypeError);
    expect(String(error)).to.include('testMaterial: the statement is test material, the certificate of');
  });

  it('refuses a statement with a flipped bit in content or signature', async () => {
    const world = await createWorld();
    const version = await world.sealVersion('QL-5', world.pki.signers.p256, 'seal-1');
    const last = new Uint8Array(version.statement);
    last[last.length - 1] = (last.at(-1) ?? 0) ^ 1;
    const name = new Uint8Array(version.statement);
    const at = [...name].findIndex((_octet, index) => String.fromCharCode(...name.subarray(index, index + 9)) === 'Seal QL-5');
    name[at] = 0x73;
    for (const statement of [last, name]) {
      expect(await register(world, 'QL-5', { ...version, statement })).to.be.instanceOf(TypeError);
    }
  });

  it('lets an organisation have one seal of a kind and ordinal in use', async () => {
    const world = await createWorld();
    const version = await world.sealVersion('QL-5', world.pki.signers.p256, 'seal-1');
    const error = await register(world, 'QL-5', version);
    expect(error instanceof StoreError && error.constraint).to.equal('one-seal-in-use');
    await changeState(world.as('ada'), 'QL-1', 'abolished');
    expect(await register(world, 'QL-5', version)).to.equal(undefined);
  });

  it('keeps superseded versions and voids nothing but what is open', async () => {
    const world = await createWorld();
    const next = await world.sealVersion('QL-1', world.pki.signers.p256, 'seal-1');
    expect(await registerSealVersion(world.registration, TENANT, 'QL-1', next)).to.equal(2);
    const versions = await world.store.transaction((tx) => tx.register.listVersions(TENANT, 'QL-1'));
    expect(versions.map(({ state }) => state)).to.deep.equal(['superseded', 'current']);
    expect(await caught(registerSealVersion(world.registration, TENANT, 'none', next))).to.be.instanceOf(TypeError);
    await changeState(world.as('ada'), 'QL-1', 'abolished');
    expect(await caught(registerSealVersion(world.registration, TENANT, 'QL-1', next))).to.be.instanceOf(TypeError);
  });
});

describe('register: the life of a seal', () => {
  it('answers a change of state with the seal and a receipt that names its event', async () => {
    const world = await createWorld();
    const result = await changeState(world.as('ada'), 'QL-1', 'suspended');
    expect([result.seal.state, result.seal.stateReason, result.seal.use]).to.deep.equal([
      'suspended',
      'test',
      { allowed: false, reason: 'SEAL_SUSPENDED' },
    ]);
    expect(result.seal.transitions.map(({ to }) => to)).to.deep.equal(['active', 'abolished']);
    const verdict = await verifyReceipt(result.receipt, { registers: [world.pki.root.certificate] });
    expect(verdict.verdict.indication).to.equal('PASSED');
    const { payload } = parseReceipt(result.receipt);
    const event = await world.store.transaction((tx) => tx.audit.findEvent(TENANT, payload.id));
    expect([payload.event, payload.act, payload.sealNumber]).to.deep.equal([event?.digest, 'seal-suspended', 'QL-1']);
    const { reason, ...facts } = event?.body ?? {};
    expect(reason).to.match(/^salted-sha256:[0-9a-f]{64}$/);
    expect(facts).to.deep.equal({
      from: 'active',
      to: 'suspended',
      role: 'administrator',
      proposedBy: null,
      epoch: 2,
    });
  });

  it('refuses a step that the state does not allow, and records it', async () => {
    const world = await createWorld();
    for (const to of ['active', 'draft', 'produced']) {
      const problem = problemOf(await world.as('ada').post<SealTransitionResult>('/seals/QL-1/transitions', { to, reason: 'r' }));
      expect(problem.code).to.equal('SEAL_TRANSITION_NOT_ALLOWED');
      const event = await world.store.transaction((tx) => tx.audit.findEvent(TENANT, problem.eventId ?? ''));
      expect([event?.type, event?.sealNumber, event?.body['to']]).to.deep.equal(['seal-transition-refused', 'QL-1', to]);
    }
  });

  it('asks for a reason', async () => {
    const world = await createWorld();
    expect(problemOf(await world.as('ada').post('/seals/QL-1/transitions', { to: 'suspended', reason: '  ' })).code).to.equal(
      'BODY_MALFORMED',
    );
  });

  it('says which steps the host lets the caller take', async () => {
    const world = await createWorld({ authorize: (principal, action) => action !== 'seal.transition' || principal.personId === 'ada' });
    const { body } = await world.as('bo').get<{ readonly transitions: readonly object[] }>('/seals/QL-1');
    expect(body.transitions).to.deep.equal([
      { to: 'suspended', allowed: false, reason: 'NOT_AUTHORIZED', needsSecondPerson: false },
      { to: 'abolished', allowed: false, reason: 'NOT_AUTHORIZED', needsSecondPerson: false },
    ]);
    expect((await world.as('bo').post('/seals/QL-1/transitions', { to: 'suspended', reason: 'r' })).status).to.equal(403);
    expect((await world.as('ada').post('/seals/QL-1/transitions', { to: 'suspended', reason: 'r' })).status).to.equal(200);
  });
});
