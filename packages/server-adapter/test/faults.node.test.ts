import type { KeyStore } from '@sealkit/core/ports';
import type { ApprovalResult, EnvelopeView, PermitView, SealTransitionResult, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { type ApprovalRecord, createMemoryStore, DEFAULT_USE_POLICY, type Store } from '../src/index.ts';
import { verifyTenantLog } from '../src/audit/verify-use-log.ts';
import { createMemoryObjectStore, type ObjectStore } from '../src/objects/index.ts';
import { type Fault, type FaultyPorts, faultyPorts } from './support/faulty-ports.ts';
import { twoCompanies } from './support/contract.ts';
import { createOffice, give, type Office, sealDraft, step } from './support/office.ts';
import { validateUse } from './support/validated-use.ts';
import {
  type Client,
  confirmation,
  createWorld,
  expectStatus,
  openEnvelope,
  ORIGIN,
  permitRequest,
  sampleDocument,
  TENANT,
  type TestDocument,
} from './support/world.ts';

interface Trial {
  readonly office: Office;
  /** The store itself, which does not fail. */
  readonly store: Store;
  readonly ports: FaultyPorts;
  /** Documents as they are kept, which does not fail either. */
  readonly objects: ObjectStore;
  readonly document: TestDocument;
}

/** What is done while a call fails, and what must hold after it was repeated as long as it took. */
interface Deed {
  readonly title: string;
  readonly prepare: (trial: Trial) => Promise<void>;
  readonly run: (trial: Trial) => Promise<void>;
}

/** A request that a page repeats under the same key until it has an answer; what is refused for good is a fault of the test. */
async function insist<T>({ office }: Trial, client: Client, path: string, body: object): Promise<T> {
  const key = crypto.randomUUID();
  for (let tries = 0; tries < 6; tries += 1) {
    const answer = await client.post<T & { readonly code?: string }>(path, body, { key });
    if (answer.status < 300) return answer.body;
    if (answer.body.code === 'IDEMPOTENCY_IN_PROGRESS') office.pass(DEFAULT_USE_POLICY.answerLeaseMs + 1);
    else if (answer.status < 500) throw new Error(`${path}: refused with ${answer.text}`);
  }
  throw new Error(`${path}: no answer after six tries`);
}

/** What a page reads, and reads again where it could not. */
async function read<T>(client: Client, path: string): Promise<T> {
  const first = await client.get<T>(path);
  return first.status < 500 ? expectStatus(first, 200) : expectStatus(await client.get<T>(path), 200);
}

async function newTrial(openStore: () => Promise<Store>, deed: Deed): Promise<Trial> {
  const store = await openStore();
  const objects = createMemoryObjectStore();
  let keys: KeyStore | undefined;
  const inner = (): KeyStore => {
    if (keys === undefined) throw new Error('expected an office');
    return keys;
  };
  const ports = faultyPorts({
    store,
    objects,
    keyStore: {
      name: 'memory',
      open: (...request) => inner().open(...request),
      authorize: (...request) => inner().authorize(...request),
      sign: (...request) => inner().sign(...request),
    },
  });
  const office = await createOffice({ store: ports.store, keyStore: ports.keyStore, objects: ports.objects });
  keys = office.keyStore;
  const trial = { office, store, ports, objects, document: await sampleDocument() };
  office.keyStore.hooks.beforeSign = () => expectEventBeforeKey(trial);
  await deed.prepare(trial);
  return trial;
}

/** Whenever a key makes a signature, the event of a use that is under way is durable. */
async function expectEventBeforeKey({ store }: Trial): Promise<void> {
  const rows = await store.transaction((tx) => tx.audit.listRows({ tenant: TENANT, limit: 10 }));
  expect(rows.filter(({ result }) => result === 'interrupted').length, 'uses whose event is durable').to.equal(1);
}

/** The chains and rows hold, every spent permit has one completed use, and no use is left on its way. */
async function expectConsistent({ store, ports }: Trial, used: number): Promise<void> {
  expect(ports.swallowed).to.deep.equal([]);
  expect(await verifyTenantLog(store, TENANT)).to.include({ intact: true, fault: null });
  await store.transaction(async (tx) => {
    const rows = await tx.audit.listRows({ tenant: TENANT, limit: 100 });
    const completed = rows.filter(({ result }) => result === 'completed');
    expect([completed.length, rows.filter(({ result }) => result === 'interrupted').length]).to.deep.equal([used, 0]);
    for (const { useId } of completed) {
      const use = await tx.uses.find(TENANT, useId ?? '');
      expect([use?.status, (await tx.permits.find(TENANT, use?.permitId ?? ''))?.usedBy]).to.deep.equal(['completed', useId]);
    }
  });
}

const USE: Deed = {
  title: 'a use, from the envelope to the signed revision',
  prepare: async () => undefined,
  run: async (trial) => {
    const { office, document, store } = trial;
    const ada = office.requester;
    const opening = { name: 'Lease.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 } };
    const envelope = await insist<EnvelopeView>(trial, ada, '/envelopes', opening);
    const permit = await insist<PermitView>(trial, ada, '/permits', permitRequest(envelope, document));
    const challenge = await insist<UseChallenge>(trial, ada, '/uses', {
      permitId: permit.id,
      frame: document.frame,
      state: document.state,
    });
    const result = await insist<UseResult>(trial, ada, `/uses/${challenge.useId}/confirm`, confirmation(challenge));
    if (/^(?:keyStore|transaction)/.test(trial.ports.fired() ?? '')) {
      const report = await validateUse(office, document, result);
      expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
    }
    // What was answered is what is kept: asked again, it is the same.
    const again = await read<UseResult>(ada, `/uses/${challenge.useId}`);
    expect([again.receipt === result.receipt, again.revision === result.revision]).to.deep.equal([true, true]);
    await store.transaction(async (tx) => {
      expect((await tx.envelopes.find(TENANT, envelope.id))?.document.digest).to.equal(document.digest);
      expect((await tx.permits.find(TENANT, permit.id))?.usedBy).to.equal(challenge.useId);
    });
    await expectConsistent(trial, 1);
  },
};

/** A document that a page sends again until it is taken. */
async function insistOnDocument({ office, document }: Trial, { id }: EnvelopeView): Promise<void> {
  const headers = { authorization: `Bearer ${TENANT}/ada`, 'content-type': 'application/pdf', 'idempotency-key': crypto.randomUUID() };
  for (let tries = 0; tries < 6; tries += 1) {
    const request = new Request(`${ORIGIN}/envelopes/${id}/document`, { method: 'POST', headers, body: document.bytes });
    const answer = await office.adapter.fetch(request);
    if (answer.status < 300) return;
    const problem = await answer.text();
    if (problem.includes('IDEMPOTENCY_IN_PROGRESS')) office.pass(DEFAULT_USE_POLICY.answerLeaseMs + 1);
    else if (answer.status < 500) throw new Error(`document: refused with ${problem}`);
  }
  throw new Error('document: no answer after six tries');
}

const STORED: Deed = {
  title: 'a contract whose document the server keeps, from its upload to the signed version',
  prepare: async () => undefined,
  run: async (trial) => {
    const { office, document, store, objects } = trial;
    const ada = office.requester;
    const opening = { name: 'Lease.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 } };
    const envelope = await insist<EnvelopeView>(trial, ada, '/envelopes', { ...opening, parties: twoCompanies(), storage: 'stored' });
    await insistOnDocument(trial, envelope);
    const permit = await insist<PermitView>(trial, ada, '/permits', permitRequest(envelope, document));
    const challenge = await insist<UseChallenge>(trial, ada, '/uses', { permitId: permit.id });
    const result = await insist<UseResult>(trial, ada, `/uses/${challenge.useId}/confirm`, confirmation(challenge));
    const again = await read<UseResult>(ada, `/uses/${challenge.useId}`);
    expect([again.receipt === result.receipt, again.revision === result.revision]).to.deep.equal([true, true]);
    // No version is named before its octets are kept.
    const kept = await store.transaction((tx) => tx.envelopes.find(TENANT, envelope.id));
    const lengths = await Promise.all(
      (kept?.versions ?? []).map(async ({ digest }) => (await objects.open({ tenant: TENANT, digest }))?.size),
    );
    expect(lengths).to.deep.equal(kept?.versions.map(({ length }) => length));
    expect(lengths.length).to.equal(2);
    await expectConsistent(trial, 1);
  },
};

const PRODUCTION: Deed = {
  title: 'a seal that is made and taken into use',
  prepare: async ({ office }) => {
    expectStatus(await office.requester.post<SealTransitionResult>('/seals', sealDraft()), 201);
    await step(office.requester, 'FIN-1', 'pending-approval');
    await step(office.approver, 'FIN-1', 'approved');
  },
  run: async (trial) => {
    const { office, store } = trial;
    const made = await insist<SealTransitionResult>(trial, office.maker, '/seals/FIN-1/productions', { reason: 'order' });
    const active = await insist<SealTransitionResult>(trial, office.administrator, '/seals/FIN-1/transitions', {
      to: 'active',
      reason: 'test',
    });
    expect([made.seal.state, active.seal.state]).to.deep.equal(['produced', 'active']);
    await store.transaction(async (tx) => {
      expect((await tx.register.findSeal(TENANT, 'FIN-1'))?.state).to.equal('active');
      expect((await tx.register.listVersions(TENANT, 'FIN-1')).map(({ version, state }) => [version, state])).to.deep.equal([
        [1, 'current'],
      ]);
      const events = await tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'FIN-1' }, limit: 100 });
      expect(events.filter(({ type }) => type === 'seal-version-made').length).to.equal(1);
      expect(events.filter(({ body }) => body['to'] === 'active').length).to.equal(1);
    });
    await expectConsistent(trial, 0);
  },
};

const APPROVAL: Deed = {
  title: 'the decision on a request, and the permit that it becomes',
  prepare: async ({ office, document }) => {
    const tier = { fromValue: 0, mode: 'any', approvers: [{ type: 'role', id: 'approver' }] } as const;
    const policy = { currency: 'CNY', tiers: [tier], approverAttests: false };
    await give(office, 'QL-1', { approval: policy }, { type: 'person', id: 'bo' });
    const bo = office.as('bo');
    const body = { ...permitRequest(await openEnvelope(bo, document), document), reason: 'third quarter' };
    expectStatus(await bo.post<PermitView>('/permits', body), 201);
  },
  run: async (trial) => {
    const { office, store } = trial;
    const approval = await waiting(store);
    const result = await insist<ApprovalResult>(trial, office.approver, `/approvals/${approval.id}/decisions`, {
      decision: 'approved',
      comment: '',
      requestDigest: approval.requestDigest,
      attestation: null,
    });
    expect(result.approval.status).to.equal('approved');
    await store.transaction(async (tx) => {
      const kept = await tx.approvals.find(TENANT, approval.id);
      expect([kept?.state, kept?.decisions.length]).to.deep.equal(['approved', 1]);
      expect((await tx.permits.find(TENANT, approval.permitId))?.usedBy).to.equal(null);
      const events = await tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: 'QL-1' }, limit: 100 });
      expect(events.filter(({ type }) => type === 'permit-issued').length).to.equal(1);
    });
    await expectConsistent(trial, 0);
  },
};

async function waiting(store: Store): Promise<ApprovalRecord> {
  const [approval] = await store.transaction((tx) => tx.approvals.list({ tenant: TENANT, ended: false, limit: 10 }));
  if (approval === undefined) throw new Error('expected a request that waits');
  return approval;
}

/** Each call of the deed fails once, in a trial of its own; answers the names of the calls that failed. */
async function failEachCall(deed: Deed, openStore: () => Promise<Store>, when: Fault['when']): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let call = 1; ; call += 1) {
    const trial = await newTrial(openStore, deed);
    trial.ports.arm({ call, when });
    try {
      await deed.run(trial);
    } catch (cause) {
      throw new Error(`call ${call}, ${trial.ports.fired() ?? 'none'}: ${String(cause)}`, { cause });
    }
    await trial.office.adapter.close();
    const name = trial.ports.fired();
    if (name === undefined) return failed;
    failed.push(name);
  }
}

describe('a call of the store or the key store that fails, whichever it is', () => {
  for (const deed of [USE, STORED, PRODUCTION, APPROVAL]) {
    for (const when of ['before', 'after'] as const) {
      it(`${when} its effect leaves ${deed.title} to be repeated to a consistent end`, async () => {
        const failed = await failEachCall(deed, async () => createMemoryStore(), when);
        expect(failed.length).to.be.above(20);
        expect(failed).to.include(`transaction (${when})`);
        if (deed === STORED) expect(failed).to.include.members([`objects.put (${when})`, `objects.open (${when})`]);
        if (deed === USE)
          expect(failed).to.include.members([`keyStore.open (${when})`, `keyStore.authorize (${when})`, `keyStore.sign (${when})`]);
      }, 120_000);
    }
  }

  it('is noticed where a transaction goes on as if nothing had failed', async () => {
    const { store, keyStore } = await createWorld();
    const ports = faultyPorts({ store, keyStore });
    ports.arm({ call: 2, when: 'before' });
    await ports.store.transaction(async (tx) => {
      await tx.envelopes.find(TENANT, 'none').catch(() => undefined);
    });
    expect(ports.swallowed).to.deep.equal(['tx.envelopes.find (before)']);
  });
});
