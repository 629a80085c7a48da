/**
 * Whatever the persons of an office ask for, in whatever order: no signature without an active seal, an unused permit and a durable
 * event; never two seals in use where one may be; never a chain that forks or loses an event; and nothing that goes back on what
 * is for good.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalList, PermitView, SealVersionList, UseChallenge, UseList } from '@sealkit/core/protocol';
import * as fc from 'fast-check';
import { createMemoryStore, type Store, verifyChain } from '../src/index.ts';
import { createPostgresStore } from '../src/storage/postgresql/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { createOffice, type Office, sealDraft } from './support/office.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import {
  type Client,
  confirmation,
  openEnvelope,
  permitRequest,
  sampleDocument,
  START,
  TENANT,
  type TestDocument,
} from './support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-properties-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NUMBERS = ['A-1', 'A-2'] as const;
const PERSONS = ['ada', 'bo', 'mia', 'noa', 'ken', 'liz', 'aud'] as const;
const STATES = ['draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished'] as const;

type Act =
  | {
      readonly kind: 'draft' | 'revise' | 'end-proposal' | 'produce' | 'activate' | 'grant' | 'ask' | 'stop' | 'release';
      readonly who: string;
      readonly number: string;
    }
  | { readonly kind: 'step'; readonly who: string; readonly number: string; readonly to: string }
  | { readonly kind: 'decide' | 'start' | 'confirm' | 'stop-person'; readonly who: string; readonly at: number };

const person = fc.constantFrom(...PERSONS);
const number = fc.constantFrom(...NUMBERS);
const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('step' as const), who: person, number, to: fc.constantFrom(...STATES) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('draft' as const, 'revise', 'end-proposal', 'produce', 'activate', 'grant', 'ask', 'stop', 'release'),
      who: person,
      number,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom('decide' as const, 'start', 'confirm', 'stop-person'), who: person, at: fc.nat(5) }),
  },
);

/** The way that leads to a use, so that chance need not find it; the acts of a run come in between. */
const LIFE: readonly Act[] = [
  { kind: 'draft', who: 'ada', number: 'A-1' },
  { kind: 'step', who: 'ada', number: 'A-1', to: 'pending-approval' },
  { kind: 'step', who: 'mia', number: 'A-1', to: 'approved' },
  { kind: 'produce', who: 'ken', number: 'A-1' },
  { kind: 'step', who: 'liz', number: 'A-1', to: 'active' },
  { kind: 'grant', who: 'liz', number: 'A-1' },
  { kind: 'ask', who: 'ada', number: 'A-1' },
  { kind: 'decide', who: 'mia', at: 0 },
  { kind: 'start', who: 'ada', at: 0 },
  { kind: 'confirm', who: 'ada', at: 0 },
];

/** What the outside has in its hands: ids that answers named, whoever got them. */
interface Hands {
  readonly permits: string[];
  readonly challenges: UseChallenge[];
  readonly signed: { readonly useId: string; readonly state: string | undefined }[];
}

async function run(office: Office, document: TestDocument, hands: Hands, act: Act): Promise<void> {
  const client = office.as(act.who);
  switch (act.kind) {
    case 'draft':
      await client.post('/seals', sealDraft({ number: act.number }));
      return;
    case 'revise':
      await client.post(`/seals/${act.number}/revisions`, { name: '改过的章', reason: 'by chance' });
      return;
    case 'end-proposal':
      await client.post(`/seals/${act.number}/pending-transition/end`, { to: 'abolished', reason: 'by chance' });
      return;
    case 'step':
      await client.post(`/seals/${act.number}/transitions`, { to: act.to, reason: 'by chance' });
      return;
    case 'produce':
      await client.post(`/seals/${act.number}/productions`, { reason: 'by chance' });
      return;
    case 'activate':
      await activateNewest(client, act.number);
      return;
    case 'grant':
      await client.post(`/seals/${act.number}/grants`, grantFor('ada'));
      return;
    case 'ask':
      await ask(client, document, hands, act.number);
      return;
    case 'stop':
      await client.post('/stops', { scope: 'seal', id: act.number, reason: 'by chance' });
      return;
    case 'release':
      await client.post('/persons/ada/release', { reason: 'by chance' });
      return;
    case 'decide':
      await decideFirst(client);
      return;
    case 'start':
      await start(client, document, hands, act.at);
      return;
    case 'confirm':
      await confirm(office, client, hands, act.at);
      return;
    case 'stop-person':
      await client.post('/stops', { scope: 'person', id: 'ada', reason: 'by chance' });
  }
}

async function activateNewest(client: Client, of: string): Promise<void> {
  const { versions } = (await client.get<Partial<SealVersionList>>(`/seals/${of}/versions`)).body;
  const newest = versions?.at(-1);
  if (newest !== undefined) {
    await client.post(`/seals/${of}/versions/${newest.version}/decisions`, { decision: 'activate', reason: 'by chance' });
  }
}

function grantFor(id: string): object {
  const approval = {
    currency: 'CNY',
    approverAttests: false,
    tiers: [{ fromValue: 0, mode: 'any', approvers: [{ type: 'role', id: 'approver' }] }],
  };
  return {
    holder: { type: 'person', id },
    reason: 'by chance',
    terms: {
      documentClasses: null,
      amountCeiling: null,
      maxUses: 3,
      validFrom: START.toISOString(),
      validTo: null,
      schedule: null,
      networks: null,
      approval,
      mayDelegate: false,
    },
  };
}

async function ask(client: Client, document: TestDocument, hands: Hands, sealNumber: string): Promise<void> {
  const envelope = await openEnvelope(client, document);
  const answer = await client.post<Partial<PermitView>>('/permits', permitRequest(envelope, document, { sealNumber }));
  if (answer.body.id !== undefined) hands.permits.push(answer.body.id);
}

async function decideFirst(client: Client): Promise<void> {
  const { approvals } = (await client.get<Partial<ApprovalList>>('/approvals?box=for-me')).body;
  const [first] = approvals ?? [];
  if (first === undefined) return;
  const body = { decision: 'approved', comment: '', requestDigest: first.requestDigest, attestation: null };
  await client.post(`/approvals/${first.id}/decisions`, body);
}

async function start(client: Client, document: TestDocument, hands: Hands, at: number): Promise<void> {
  const permitId = hands.permits.at(-1 - at) ?? hands.permits[0] ?? 'none';
  const answer = await client.post<UseChallenge>('/uses', { permitId, frame: document.frame, state: document.state });
  if (answer.status === 201) hands.challenges.push(answer.body);
}

async function confirm(office: Office, client: Client, hands: Hands, at: number): Promise<void> {
  const challenge = hands.challenges.at(-1 - at) ?? hands.challenges[0];
  if (challenge === undefined) return;
  const before = office.keyStore.signatures;
  const use = await office.store.transaction((tx) => tx.uses.find(TENANT, challenge.useId));
  const seal = await office.store.transaction((tx) => tx.register.findSeal(TENANT, use?.sealNumber ?? ''));
  const answer = await client.post<{ readonly status?: string }>(`/uses/${challenge.useId}/confirm`, confirmation(challenge));
  if (office.keyStore.signatures > before) hands.signed.push({ useId: challenge.useId, state: seal?.state });
  if (answer.status !== 200) expect(answer.body.status).to.not.equal('completed');
}

async function assertHolds(office: Office, hands: Hands): Promise<void> {
  const { store } = office;
  for (const { useId, state } of hands.signed) {
    expect(state, 'state of the seal when the key signed').to.equal('active');
    const use = await store.transaction((tx) => tx.uses.find(TENANT, useId));
    const permit = await store.transaction((tx) => tx.permits.find(TENANT, use?.permitId ?? ''));
    expect([use?.status, permit?.usedBy]).to.deep.equal(['completed', useId]);
    expect(permit?.payload.approvals.map(({ person: by }) => by)).to.deep.equal(['mia']);
    const event = await store.transaction((tx) => tx.audit.findEvent(TENANT, use?.useEvent?.id ?? ''));
    expect(event?.type).to.equal('use');
  }
  expect(new Set(hands.signed.map(({ useId }) => useId)).size).to.equal(hands.signed.length);
  const seals = await store.transaction((tx) => tx.register.listSeals({ tenant: TENANT, kind: 'finance', limit: 10 }));
  expect(seals.filter(({ state }) => state === 'active' || state === 'suspended').length).to.be.at.most(1);
  for (const { number: of } of seals) {
    const versions = await store.transaction((tx) => tx.register.listVersions(TENANT, of));
    expect(versions.filter(({ state }) => state === 'current').length).to.be.at.most(1);
    expect((await verifyChain(store, TENANT, { sealNumber: of })).intact).to.equal(true);
  }
  const log = await office.auditor.get<UseList>('/uses');
  expect([log.body.chain.intact, log.body.uses.filter(({ result }) => result === 'completed').length]).to.deep.equal([
    true,
    hands.signed.length,
  ]);
  expect(log.body.uses.every(({ person: by, approvers }) => approvers.every(({ id }) => id !== by.id && id !== 'aud'))).to.equal(true);
}

/** Acts of chance put between those that lead to a use. */
const runs = fc.array(fc.record({ before: fc.nat(LIFE.length), act: acts }), { maxLength: 14 });

let files = 0;
let server: PostgresServer | undefined;
afterAll(() => server?.remove(), 60_000);

const STORES: readonly (readonly [string, number, () => Promise<Store>, typeof describeOnPostgres])[] = [
  ['memory', 60, async () => createMemoryStore(), describe],
  ['SQLite', 12, () => createSqliteStore({ file: join(folder, `${(files += 1)}.db`) }), describe],
  [
    'PostgreSQL',
    12,
    async () => {
      server ??= startPostgres();
      return createPostgresStore({ connectionString: server.url('application', await server.newMigratedDatabase()) });
    },
    describeOnPostgres,
  ],
];

for (const [name, numRuns, openStore, describeStore] of STORES) {
  describeStore(`any sequence of acts (${name})`, () => {
    it('reaches no signature outside an active seal, without an approved permit or a durable event, and breaks no chain', async () => {
      const document = await sampleDocument();
      let signatures = 0;
      await fc.assert(
        fc.asyncProperty(runs, async (chance) => {
          const office = await createOffice({ store: await openStore() });
          const hands: Hands = { permits: [], challenges: [], signed: [] };
          for (const [at, act] of LIFE.entries()) {
            for (const { act: other } of chance.filter(({ before }) => before === at)) await run(office, document, hands, other);
            await run(office, document, hands, act);
          }
          for (const { act } of chance.filter(({ before }) => before === LIFE.length)) await run(office, document, hands, act);
          await assertHolds(office, hands);
          signatures += hands.signed.length;
          await office.adapter.close();
        }),
        { numRuns, seed: 20_261_128 },
      );
      // The property says nothing of runs in which nobody signs.
      expect(signatures).to.be.above(numRuns / 6);
    }, 120_000);
  });
}
