/**
 * Whatever the people of two companies ask for, in whatever order: no signature in an envelope that has ended or out of turn, and the
 * versions of an envelope are one chain of digests, each made by one use.
 */
import type { EnvelopeView, UseChallenge, UseResult } from '@sealkit/core/protocol';
import { findEnvelopeTurn } from '@sealkit/core/seal';
import * as fc from 'fast-check';
import { createMemoryStore, type EnvelopeRecord, type Store } from '../src/index.ts';
import { standingOf } from '../src/envelopes/envelope-facts.ts';
import { createPostgresStore } from '../src/storage/postgresql/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { askPermit, BUYER, confirmAct, nextVersion, openContract, SELLER, twoCompanies } from './support/contract.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { createWorld, sampleDocument, TENANT, type TestDocument, type World } from './support/world.ts';

type Step =
  | { readonly kind: 'ask' | 'start' | 'confirm' | 'decline' | 'remind'; readonly who: 'ada' | 'cy'; readonly at: number }
  | { readonly kind: 'void'; readonly who: 'ada' | 'cy'; readonly at: number }
  | { readonly kind: 'pass'; readonly who: 'ada'; readonly at: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        kind: fc.constantFrom('ask' as const, 'start', 'confirm'),
        who: fc.constantFrom('ada' as const, 'cy'),
        at: fc.nat(3),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('decline' as const, 'remind', 'void'),
        who: fc.constantFrom('ada' as const, 'cy'),
        at: fc.nat(3),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), who: fc.constant('ada' as const), at: fc.nat(3) }) },
  ),
  { minLength: 8, maxLength: 26 },
);

interface Run {
  readonly world: World;
  readonly envelope: EnvelopeView;
  /** Versions that anybody has seen, the first one first. */
  readonly documents: TestDocument[];
  readonly permits: { readonly id: string; readonly who: string; readonly document: TestDocument }[];
  readonly challenges: { readonly challenge: UseChallenge; readonly who: string; readonly document: TestDocument }[];
  readonly signed: { readonly who: string; readonly before: EnvelopeRecord; readonly result: UseResult }[];
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list.length === 0 ? undefined : list[list.length - 1 - (at % list.length)];
}

function recordOf(store: Store, id: string): Promise<EnvelopeRecord> {
  return store.transaction(async (tx) => {
    const found = await tx.envelopes.find(TENANT, id);
    if (found === undefined) throw new RangeError('expected the envelope');
    return found;
  });
}

async function take(run: Run, { kind, who, at }: Step): Promise<void> {
  const { world, envelope } = run;
  const client = world.as(who);
  if (kind === 'ask') {
    const document = pick(run.documents, at);
    if (document === undefined) return;
    const answer = await askPermit(client, envelope, document, who === 'ada' ? SELLER : BUYER);
    if (answer.status === 201) run.permits.push({ id: answer.body.id, who, document });
  }
  const permit = kind === 'start' ? pick(run.permits, at) : undefined;
  if (permit !== undefined) {
    const { frame, state } = permit.document;
    const answer = await world.as(permit.who).post<UseChallenge>('/uses', { permitId: permit.id, frame, state });
    if (answer.status === 201) run.challenges.push({ challenge: answer.body, who: permit.who, document: permit.document });
  }
  const waiting = kind === 'confirm' ? pick(run.challenges, at) : undefined;
  if (waiting !== undefined) await confirm(run, waiting);
  const { versions } = await recordOf(world.store, envelope.id);
  const body = { reason: 'r', version: versions.length - (at === 3 ? 1 : 0) };
  if (kind === 'decline' || kind === 'void') await client.post(`/envelopes/${envelope.id}/${kind}`, body);
  if (kind === 'remind') await client.post(`/envelopes/${envelope.id}/reminders`, {});
  if (kind === 'pass') world.pass(at * 60_000);
}

async function confirm(run: Run, { challenge, who, document }: Run['challenges'][number]): Promise<void> {
  const known = run.signed.some(({ result }) => result.useId === challenge.useId);
  const before = await recordOf(run.world.store, run.envelope.id);
  const answer = await confirmAct(run.world.as(who), challenge);
  if (answer.status !== 200 || known) return;
  run.signed.push({ who, before, result: answer.body });
  run.documents.push(await nextVersion(document, answer.body));
}

/** What must hold after each run. */
async function check({ world, envelope, documents, signed }: Run): Promise<void> {
  const after = await recordOf(world.store, envelope.id);
  for (const { who, before, result } of signed) {
    const seal =
      who === 'ada' ? ({ number: 'QL-1', organisationId: 'company-1' } as const) : { number: 'QL-2', organisationId: 'company-2' };
    const actor = { personId: who, organisationId: seal.organisationId, seal: { ...seal, kind: 'contract' as const } };
    expect(before.state).to.equal('in-progress');
    expect(findEnvelopeTurn(standingOf(before), actor), 'the turn of whoever signed').to.have.property('partyId');
    expect(before.versions.at(-1)?.digest).to.equal(result.originalDigest);
  }
  expect(after.versions.length).to.equal(signed.length + 1);
  expect(world.keyStore.signatures).to.equal(signed.length);
  for (const [index, { version, digest, length, previous, useId }] of after.versions.entries()) {
    expect([version, digest, length]).to.deep.equal([index + 1, documents[index]?.digest, documents[index]?.bytes.length]);
    expect(previous).to.equal(after.versions[index - 1]?.digest ?? null);
    expect(useId).to.equal(signed[index - 1]?.result.useId ?? null);
  }
  const complete = after.parties.every(({ id }) => after.versions.some(({ partyId }) => partyId === id));
  expect(after.state === 'completed').to.equal(complete);
}

let server: PostgresServer | undefined;
afterAll(() => server?.remove(), 60_000);

const STORES: readonly (readonly [string, number, () => Promise<Store>, typeof describeOnPostgres])[] = [
  ['memory', 40, async () => createMemoryStore(), describe],
  ['SQLite', 40, () => createSqliteStore({ file: ':memory:' }), describe],
  [
    'PostgreSQL',
    16,
    async () => {
      server ??= startPostgres();
      return createPostgresStore({ connectionString: server.url('application', await server.newMigratedDatabase()) });
    },
    describeOnPostgres,
  ],
];

for (const [name, numRuns, openStore, describeStore] of STORES) {
  describeStore(`whatever two companies do (${name})`, () => {
    it('signs in turn, in an envelope that goes on, on one chain of versions', { timeout: 240_000 }, async () => {
      const document = await sampleDocument();
      const seen = { signed: 0, completed: 0, ended: 0 };
      await fc.assert(
        fc.asyncProperty(steps, fc.constantFrom('sequential' as const, 'parallel'), fc.boolean(), async (list, order, limited) => {
          const world = await createWorld({ store: await openStore() });
          const expires = new Date(world.now().getTime() + 300_000).toISOString();
          const envelope = await openContract(world.as('ada'), document, { parties: twoCompanies(order), ...(limited ? { expires } : {}) });
          const run: Run = { world, envelope, documents: [document], permits: [], challenges: [], signed: [] };
          for (const step of list) await take(run, step);
          await check(run);
          const { state } = await recordOf(world.store, envelope.id);
          seen.signed += run.signed.length;
          seen.completed += state === 'completed' ? 1 : 0;
          seen.ended += state !== 'completed' && state !== 'in-progress' ? 1 : 0;
          await world.adapter.close();
        }),
        { numRuns, seed: 20_260_601 },
      );
      // Chance has reached what the property is about.
      expect(Math.min(seen.signed, seen.completed, seen.ended), JSON.stringify(seen)).to.be.above(0);
    });
  });
}
