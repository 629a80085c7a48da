import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ApprovalView,
  EnvelopeResult,
  GrantList,
  GrantResult,
  PermitView,
  SealHistory,
  SealTransitionResult,
  SealView,
} from '@sealkit/core/protocol';
import { appendEvent, erasePersonalValues, verifyChain } from '../src/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../src/storage/sqlite/sqlite-driver.ts';
import { eventOf, eventsOf, logWorld, proofOf, testLog } from './support/log-world.ts';
import { bringIntoUse, createOffice, give, type Office, produce, sealDraft } from './support/office.ts';
import { runSealkit } from './support/run-cli.ts';
import { tamperedWorld } from './support/tampered-world.ts';
import { type Answer, expectStatus, openEnvelope, permitRequest, sampleDocument, START, TENANT, useLog } from './support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-personal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in everything that persons write in these tests, and nowhere else. */
const PLANTED = 'Herr-Planted-4711';

/** Whether a text stands anywhere in the files of a database, whatever page, free list or log it is in. */
function inFiles(file: string, text: string): readonly string[] {
  const name = file.slice(folder.length + 1);
  return readdirSync(folder).filter((candidate) => candidate.startsWith(name) && readFileSync(join(folder, candidate)).includes(text));
}

/** Where a text stands in the rows of a database, as `table.column`. */
function inRows(file: string, text: string): readonly string[] {
  const database = findSqliteDriver().open(file);
  const found: string[] = [];
  for (const { name } of database.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
    for (const row of database.all(`SELECT * FROM ${String(name)}`))
      for (const [column, value] of Object.entries(row)) if (String(value).includes(text)) found.push(`${String(name)}.${column}`);
  database.close();
  return [...new Set(found)].sort();
}

/** Everybody writes: in drafts, steps, grants, stops, approvals, acts, envelopes, refusals and withdrawals. */
async function everybodyWrites(office: Office, reason = `because of ${PLANTED}`): Promise<void> {
  const { requester, approver, administrator } = office;
  const number = await bringIntoUse(office, { reason });
  expectStatus(await requester.post(`/seals/${number}/transitions`, { to: 'draft', reason }), 409);
  await produce(office.maker, number, { reason });
  taken(await administrator.post(`/seals/${number}/versions/2/decisions`, { decision: 'accept-likeness', reason }));
  taken(await administrator.post(`/seals/${number}/versions/2/decisions`, { decision: 'activate', reason }));
  taken(await requester.post('/seals', sealDraft({ number: 'FIN-2', ordinal: 1, ordinalReason: reason, reason })));
  taken(await requester.post('/seals/FIN-2/revisions', { name: 'Another', reason }));
  const act = { act: 'filing', reference: 'F-1', note: reason, at: '2026-05-01T00:00:00Z' };
  taken(await administrator.post(`/seals/${number}/acts`, act));
  const approval = {
    currency: 'CNY',
    tiers: [{ fromValue: 0, mode: 'any', approvers: [{ type: 'person', id: 'mia' }] }],
    approverAttests: false,
  } as const;
  const { grant } = await give(office, number, { approval });
  taken(await administrator.post(`/grants/${grant.id}/changes`, { change: 'extend', validTo: null, reason }));
  const other = await give(office, number, { mayDelegate: true }, { type: 'person', id: 'bo' });
  taken(await administrator.post(`/grants/${other.grant.id}/changes`, { change: 'withdraw', reason }));
  const document = await sampleDocument();
  const envelope = await openEnvelope(requester, document);
  const permit = { ...permitRequest(envelope, document, { sealNumber: number, sealVersion: 2 }), reason };
  const pending = taken(await requester.post<PermitView>('/permits', permit));
  const id = pending.approval?.id ?? '';
  const { requestDigest } = taken(await approver.get<ApprovalView>(`/approvals/${id}`));
  const decision = { decision: 'rejected', comment: reason, requestDigest, attestation: null };
  taken(await approver.post(`/approvals/${id}/decisions`, decision));
  const again = taken(await requester.post<PermitView>('/permits', permit));
  taken(await requester.post(`/approvals/${again.approval?.id}/withdrawal`, { reason }));
  taken(await requester.post<EnvelopeResult>(`/envelopes/${envelope.id}/void`, { version: 1, reason }));
  taken(await administrator.post('/stops', { scope: 'seal', id: number, reason }));
  taken(await administrator.post('/stops', { scope: 'person', id: 'bo', reason }));
  taken(await administrator.post('/persons/bo/release', { reason }));
}

/** The body of an answer that is no refusal. */
function taken<T>(answer: Answer<T>): T {
  return expectStatus(answer, answer.status < 300 ? answer.status : 200);
}

/** Erases what each of these persons wrote. */
async function erase(office: Pick<Office, 'store' | 'now'>, ...persons: readonly string[]) {
  const registration = { store: office.store, clock: { now: office.now }, actor: 'privacy' };
  const done = [];
  for (const personId of persons)
    done.push(await erasePersonalValues(registration, { tenant: TENANT, of: { personId }, reason: 'asked for' }));
  return done;
}

const EVERYBODY = ['ada', 'mia', 'ken', 'liz', 'setup'] as const;

describe('what persons write', () => {
  it('stands in one table, and nowhere else in the database: not in events, rows, kept answers or the search', async () => {
    const file = join(folder, 'kept.db');
    const office = await createOffice({ store: await createSqliteStore({ file }) });
    await everybodyWrites(office);
    const events = await eventsOf(office.store);
    await office.adapter.close();
    expect(inRows(file, PLANTED)).to.deep.equal(['personal_values.text']);
    const marked = events.filter(({ body }) => JSON.stringify(body).includes('"salted-sha256:'));
    expect(new Set(marked.map(({ type }) => type)).size).to.be.greaterThan(15);
  });

  it('is answered as it was written, from rows, from events, and to who repeats a request', async () => {
    const office = await createOffice();
    const reason = `because of ${PLANTED}`;
    await everybodyWrites(office);
    const { auditor } = office;
    const seal = expectStatus(await auditor.get<SealView>('/seals/FIN-1'), 200);
    expect([seal.stateReason, seal.acts[0]?.note]).to.deep.equal([reason, reason]);
    expect(expectStatus(await auditor.get<SealView>('/seals/FIN-2'), 200).ordinalReason).to.equal(reason);
    const { entries } = expectStatus(await auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.filter((entry) => entry.reason === reason).length).to.be.greaterThan(4);
    const { grants } = expectStatus(await office.administrator.get<GrantList>('/seals/FIN-1/grants'), 200);
    expect(grants.map(({ withdrawn }) => withdrawn?.reason ?? null)).to.include(reason);
    const asked = sealDraft({ number: 'FIN-9', ordinal: 2, ordinalReason: 'x', reason });
    const once = expectStatus(await office.requester.post<SealTransitionResult>('/seals', asked, { key: 'once' }), 201);
    expect(expectStatus(await office.requester.post('/seals', asked, { key: 'once' }), 201)).to.deep.equal(once);
    expect(once.seal.stateReason).to.equal(reason);
  });

  it('cannot be made to show what another person wrote by naming its digest', async () => {
    const office = await createOffice();
    await everybodyWrites(office);
    const [value] = await office.store.transaction((tx) => tx.personal.listKept({ tenant: TENANT, personId: 'mia', limit: 1 }));
    const mark = `salted-${value?.digest}`;
    const drafted = await office.requester.post<SealTransitionResult>(
      '/seals',
      sealDraft({ number: 'FIN-8', ordinal: 3, ordinalReason: 'x', name: mark, reason: mark }),
    );
    const { seal } = expectStatus(drafted, 201);
    expect([seal.name, seal.stateReason]).to.deep.equal([mark, mark]);
  });

  it('has another digest each time, of 32 octets of salt before the UTF-8 of the text', async () => {
    const office = await createOffice();
    const { createHash } = await import('node:crypto');
    await give(office, 'QL-1');
    await give(office, 'QL-1');
    const values = await office.store.transaction((tx) => tx.personal.listKept({ tenant: TENANT, personId: 'liz', limit: 9 }));
    expect(values.map(({ text }) => text)).to.deep.equal(['daily work', 'daily work']);
    expect(new Set(values.map(({ digest }) => digest)).size).to.equal(2);
    for (const { digest, salt, text } of values) {
      expect(salt?.length).to.equal(32);
      expect(digest).to.equal(
        `sha256:${createHash('sha256')
          .update(salt ?? '')
          .update(text ?? '', 'utf8')
          .digest('hex')}`,
      );
    }
  });
});

describe('erasing what a person wrote', () => {
  it('takes it out of the files of the database, also of free pages and of the write-ahead log', async () => {
    const file = join(folder, 'erased.db');
    const office = await createOffice({ store: await createSqliteStore({ file }) });
    await everybodyWrites(office);
    expect(inFiles(file, PLANTED)).to.not.deep.equal([]);
    const done = await erase(office, ...EVERYBODY);
    expect(done.map(({ erased }) => erased > 0)).to.deep.equal([true, true, true, true, false]);
    expect(done.map(({ scrubbed }) => scrubbed)).to.deep.equal([true, true, true, true, true]);
    expect(inFiles(file, PLANTED)).to.deep.equal([]);
    await office.adapter.close();
    const { exit, out } = await runSealkit(['doctor', file]);
    expect(out.filter((line) => line.includes('personal-values')).join()).to.match(/passed +personal-values: [1-9]/);
    expect(exit).to.equal(0);
  });

  it('is said in every answer in its place, with the time, and is an event that names digests', async () => {
    const office = await createOffice();
    await everybodyWrites(office);
    office.pass(60_000);
    await erase(office, ...EVERYBODY);
    const erased = { withheld: 'erased', at: new Date(START.getTime() + 60_000).toISOString() };
    const seal = expectStatus(await office.auditor.get<SealView>('/seals/FIN-1'), 200);
    expect([seal.stateReason, seal.acts[0]?.note]).to.deep.equal([erased, erased]);
    const { entries } = expectStatus(await office.auditor.get<SealHistory>('/seals/FIN-1/history'), 200);
    expect(entries.filter(({ reason }) => typeof reason === 'string')).to.deep.equal([]);
    const event = await eventOf(office.store, 'personal-values-erased');
    expect(event.actor).to.equal('privacy');
    expect(event.body['values']).to.be.an('array');
    expect(JSON.stringify(event)).to.not.include('asked for');
  });

  it('leaves chains, the use log and proofs of events valid', async () => {
    const world = await logWorld();
    const event = await world.store.transaction(async (tx) => {
      const { keepPersonalValue } = await import('../src/audit/personal-values/personal-value.ts');
      const reason = await keepPersonalValue(tx, { tenant: TENANT, personId: 'ada' }, PLANTED, world.now());
      return appendEvent(tx, {
        tenant: TENANT,
        envelopeId: null,
        sealNumber: 'QL-1',
        type: 'seal-state-changed',
        time: world.now(),
        actor: 'ada',
        body: { reason },
      });
    });
    const before = await proofOf(world, event);
    const [done] = await erase(world, 'ada');
    expect(done).to.include({ erased: 1, scrubbed: null });
    expect(await proofOf(world, event)).to.deep.equal(before);
    expect(await verifyChain(world.store, TENANT, { chain: event.chain })).to.include({ intact: true });
    expect((await useLog(world.as('ada'))).chain.intact).to.equal(true);
    await world.adapter.close();
  });

  it('erases what one event holds, by the command, and leaves the rest', async () => {
    const file = join(folder, 'command.db');
    const office = await createOffice({ store: await createSqliteStore({ file }), transparencyLog: await testLog() });
    await give(office, 'QL-1');
    await give(office, 'QL-1');
    const event = await eventOf(office.store, 'grant-given');
    const words = ['erase', file, '--tenant', TENANT, '--reason', 'asked for', '--by', 'privacy'];
    expect((await runSealkit(words)).exit).to.equal(64);
    expect((await runSealkit([...words, '--event', 'nobody'])).exit).to.not.equal(0);
    const given = (await eventsOf(office.store)).filter(({ type, actor }) => type === 'grant-given' && actor === 'liz');
    await office.adapter.close();
    const { exit, out } = await runSealkit([...words, '--event', given[0]?.id ?? '', '--json']);
    expect([exit, JSON.parse(out[0] ?? '')]).to.deep.include(0);
    expect(JSON.parse(out[0] ?? '')).to.include({ erased: 1, scrubbed: true });
    expect(event.chain).to.equal(`register:${TENANT}`);
    const store = await createSqliteStore({ file });
    const left = await store.transaction((tx) => tx.personal.listKept({ tenant: TENANT, personId: 'liz', limit: 9 }));
    await store.close();
    expect(left.map(({ text }) => text)).to.deep.equal(['daily work']);
    expect((await runSealkit(['doctor', file])).exit).to.equal(0);
  });
});

describe('what persons wrote, changed behind the back of the server', () => {
  const tampers: readonly (readonly [string, string])[] = [
    ['another text', "UPDATE personal_values SET text = 'another'"],
    ['another salt', 'UPDATE personal_values SET salt = zeroblob(32)'],
    ['no row', 'DELETE FROM personal_values'],
    [
      'an erasure without an event',
      "UPDATE personal_values SET salt = NULL, text = NULL, erased_at = '2026-06-01T12:00:00.000Z', erased_by = 'nobody'",
    ],
  ];
  for (const [title, statement] of tampers)
    it(`is found by who looks at the log and is not shown: ${title}`, async () => {
      const world = await tamperedWorld();
      const office = { ...world, administrator: world.as('ada') };
      const terms = {
        documentClasses: null,
        amountCeiling: null,
        maxUses: null,
        validFrom: START.toISOString(),
        validTo: null,
        schedule: null,
        networks: null,
        approval: null,
        mayDelegate: false,
      };
      const request = { holder: { type: 'person', id: 'ada' }, reason: PLANTED, terms };
      expectStatus(await office.administrator.post<GrantResult>('/seals/QL-1/grants', request), 201);
      expect((await useLog(world.as('ada'))).chain.intact).to.equal(true);
      world.sql(statement);
      expect((await useLog(world.as('ada'))).chain.intact).to.equal(false);
      expect(world.log.findLast(({ event }) => event === 'use-log-not-intact')?.fields['fault']).to.equal('VALUE_DIFFERS');
      const { grants } = expectStatus(await world.as('ada').get<GrantList>('/seals/QL-1/grants'), 200);
      const shown = grants.map(({ reason }) => reason);
      expect(shown).to.not.include(PLANTED);
      expect(shown.some((reason) => typeof reason === 'object')).to.equal(true);
    });

  it('leaves events from before, which hold their texts themselves, valid', async () => {
    const world = await tamperedWorld();
    await world.store.transaction((tx) =>
      appendEvent(tx, {
        tenant: TENANT,
        envelopeId: null,
        sealNumber: 'QL-1',
        type: 'seal-state-changed',
        time: world.now(),
        actor: 'ada',
        body: { reason: 'in clear' },
      }),
    );
    expect((await useLog(world.as('ada'))).chain.intact).to.equal(true);
    const { entries } = expectStatus(await world.as('ada').get<SealHistory>('/seals/QL-1/history'), 200);
    expect(entries.at(-1)?.reason).to.equal('in clear');
  });
});
