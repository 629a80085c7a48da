/** What somebody with a session, or with the database file, tried against the register, and what came of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalList, GrantResult, PermitView } from '@sealkit/core/protocol';
import { registerPerson } from '../src/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../src/storage/sqlite/sqlite-driver.ts';
import { bringIntoUse, createOffice, give, type Office, produce, sealDraft, step } from './support/office.ts';
import {
  type Client,
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
} from './support/world.ts';

const APPROVAL = {
  currency: 'CNY',
  approverAttests: false,
  tiers: [
    {
      fromValue: 0,
      mode: 'all',
      approvers: [
        { type: 'role', id: 'approver' },
        { type: 'role', id: 'director' },
      ],
    },
  ],
} as const;

const folder = mkdtempSync(join(tmpdir(), 'sealkit-attacks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** An office on a database file, and SQL on it by somebody who may not drop triggers. */
async function officeOnFile(): Promise<{ readonly office: Office; readonly sql: (text: string) => void }> {
  const file = join(folder, `${(files += 1)}.db`);
  const office = await createOffice({ store: await createSqliteStore({ file }) });
  const sql = (text: string): void => {
    const database = findSqliteDriver().open(file);
    try {
      database.exec(text);
    } finally {
      database.close();
    }
  };
  return { office, sql };
}

async function other(office: Office, id: string, role: string): Promise<Client> {
  await registerPerson(office.registration, {
    tenant: TENANT,
    organisationId: 'company-2',
    credential: null,
    id,
    name: id,
    roles: [role],
  });
  return office.as(id);
}

async function ask(client: Client, sealNumber = 'QL-1'): Promise<PermitView> {
  const document = await sampleDocument();
  const envelope = await openEnvelope(client, document);
  return expectStatus(await client.post<PermitView>('/permits', permitRequest(envelope, document, { sealNumber })), 201);
}

describe('persons of another company', () => {
  it('have no role there: an approver of theirs is shown nothing and decides nothing', async () => {
    const office = await createOffice();
    const stranger = await other(office, 'far', 'approver');
    await give(office, 'QL-1', { approval: APPROVAL }, { type: 'person', id: 'bo' });
    const pending = await ask(office.as('bo'));
    expect((await stranger.get<ApprovalList>('/approvals?box=for-me')).body.approvals).to.deep.equal([]);
    const [approval] = (await office.approver.get<ApprovalList>('/approvals?box=for-me')).body.approvals;
    const body = { decision: 'approved', comment: '', requestDigest: approval?.requestDigest, attestation: null };
    expect(problemOf(await stranger.post(`/approvals/${pending.approval?.id}/decisions`, body)).code).to.equal('APPROVAL_NOT_YOURS');
  });

  it('are not meant by a grant to a role or a program, and are not chosen where the host does not show them', async () => {
    const office = await createOffice({
      authorize: (_principal, action, resource) =>
        action !== 'register.list' || resource.type !== 'organisation' || resource.id === 'company-1',
    });
    const stranger = await other(office, 'far', 'user');
    await give(office, 'QL-1', {}, { type: 'role', id: 'user' });
    const document = await sampleDocument();
    const envelope = await openEnvelope(stranger, document);
    expect(problemOf(await stranger.post('/permits', permitRequest(envelope, document))).code).to.equal('NO_GRANT');
    const refused: unknown = await give(office, 'QL-1', {}, { type: 'person', id: 'far' }).catch((cause: unknown) => cause);
    expect(String(refused)).to.include('PERSON_NOT_FOUND');
    expect(problemOf(await office.requester.post('/seals', sealDraft({ keeperId: 'far' }))).code).to.equal('PERSON_NOT_FOUND');
  });

  it('ask for no permit on a seal that the host keeps from them', async () => {
    const office = await createOffice({
      authorize: (principal, action, resource) => action !== 'permit.request' || resource.type !== 'seal' || principal.personId === 'ada',
    });
    await give(office, 'QL-1', {}, { type: 'person', id: 'bo' });
    const document = await sampleDocument();
    const envelope = await openEnvelope(office.as('bo'), document);
    expect(problemOf(await office.as('bo').post('/permits', permitRequest(envelope, document))).code).to.equal('NOT_AUTHORIZED');
  });
});

describe('a grant that is passed on', () => {
  it('shares its number of uses with what it comes from, also when passed on to oneself', async () => {
    const office = await createOffice();
    const { grant } = await give(office, 'QL-1', { maxUses: 1, mayDelegate: true }, { type: 'person', id: 'bo' });
    const bo = office.as('bo');
    const change = { change: 'delegate', personId: 'bo', reason: 'more', terms: grant.terms };
    expectStatus(await bo.post<GrantResult>(`/grants/${grant.id}/changes`, change), 200);
    await sign(bo, await sampleDocument());
    const document = await sampleDocument();
    const envelope = await openEnvelope(bo, document);
    expect(problemOf(await bo.post('/permits', permitRequest(envelope, document))).code).to.equal('GRANT_COUNT');
  });

  it('ends when what it comes from is shortened', async () => {
    const office = await createOffice();
    const { grant } = await give(office, 'QL-1', { mayDelegate: true }, { type: 'person', id: 'bo' });
    const change = { change: 'delegate', personId: 'cy', reason: 'holiday', terms: { ...grant.terms, mayDelegate: false } };
    expectStatus(await office.as('bo').post(`/grants/${grant.id}/changes`, change), 200);
    const soon = new Date(office.now().getTime() + 1000).toISOString();
    const shorten = { change: 'extend', validTo: soon, reason: 'project ends' };
    expectStatus(await office.administrator.post(`/grants/${grant.id}/changes`, shorten), 200);
    office.pass(2000);
    const document = await sampleDocument();
    const envelope = await openEnvelope(office.as('cy'), document);
    expect(problemOf(await office.as('cy').post('/permits', permitRequest(envelope, document))).code).to.equal('NO_GRANT');
  });
});

describe('a stopped person', () => {
  it('changes nothing in the register, and neither does an auditor', async () => {
    const office = await createOffice();
    await bringIntoUse(office);
    const { grant } = await give(office, 'FIN-1');
    await produce(office.maker, 'FIN-1', { reason: 'renewal' });
    await office.approver.post('/stops', { scope: 'person', id: 'liz', reason: 'theft' });
    const acts: readonly (readonly [string, object])[] = [
      ['/seals', sealDraft({ number: 'X' })],
      ['/seals/FIN-1/transitions', { to: 'suspended', reason: 'x' }],
      ['/seals/FIN-1/productions', { reason: 'x' }],
      ['/seals/FIN-1/versions/2/decisions', { decision: 'activate', reason: 'x' }],
      ['/seals/FIN-1/acts', { act: 'filing', reference: 'x', at: '2026-01-01', note: '' }],
      ['/seals/FIN-1/grants', { holder: { type: 'person', id: 'bo' }, terms: grant.terms, reason: 'x' }],
      [`/grants/${grant.id}/changes`, { change: 'withdraw', reason: 'x' }],
      ['/stops', { scope: 'seal', id: 'FIN-1', reason: 'x' }],
      ['/persons/liz/release', { reason: 'x' }],
    ];
    for (const [path, body] of acts) {
      expect(problemOf(await office.administrator.post(path, body)).code, path).to.equal('PERSON_STOPPED');
      expect(problemOf(await office.auditor.post(path, body)).code, path).to.equal('AUDITOR_MAY_NOT_ACT');
    }
  });

  it('goes on with nothing that was begun before: permit, prepared use and waiting request are void after the release', async () => {
    const office = await createOffice();
    await give(office, 'QL-1', { approval: APPROVAL }, { type: 'person', id: 'bo' });
    const pending = await ask(office.as('bo'));
    const document = await sampleDocument();
    const permit = await obtainPermit(office.requester, document);
    const prepared = await startUse(office.requester, document, (await obtainPermit(office.requester, document)).id);
    office.pass(1000);
    for (const id of ['ada', 'bo']) {
      expectStatus(await office.approver.post('/stops', { scope: 'person', id, reason: 'theft' }), 200);
      expectStatus(await office.approver.post(`/persons/${id}/release`, { reason: 'found' }), 200);
    }
    const use = await office.requester.post('/uses', { permitId: permit.id, frame: document.frame, state: document.state });
    expect(problemOf(use).code).to.equal('PERMIT_VOID');
    expect(problemOf(await office.requester.post(`/uses/${prepared.useId}/confirm`, confirmation(prepared))).code).to.equal('PERMIT_VOID');
    expect((await office.approver.get<ApprovalList>('/approvals?box=for-me')).body.approvals).to.deep.equal([]);
    expect((await office.as('bo').get<PermitView>(`/permits/${pending.id}`)).body.status).to.equal('expired');
    expect(office.keyStore.signatures).to.equal(0);
    office.pass(1000);
    await sign(office.requester, document);
  });
});

describe('SQL by somebody who may not drop triggers', () => {
  const columns = 'tenant, number, organisation_id, kind, ordinal, ordinal_reason, name';
  const rest = 'state_since, state_reason, epoch + 1, test_material, keeper_id, design, requested, pending_transition, revisions';

  it('brings no abolished seal back, by whatever statement', async () => {
    const { office, sql } = await officeOnFile();
    await bringIntoUse(office);
    await step(office.administrator, 'FIN-1', 'abolished');
    const statements = [
      "UPDATE seals SET state = 'active', epoch = epoch + 1 WHERE number = 'FIN-1'",
      `INSERT OR REPLACE INTO seals SELECT ${columns}, 'active', ${rest} FROM seals WHERE number = 'FIN-1'`,
      "INSERT INTO seal_edges VALUES ('abolished', 'active')",
      "UPDATE seal_edges SET to_state = 'active'",
      'DELETE FROM seal_edges',
      "DELETE FROM seals WHERE number = 'FIN-1'",
    ];
    for (const statement of statements) expect(() => sql(statement), statement).to.throw(/known-transition|never-changed/);
  });

  it('moves no permit, no envelope, no version and no ended grant', async () => {
    const { office, sql } = await officeOnFile();
    const { grant } = await give(office, 'QL-1', {}, { type: 'person', id: 'bo' });
    await obtainPermit(office.as('bo'), await sampleDocument());
    await office.administrator.post(`/grants/${grant.id}/changes`, { change: 'withdraw', reason: 'x' });
    const statements = [
      "UPDATE permits SET expires_at = '2999-01-01T00:00:00.000Z'",
      "UPDATE permits SET person_id = 'cy'",
      'UPDATE envelopes SET amount = \'{"currency":"CNY","value":1}\'',
      "UPDATE seal_versions SET valid_to = '2999-01-01T00:00:00.000Z'",
      `INSERT OR REPLACE INTO grants SELECT tenant, id, seal_number, holder_type, holder_id, terms, given, delegated_from, NULL FROM grants WHERE id = '${grant.id}'`,
      "UPDATE seals SET design = '{}'",
      "UPDATE seals SET requested = '{}'",
      "UPDATE seals SET revisions = '[{}]'",
    ];
    for (const statement of statements) expect(() => sql(statement), statement).to.throw(/never-changed/);
  });

  it('forges no decision: one that no event records stops the approval', async () => {
    const { office, sql } = await officeOnFile();
    await give(office, 'QL-1', { approval: APPROVAL }, { type: 'person', id: 'bo' });
    const pending = await ask(office.as('bo'));
    const forged = JSON.stringify([
      { person: 'noa', roles: ['director'], decision: 'approved', comment: '', time: '', attested: false, event: 'x', eventId: 'x' },
    ]);
    sql(`UPDATE approvals SET decisions = '${forged}'`);
    const [approval] = (await office.approver.get<ApprovalList>('/approvals?box=for-me')).body.approvals;
    const body = { decision: 'approved', comment: '', requestDigest: approval?.requestDigest, attestation: null };
    const answer = await office.approver.post(`/approvals/${pending.approval?.id}/decisions`, body);
    expect(problemOf(answer).code).to.equal('APPROVAL_ALTERED');
  });

  it('a second seal of its kind is refused by the database, and the person is told so', async () => {
    const { office } = await officeOnFile();
    await bringIntoUse(office);
    await office.requester.post('/seals', sealDraft({ number: 'FIN-2' }));
    await step(office.requester, 'FIN-2', 'pending-approval');
    await step(office.approver, 'FIN-2', 'approved');
    const made = await produce(office.maker, 'FIN-2');
    for (const { version } of made.seal.versions) {
      await office.administrator.post(`/seals/FIN-2/versions/${version}/decisions`, { decision: 'accept-likeness', reason: 'a test' });
    }
    const twin = await office.administrator.post('/seals/FIN-2/transitions', { to: 'active', reason: 'second' });
    expect(problemOf(twin).code).to.equal('SEAL_DUPLICATE');
  });
});

describe('texts and names', () => {
  it('hold no character at which a database ends them, and no number that a path takes away', async () => {
    const office = await createOffice();
    const codeOf = async (changes: object): Promise<number> => (await office.requester.post('/seals', sealDraft(changes))).status;
    expect([
      await codeOf({ name: 'n\0m' }),
      await codeOf({ reason: 'a\0b' }),
      await codeOf({ number: '..' }),
      await codeOf({ number: '.' }),
    ]).to.deep.equal([400, 400, 400, 400]);
    expect(await codeOf({ reason: 'two\nlines' })).to.equal(201);
  });
});
