import { decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import { type CertificateIssuer, PortError } from '@sealkit/core/ports';
import type { PermitView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { certificateFingerprint, parseCertificate } from '@sealkit/core/x509';
import {
  contentBindingOf,
  createCmpIssuer,
  createEstIssuer,
  createMemoryStore,
  createTestAuthority,
  memoryOneTimeKey,
  subjectReference,
  verifyChain,
} from '../src/index.ts';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { guardedHttpClient } from '../src/outbound/index.ts';
import { hasCmpMockServer, startCmpMockServer } from './support/cmp-mock-server.ts';
import { confirmAct, PERSONAL } from './support/contract.ts';
import { ADA_NAME, createEventWorld, type EventWorld, keyEvents, verifyAda } from './support/event-world.ts';
import { packageOf, send, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { PASSWORD, startEstServer } from './support/issuer-servers.ts';
import { testLog } from './support/log-world.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';
import {
  type Answer,
  confirmation,
  expectStatus,
  obtainPermit,
  openEnvelope,
  permitRequest,
  problemOf,
  sampleDocument,
  sign,
  startUse,
  TENANT,
  type TestDocument,
  useLog,
} from './support/world.ts';

const WHOLE_LIFE = ['key-made', 'certificate-issued', 'signature-made', 'key-destroyed signed'];

async function ask(world: EventWorld, document: TestDocument): Promise<Answer<PermitView>> {
  const client = world.as('ada');
  return client.post<PermitView>('/permits', permitRequest(await openEnvelope(client, document), document, PERSONAL));
}

async function permitted(world: EventWorld): Promise<{ readonly document: TestDocument; readonly permit: PermitView }> {
  const document = await sampleDocument();
  return { document, permit: await obtainPermit(world.as('ada'), document, PERSONAL) };
}

async function started(world: EventWorld): Promise<UseChallenge> {
  const { document, permit } = await permitted(world);
  return startUse(world.as('ada'), document, permit.id);
}

const tryToStart = (world: EventWorld, document: TestDocument, permitId: string) =>
  world.as('ada').post<UseChallenge>('/uses', { permitId, frame: document.frame, state: document.state });

async function certificateOf(world: EventWorld, permitId: string) {
  const row = await world.store.transaction((tx) => tx.eventKeys.findByPermit(TENANT, permitId));
  const [leaf] = row?.credential?.certificates ?? [];
  if (leaf === undefined) throw new Error('expected a certificate for this permit');
  return { leaf, row };
}

describe('a personal signature with a certificate for this act alone', () => {
  it('is made with a key that was made for it, signed once and is destroyed, each step in the log', async () => {
    const world = await createEventWorld();
    const { document, permit } = await permitted(world);
    const { leaf } = await certificateOf(world, permit.id);
    const certificate = parseCertificate(leaf);
    expect(certificate.subject.text)
      .to.contain(`CN=${ADA_NAME}`)
      .and.to.contain(await subjectReference(TENANT, 'ada'));
    expect(contentBindingOf(certificate)).to.equal(document.digest);
    const kept = await world.store.transaction((tx) => tx.permits.find(TENANT, permit.id));
    expect(kept?.payload.certificate).to.equal(await certificateFingerprint(leaf));

    const challenge = await startUse(world.as('ada'), document, permit.id);
    expect(challenge.certificates?.[0]).to.equal(encodeBase64(leaf));
    expect(expectStatus(await world.as('ada').get(`/uses/${challenge.useId}`), 200)).to.deep.equal(challenge);
    expect(challenge.act.certificate).to.equal(await certificateFingerprint(leaf));
    const result = expectStatus(await confirmAct(world.as('ada'), challenge), 200);
    expect(result.status).to.equal('completed');
    expect(await keyEvents(world)).to.deep.equal(WHOLE_LIFE);
    expect(world.counted.keys).to.deep.equal([{ signed: 2, destroyed: true }]);
    expect(world.keyStore.signatures).to.equal(0);
    expect((await certificateOf(world, permit.id)).row?.ended?.reason).to.equal('signed');
    expect(await verifyChain(world.store, TENANT, { chain: challenge.act.envelopeId })).to.include({ intact: true });
    // The same answer again, although the key is gone; another permit has another key.
    expect(expectStatus(await confirmAct(world.as('ada'), challenge), 200)).to.deep.equal(result);
    await sign(world.as('ada'), await sampleDocument(), PERSONAL);
    expect(world.counted.keys.map(({ signed }) => signed)).to.deep.equal([2, 2]);
  });

  it('leaves uses of seals as they are', async () => {
    const world = await createEventWorld({ identity: { subject: 'off' } });
    expect((await sign(world.as('ada'), await sampleDocument())).status).to.equal('completed');
    expect(await keyEvents(world)).to.deep.equal([]);
  });

  it('is for persons without a certificate of their own where the deployment says so', async () => {
    const world = await createEventWorld({ certificates: { when: 'without-own' } });
    // Ada's own certificate names somebody else: that it is looked at is what counts.
    expect(problemOf(await tryToStart(world, ...(await asPair(permitted(world))))).code).to.equal('CERTIFICATE_SUBJECT_DIFFERS');
    expect(await keyEvents(world)).to.deep.equal([]);
    await world.store.transaction(async (tx) => {
      const ada = await tx.register.findPerson(TENANT, 'ada');
      if (ada !== undefined) await tx.register.putPerson({ ...ada, credential: null });
    });
    expect((await sign(world.as('ada'), await sampleDocument(), PERSONAL)).status).to.equal('completed');
    expect(await keyEvents(world)).to.deep.equal(WHOLE_LIFE);
  });

  it('is for nobody who was not verified', async () => {
    const world = await createEventWorld({ isVerified: false });
    expect(problemOf(await ask(world, await sampleDocument())).code).to.equal('IDENTITY_NOT_VERIFIED');
    expect(world.counted.keys).to.deep.equal([]);
    await verifyAda(world);
    expect((await ask(world, await sampleDocument())).status).to.equal(201);
  });
});

async function asPair(made: ReturnType<typeof permitted>): Promise<readonly [TestDocument, string]> {
  const { document, permit } = await made;
  return [document, permit.id];
}

describe('an authority that issues no certificate for the act', () => {
  const outcomes: readonly (readonly [string, CertificateIssuer['issue'], string, number, string?])[] = [
    ['refuses', () => Promise.resolve({ status: 'refused', code: 'NO' }), 'CERTIFICATE_ISSUE_REFUSED', 409],
    [
      'has to ask somebody',
      () => Promise.resolve({ status: 'pending', resume: 'place', pollAfterMs: 5 }),
      'EVENT_CERTIFICATE_PENDING',
      503,
    ],
    [
      'is not reached',
      () => Promise.reject(new PortError('certificate-issuer', 'ISSUER_UNREACHABLE', 'expected an answer', { retryable: true })),
      'CERTIFICATE_ISSUER_FAILED',
      503,
      'ISSUER_UNREACHABLE',
    ],
    [
      'answers with the certificate of another key',
      async (order) => {
        const { issuer } = await createTestAuthority({ clock: { now: () => new Date() } });
        return issuer.issue({ ...order, key: { publicKey: (await memoryOneTimeKey()).publicKey } });
      },
      'CERTIFICATE_ISSUE_REFUSED',
      409,
    ],
  ];
  for (const [title, issue, code, status, reason] of outcomes) {
    it(`and ${title} stops the act: a typed problem, a row in the log, and the key is destroyed`, async () => {
      const world = await createEventWorld({ certificates: { issuer: { name: 'fake', issue } } });
      const answer = await ask(world, await sampleDocument());
      const problem = problemOf(answer);
      expect([answer.status, problem.code, problem.values?.['reason']]).to.deep.equal([status, code, reason]);
      expect(await keyEvents(world)).to.deep.equal(['key-made', 'key-destroyed not-issued']);
      expect(world.counted.keys).to.deep.equal([{ signed: 1, destroyed: true }]);
      const [row] = (await useLog(world.as('ada'), '/uses')).uses;
      expect([row?.result, row?.refusal, row?.eventId]).to.deep.equal(['refused', code, problem.eventId]);
    });
  }

  it('and cannot make the key stops the act as well', async () => {
    const make = () => Promise.reject(new PortError('key-store', 'PKCS11_TOKEN_GONE', 'expected a token', { retryable: true }));
    const world = await createEventWorld({ certificates: { keys: { make, destroyLeft: () => Promise.resolve() } } });
    expect(problemOf(await ask(world, await sampleDocument())).code).to.equal('KEY_STORE_FAILED');
    expect(await keyEvents(world)).to.deep.equal([]);
  });
});

describe('an act that was begun and not finished', () => {
  it('has its key destroyed when the permit ends unused', async () => {
    const world = await createEventWorld();
    const { document, permit } = await permitted(world);
    world.pass(15 * 60_000);
    expect(problemOf(await tryToStart(world, document, permit.id)).code).to.equal('PERMIT_EXPIRED');
    await permitted(world);
    expect(await keyEvents(world)).to.deep.equal([
      'key-made',
      'certificate-issued',
      'key-destroyed expired',
      'key-made',
      'certificate-issued',
    ]);
    expect(world.counted.keys[0]).to.deep.equal({ signed: 1, destroyed: true });
  });

  it('has its key destroyed when the person was stopped meanwhile', async () => {
    const world = await createEventWorld();
    const challenge = await started(world);
    world.pass(1000);
    const issued = await world.store.transaction((tx) => tx.register.findPerson(TENANT, 'ada'));
    if (issued === undefined) throw new Error('expected ada');
    await world.store.transaction((tx) =>
      tx.register.putPerson({ ...issued, stopped: { by: 'bo', at: world.now().toISOString(), reason: 'lost phone', liftedAt: null } }),
    );
    expect((await confirmAct(world.as('ada'), challenge)).status).to.equal(403);
    expect(world.counted.keys[0]?.signed).to.equal(1);
    world.pass(15 * 60_000);
    await world.store.transaction((tx) => tx.register.putPerson(issued));
    await permitted(world);
    expect((await keyEvents(world)).slice(0, 3)).to.deep.equal(['key-made', 'certificate-issued', 'key-destroyed expired']);
  });

  it('has its key destroyed when the server closes, and the permit says so afterwards', async () => {
    const world = await createEventWorld({ store: keptOpen() });
    const { document, permit } = await permitted(world);
    await world.adapter.close();
    expect(await keyEvents(world)).to.deep.equal(['key-made', 'certificate-issued', 'key-destroyed server-closed']);
    expect(problemOf(await tryToStart(await world.restart(), document, permit.id)).code).to.equal('EVENT_KEY_GONE');
  });

  it('does not go on in another process: not when it starts, nor when it is confirmed, nor when it was interrupted', async () => {
    const world = await createEventWorld();
    const { document, permit } = await permitted(world);
    const challenge = await started(world);
    const next = await world.restart();
    expect(problemOf(await tryToStart(next, document, permit.id)).code).to.equal('EVENT_KEY_GONE');
    expect(problemOf(await confirmAct(next.as('ada'), challenge)).code).to.equal('EVENT_KEY_GONE');
    // Nothing of it was consumed, and a new permit has a new key.
    expect((await sign(next.as('ada'), await sampleDocument(), PERSONAL)).status).to.equal('completed');
    expect(next.counted.keys).to.deep.equal([{ signed: 2, destroyed: true }]);
    expect(world.counted.keys.map(({ signed }) => signed)).to.deep.equal([1, 1]);
  });

  it('is discarded where the process ended between the consumption and the signature, and what is left is said', async () => {
    const { store, endNext, revive } = dyingStore();
    const world = await createEventWorld({ store });
    const challenge = await started(world);
    endNext();
    expect((await confirmAct(world.as('ada'), challenge).catch(() => null))?.status ?? 500).to.equal(500);
    revive();
    const next = await world.restart();
    const problem = problemOf(await confirmAct(next.as('ada'), challenge));
    expect([problem.code, problem.values?.['reason']]).to.deep.equal(['USE_DISCARDED', 'EVENT_KEY_GONE']);
    next.pass(20 * 60_000);
    await permitted(next);
    expect((await keyEvents(next)).slice(0, 3)).to.deep.equal(['key-made', 'certificate-issued', 'key-destroyed left-over']);
  });
});

/** A store whose process ends as soon as a use is confirmed after `endNext`; `revive` is the next process. */
function dyingStore() {
  const store = createMemoryStore();
  let state: 'well' | 'dying' | 'dead' = 'well';
  const transaction: typeof store.transaction = async (work, options) => {
    if (state === 'dead') throw new Error('the process ended');
    let isConfirmed = false;
    const result = await store.transaction(async (tx) => {
      const done = await work(tx);
      if (state === 'dying' && options?.readOnly !== true) {
        const page = await tx.audit.listInOrder({ tenant: TENANT, after: 0, limit: 10_000 });
        isConfirmed = page.some(({ event }) => event?.type === 'use');
      }
      return done;
    }, options);
    if (isConfirmed) state = 'dead';
    return result;
  };
  return { store: { ...store, transaction }, endNext: () => void (state = 'dying'), revive: () => void (state = 'well') };
}

/** A store in memory that outlives the adapters over it. */
function keptOpen() {
  return { ...createMemoryStore(), close: () => Promise.resolve() };
}

describe('a key for one act', () => {
  it('never signs twice, whatever is confirmed, repeated, raced and restarted', async () => {
    let seed = 20_260_601;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    let world = await createEventWorld();
    const worlds = [world];
    const begun: { readonly document: TestDocument; readonly permitId: string; readonly challenges: UseChallenge[] }[] = [];
    const document = await sampleDocument();
    let signatures = 0;
    for (let round = 0; round < 250; round++) {
      const one = begun[Math.max(0, begun.length - 1 - random(3))];
      const step = random(16);
      if (step < 2 || one === undefined) {
        begun.push({ document, permitId: (await obtainPermit(world.as('ada'), document, PERSONAL)).id, challenges: [] });
      } else if (step < 7) {
        const answer = await tryToStart(world, one.document, one.permitId);
        if (answer.status === 201) one.challenges.push(answer.body);
      } else if (step < 15) {
        const asked = [...Array(1 + random(4)).keys()].flatMap(() => one.challenges[random(one.challenges.length)] ?? []);
        const racing = [world, ...(random(3) === 0 ? [worlds[random(worlds.length)] ?? world] : [])];
        const answers = await Promise.all(
          asked.map((challenge, index) =>
            (racing[index % racing.length] ?? world).as('ada').post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)),
          ),
        );
        signatures += answers.filter(({ status }) => status === 200).length;
      } else {
        world = await world.restart();
        worlds.push(world);
      }
    }
    const keys = worlds.flatMap(({ counted }) => counted.keys);
    expect(signatures).to.be.greaterThan(10);
    expect(keys.length).to.be.greaterThan(10);
    // The other signature is the one under the request for the certificate.
    expect(Math.max(...keys.map(({ signed }) => signed))).to.equal(2);
    const rows = await Promise.all(begun.map(({ permitId }) => world.store.transaction((tx) => tx.permits.find(TENANT, permitId))));
    const completed = (await keyEvents(world)).filter((event) => event === 'signature-made').length;
    expect(completed).to.be.at.most(rows.filter((permit) => permit?.usedBy !== null).length);
    expect(keys.filter(({ signed }) => signed === 2).every(({ destroyed }) => destroyed)).to.equal(true);
  });
});

describe('evidence of a signature with a certificate for this act', () => {
  it('holds the certificate, and verifies', async () => {
    const world = await createEventWorld({ config: { transparencyLog: await testLog(), objects: createMemoryObjectStore() } });
    const client = world.as('ada');
    const document = await sampleDocument('Lease', []);
    const party = { id: 'one', name: 'One', organisationId: 'company-1', order: 1, personIds: ['ada'], acts: [{ type: 'signature' }] };
    const envelope = expectStatus(
      await client.post<{ readonly id: string }>('/envelopes', {
        name: 'Lease 2026.pdf',
        document: { digest: document.digest, length: document.bytes.length, pages: document.frame.pageCount },
        parties: [party],
        storage: 'stored',
      }),
      201,
    ) as Awaited<ReturnType<typeof openEnvelope>>;
    await send(world, 'ada', `/envelopes/${envelope.id}/document`, document.bytes);
    const permit = expectStatus(await client.post<PermitView>('/permits', permitRequest(envelope, document, PERSONAL)), 201);
    const challenge = expectStatus(await client.post<UseChallenge>('/uses', { permitId: permit.id }), 201);
    expect(decodeBase64(expectStatus(await confirmAct(client, challenge), 200).revision).length).to.be.greaterThan(1000);
    world.pass(60_000);
    const bytes = await packageOf(world, 'ada', envelope);
    const trust = await trustOfWorld(world);
    const signers = [...trust.signers, world.authority.certificate];
    const { indication, rows } = await verifyIn(world, bytes, { trust: { signers } });
    expect(rows.filter(({ status }) => status !== 'passed').map(({ id, reason }) => `${id} ${reason}`)).to.deep.equal([]);
    expect(indication).to.equal('PASSED');
    if (secondVerifierPresent) {
      const [second] = verifyInPython([bytes], { ...trust, signers }, world.now());
      expect(second?.indication).to.equal('PASSED');
    }
  });
});

describe('authorities that are reached by a protocol', () => {
  const clock = { now: () => new Date() };

  it('issue the certificate for the act by EST (RFC 7030), and one that waits or names nobody stops it', async () => {
    const server = await startEstServer();
    try {
      const issuer = createEstIssuer({
        url: server.url,
        label: 'label',
        http: guardedHttpClient(),
        credentials: () => Promise.resolve({ user: 'ra', password: PASSWORD }),
      });
      const world = await createEventWorld({ certificates: { issuer }, identity: { anchors: [server.anchor] }, clock });
      server.rules.waits = true;
      expect(problemOf(await ask(world, await sampleDocument())).code).to.equal('EVENT_CERTIFICATE_PENDING');
      server.rules.waits = false;
      server.rules.spoil = 'no-serial-number';
      expect(problemOf(await ask(world, await sampleDocument())).code).to.equal('CERTIFICATE_SUBJECT_DIFFERS');
      delete server.rules.spoil;
      expect((await sign(world.as('ada'), await sampleDocument(), PERSONAL)).status).to.equal('completed');
      expect(await keyEvents(world)).to.deep.equal([
        'key-made',
        'key-destroyed not-issued',
        'key-made',
        'certificate-issued',
        'key-destroyed not-confirmed',
        ...WHOLE_LIFE,
      ]);
    } finally {
      await server.close();
    }
  });

  it.skipIf(!hasCmpMockServer())('issue the certificate for the act by CMP (RFC 9810), from the mock server of OpenSSL', async () => {
    // The mock server makes no certificate: the one that it answers with is made for a key that is known before.
    const { issuer: maker, certificate: ca } = await createTestAuthority({ clock });
    const key = await memoryOneTimeKey();
    const outcome = await maker.issue({
      orderId: '1',
      key: { publicKey: key.publicKey },
      subject: { commonName: ADA_NAME, serialNumber: await subjectReference(TENANT, 'ada') },
      identityProof: { verificationId: 'v', provider: 'p', method: 'm', verifiedAt: clock.now(), digest: `sha256:${'00'.repeat(32)}` },
      profile: 'person',
    });
    if (outcome.status !== 'issued') throw new Error('expected a certificate');
    const secret = 'planted-cmp-secret';
    const server = await startCmpMockServer(outcome.certificates[0], ca, ['-srv_ref', 'ref-7', '-srv_secret', `pass:${secret}`]);
    try {
      const protection = { by: 'secret', credentials: () => Promise.resolve({ reference: 'ref-7', secret }) } as const;
      const issuer = createCmpIssuer({ url: server.url, http: guardedHttpClient(), protection });
      const keys = { make: () => Promise.resolve(key), destroyLeft: () => Promise.resolve() };
      const world = await createEventWorld({ clock, certificates: { issuer, keys }, identity: { anchors: [ca] } });
      expect((await sign(world.as('ada'), await sampleDocument(), PERSONAL)).status).to.equal('completed');
      expect(await keyEvents(world)).to.deep.equal(WHOLE_LIFE);
    } finally {
      server.close();
    }
  });
});
