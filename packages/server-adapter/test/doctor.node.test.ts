import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '@sealkit/core/bytes';
import { createVerifierKey, formatVerifierKey } from '@sealkit/core/evidence';
import type { AuthenticatorActView, EnrolmentView, IntentBatchView, IntentView } from '@sealkit/core/protocol';
import { createTotpProvider } from '../src/index.ts';
import { timeStepOf, totpCode } from '../src/intent/totp/totp-code.ts';
import { createDirectoryObjectStore, createS3ObjectStore } from '../src/objects/index.ts';
import type { DoctorCheckResult, DoctorReport } from '../src/doctor/doctor-report.ts';
import { createPostgresStore } from '../src/storage/postgresql/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../src/storage/sqlite/sqlite-driver.ts';
import { migrate } from '../src/storage/sqlite/sqlite-schema.ts';
import { decodeBase32 } from './support/base32.ts';
import { createEventWorld } from './support/event-world.ts';
import { createIdentityWorld } from './support/identity-world.ts';
import { sealedContract } from './support/evidence-world.ts';
import { eventually, latestCheckpoint, logWorld, testLogKey } from './support/log-world.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { redirectProvider } from './support/redirect-provider.ts';
import { runSealkit } from './support/run-cli.ts';
import { describeOnVersitygw, startVersitygw } from './support/versitygw.ts';
import { createWorld, expectStatus, obtainPermit, sampleDocument, sign, startUse, TENANT, type World } from './support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-doctor-'));
let server: PostgresServer | undefined;
afterAll(() => {
  server?.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

type Examined = DoctorReport & { readonly exit: number };

async function examine(store: string, ...words: readonly string[]): Promise<Examined> {
  const { exit, out, err } = await runSealkit(['doctor', store, '--json', ...words]);
  if (out.length !== 1) throw new Error(err.join('\n'));
  return { exit, ...(JSON.parse(out[0] ?? '') as DoctorReport) };
}

/** What was found, as `check: code subject`. */
function found({ checks }: DoctorReport): readonly string[] {
  return checks.flatMap(({ check, findings }) => findings.map(({ code, subject }) => `${check}: ${code} ${subject}`));
}

function checkOf({ checks }: DoctorReport, name: DoctorCheckResult['check']): DoctorCheckResult | undefined {
  return checks.find(({ check }) => check === name);
}

/** A world with a finished use, one that waits, a refused try, a stop that was lifted and a log with a checkpoint. */
async function fill(world: World): Promise<void> {
  const ada = world.as('ada');
  const document = await sampleDocument();
  await sign(ada, document);
  await startUse(ada, document, (await obtainPermit(ada, document)).id);
  await ada.post('/permits', {});
  expectStatus(await ada.post('/stops', { scope: 'person', id: 'bo', reason: 'lost' }), 200);
  expectStatus(await ada.post('/persons/bo/release', { reason: 'found' }), 200);
  await eventually(async () => (await latestCheckpoint(world.store)) !== undefined);
}

let filled = '';
let rootFile = '';
let strangerFile = '';
beforeAll(async () => {
  filled = join(folder, 'filled.db');
  const world = await logWorld({ checkpointEveryMs: 1 }, { store: await createSqliteStore({ file: filled }) });
  await fill(world);
  rootFile = join(folder, 'root.cer');
  writeFileSync(rootFile, world.pki.root.certificate);
  strangerFile = join(folder, 'stranger.cer');
  writeFileSync(strangerFile, world.pki.signers.p256.certificates[0] ?? '');
  await world.adapter.close();
});

let copies = 0;
/** A copy of the database in which somebody wrote who may do everything. */
function tampered(...statements: readonly string[]): string {
  return tamperedCopy(filled, statements);
}

function tamperedCopy(original: string, statements: readonly string[]): string {
  const file = join(folder, `copy-${(copies += 1)}.db`);
  cpSync(original, file);
  const database = findSqliteDriver().open(file);
  const triggers = database.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
  database.exec('PRAGMA foreign_keys = OFF');
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
  for (const statement of statements) database.exec(statement);
  for (const { sql } of triggers) database.exec(String(sql));
  database.close();
  return file;
}

describe('sealkit doctor on keys that sign once', () => {
  let kept = '';
  beforeAll(async () => {
    kept = join(folder, 'event-keys.db');
    const world = await createEventWorld({ store: await createSqliteStore({ file: kept }) });
    const personal = { sealNumber: null, sealVersion: null, placements: [] };
    await sign(world.as('ada'), await sampleDocument(), personal);
    await world.adapter.close();
  });
  /** As after a crash: the process is gone, and nobody said that its key is destroyed. */
  const LEFT = ['UPDATE event_keys SET ended_at = NULL, ended_reason = NULL', "DELETE FROM events WHERE type = 'one-time-key-destroyed'"];

  it('finds nothing where each was destroyed', async () => {
    const report = await examine(kept);
    expect([found(report), checkOf(report, 'event-keys')?.examined]).to.deep.equal([[], 1]);
  });

  const faults: readonly (readonly [string, readonly string[], string])[] = [
    ['one that a process left behind', LEFT, 'KEY_LEFT'],
    ['one of another permit', ["UPDATE event_keys SET permit_id = 'p'"], 'KEY_DIFFERS'],
    ['one that the log does not know', ["UPDATE event_keys SET id = 'k'"], 'KEY_WITHOUT_EVENT'],
    ['one that is not there any more', ['DELETE FROM event_keys'], 'KEY_MISSING'],
    ['one without its certificate', ['UPDATE event_keys SET credential = NULL'], 'CERTIFICATE_DIFFERS'],
    ['one that was destroyed for another reason', ["UPDATE event_keys SET ended_reason = 'expired'"], 'KEY_END_DIFFERS'],
  ];
  for (const [title, statements, code] of faults) {
    it(`finds ${title}`, async () => {
      const report = await examine(tamperedCopy(kept, statements));
      expect(report.exit).to.equal(1);
      expect(checkOf(report, 'event-keys')?.findings.map((finding) => finding.code)).to.include(code);
    });
  }
});

describe('sealkit doctor on a file of SQLite', () => {
  it('finds nothing in a store as the server wrote it, and says what it looked at', async () => {
    const report = await examine(filled);
    expect(found(report)).to.deep.equal([]);
    expect([report.exit, report.result, report.tenants]).to.deep.equal([0, 'sound', ['tenant-one', 'tenant-two']]);
    expect(report.checks.map(({ check, result }) => `${check} ${result}`)).to.deep.equal([
      'database passed',
      'settings passed',
      'schema passed',
      'chains passed',
      'use-log passed',
      'personal-values passed',
      'uses passed',
      'permits passed',
      'intents passed',
      'identities passed',
      'event-keys passed',
      'seal-versions passed',
      'transparency-log passed',
      'objects not-checked',
    ]);
    const looked = report.checks.slice(0, 13).filter(({ check }) => !['intents', 'identities', 'event-keys'].includes(check));
    for (const { check, examined } of looked) expect(examined, check).to.be.above(0);
    expect([checkOf(report, 'uses')?.examined, checkOf(report, 'permits')?.examined]).to.deep.equal([2, 2]);
  });

  it('says it to people, a line for each check', async () => {
    const { exit, out } = await runSealkit(['doctor', filled]);
    expect([exit, out[0]]).to.deep.equal([0, `${filled}: sound, tenants: 2`]);
    const one = await runSealkit(['doctor', filled, '--tenant', TENANT]);
    expect([one.exit, one.out[0]]).to.deep.equal([0, `${filled}: sound, tenants: 1`]);
    expect(out[7]).to.equal('  passed      uses: 2 examined, 0 wrong');
    const wrong = await runSealkit(['doctor', tampered("UPDATE uses SET person_id = 'e' || char(27) || '[2J' WHERE status = 'completed'")]);
    expect(wrong.exit).to.equal(1);
    expect(wrong.out.join('\n')).to.match(/failed {6}uses: 2 examined, 1 wrong\n {4}USE_ALTERED tenant-one: use /);
  });

  const EVENT = "UPDATE events SET %s WHERE type = 'use' AND tenant = 'tenant-one'";
  const tamperings: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an event says something else', [EVENT.replace('%s', "actor = 'bo'")], /^chains: DIGEST_DIFFERS chain/m],
    [
      'a digest of a row is not in its index',
      ['DELETE FROM use_log_digests WHERE rowid = (SELECT min(rowid) FROM use_log_digests)'],
      /^use-log: DIGEST_NOT_INDEXED row/m,
    ],
    [
      'the index has a digest that its row has not',
      [`INSERT INTO use_log_digests SELECT tenant, 'sha256:${'0'.repeat(64)}', id FROM use_log WHERE result = 'completed'`],
      /^use-log: DIGEST_OF_NO_ROW row/m,
    ],
    [
      'the index has a row that is not there',
      [`INSERT INTO use_log_digests VALUES ('tenant-one', 'sha256:${'0'.repeat(64)}', 'nobody')`],
      /^use-log: DIGEST_OF_NO_ROW row nobody/m,
    ],
    ['a row is found by another text', ["UPDATE use_log SET search = 'other' WHERE result = 'completed'"], /^use-log: ROWS_DIFFER/m],
    [
      'what a person wrote is another text',
      ["UPDATE personal_values SET text = 'x' WHERE text = 'lost'"],
      /^personal-values: VALUE_DIFFERS chain/m,
    ],
    ['what a person wrote is gone', ["DELETE FROM personal_values WHERE text = 'lost'"], /^personal-values: VALUE_DIFFERS chain/m],
    [
      'an event was moved to another tenant',
      ["UPDATE events SET tenant = 'tenant-two' WHERE type = 'use' AND tenant = 'tenant-one'"],
      /^chains: POSITION_MISSING/m,
    ],
    ['an event is gone', ["DELETE FROM events WHERE type = 'use-prepared'"], /^chains: POSITION_MISSING chain/m],
    [
      'the last event of a chain is gone',
      ["DELETE FROM events WHERE type = 'use-completed'", "UPDATE use_log SET result = 'interrupted' WHERE result = 'completed'"],
      /^transparency-log: EVENT_MISSING/m,
    ],
    ['a link of a seal chain leads elsewhere', [EVENT.replace('%s', "seal_prev = 'sha256:00'")], /^chains: LINK_BROKEN seal QL-1/m],
    ['a row of the use log is gone', ["DELETE FROM use_log WHERE result = 'completed'"], /^use-log: ROWS_DIFFER/m],
    [
      'a row of the use log says another result',
      ["UPDATE use_log SET result = 'refused' WHERE result = 'completed'"],
      /^use-log: ROWS_DIFFER chain/m,
    ],
    [
      'there is a row that stands for nothing',
      [
        `INSERT INTO use_log (tenant, id, seal_number, envelope_id, person_id, time, result, use_id, event_ids, search)
          SELECT tenant, 'x', seal_number, envelope_id, person_id, time, result, use_id, '[]', search FROM use_log LIMIT 1`,
      ],
      /^use-log: ROWS_DIFFER \d+ rows/m,
    ],
    ['a use is of another person', ["UPDATE uses SET person_id = 'bo' WHERE status = 'completed'"], /^uses: USE_ALTERED/m],
    ['a use holds another revision', ["UPDATE uses SET completed_revision = x'00' WHERE status = 'completed'"], /^uses: USE_ALTERED/m],
    ['a use is no JSON', ["UPDATE uses SET prepared = '{' WHERE status = 'completed'"], /^uses: STORE_BROKEN/m],
    [
      'a spent permit is fresh again',
      ['UPDATE permits SET used_by = NULL, used_at = NULL'],
      /^uses: PERMIT_NOT_SPENT[^]*^permits: PERMIT_NOT_SPENT/m,
    ],
    ['a fresh permit is spent', ["UPDATE permits SET used_by = 'x' WHERE used_by IS NULL"], /^permits: PERMIT_SPENT_BY_NOTHING/m],
    ['a permit is another one', ["UPDATE permits SET compact = compact || 'A'"], /^permits: PERMIT_DIFFERS/m],
    ['a permit says another person', ['UPDATE permits SET payload = replace(payload, \'"ada"\', \'"bo"\')'], /^permits: PERMIT_DIFFERS/m],
    ['a permit was never issued', ["UPDATE permits SET id = 'x' || id WHERE used_by IS NULL"], /^permits: PERMIT_WITHOUT_EVENT/m],
    [
      'a statement is another one',
      ["UPDATE seal_versions SET statement = x'3000'"],
      /^seal-versions: STATEMENT_DIFFERS seal QL-1, version 1/m,
    ],
    [
      'the face is not that of the statement',
      ["UPDATE seal_versions SET face = x'00' WHERE seal_number = 'QL-1'"],
      /^seal-versions: STATEMENT_DIFFERS/m,
    ],
    [
      'a version was never made',
      ["UPDATE seal_versions SET version = 2 WHERE seal_number = 'QL-1'"],
      /^seal-versions: VERSION_WITHOUT_EVENT/m,
    ],
    [
      'a seal is in another state',
      ["UPDATE seals SET state = 'suspended' WHERE number = 'QL-1'"],
      /^seal-versions: STATE_DIFFERS seal QL-1/m,
    ],
    ['an event has no place in the order', ["DELETE FROM event_order WHERE tenant = 'tenant-two'"], /^chains: EVENT_WITHOUT_PLACE event/m],
    ['a leaf is gone', ['DELETE FROM log_leaves WHERE position = 1'], /^transparency-log: LEAF_MISSING/m],
    [
      'a hash of a tile is another one',
      ['UPDATE log_hashes SET hash = zeroblob(32) WHERE position = 0 AND level = 0'],
      /^transparency-log: HASH_DIFFERS/m,
    ],
    [
      'a checkpoint is of another tree',
      ["UPDATE log_checkpoints SET note = replace(note, substr(note, 20, 1), 'x')"],
      /^transparency-log: CHECKPOINT/m,
    ],
    ['the row above a row is gone', ["DELETE FROM organisations WHERE id = 'company-2'"], /^database: PARENT_MISSING/m],
    ['an index is gone', ['DROP INDEX one_use_per_permit'], /^schema: DEFINITION_MISSING index one_use_per_permit/m],
    [
      'there is a trigger of somebody',
      ['CREATE TRIGGER mine AFTER INSERT ON events BEGIN SELECT 1; END'],
      /^schema: DEFINITION_UNKNOWN trigger mine/m,
    ],
  ];
  for (const [what, statements, expected] of tamperings) {
    it(`finds that ${what}`, async () => {
      const report = await examine(tampered(...statements));
      expect([report.exit, report.result]).to.deep.equal([1, 'faulty']);
      expect(found(report).join('\n')).to.match(expected);
    });
  }

  it('finds a trigger that was taken away, and one that does something else', async () => {
    const file = tampered();
    const database = findSqliteDriver().open(file);
    database.exec('DROP TRIGGER event_never_changed');
    database.exec('DROP TRIGGER event_never_deleted');
    database.exec('CREATE TRIGGER event_never_deleted BEFORE DELETE ON events BEGIN SELECT 1; END');
    database.close();
    expect(found(await examine(file))).to.deep.equal([
      'schema: DEFINITION_MISSING trigger event_never_changed',
      'schema: DEFINITION_DIFFERS trigger event_never_deleted',
    ]);
  });

  it('finds text that is kept as UTF-16, and takes a copy without a write-ahead log', async () => {
    const file = join(folder, 'utf-16.db');
    const database = findSqliteDriver().open(file);
    database.exec("PRAGMA encoding = 'UTF-16le'");
    migrate(database, new Date(0));
    database.close();
    expect(found(await examine(file))).to.deep.equal(['settings: SETTING_UNSAFE encoding is UTF-16le']);
    const copy = await examine(tampered('PRAGMA journal_mode = DELETE'));
    expect([copy.exit, checkOf(copy, 'settings')?.remark]).to.deep.equal([
      0,
      'a copy without a write-ahead log: the store turns it on when it opens it',
    ]);
  });

  it('finds pages that are damaged', async () => {
    const file = join(folder, 'damaged.db');
    const octets = readFileSync(filled);
    octets.fill(0xff, 4096 * 20, 4096 * 24);
    writeFileSync(file, octets);
    const { exit, out, err } = await runSealkit(['doctor', file]);
    expect(exit === 1 ? out.join('\n') : err.join('\n')).to.match(/INTEGRITY_CHECK_FAILED|STORE_BROKEN/);
  });

  it('changes nothing, and sees one moment while a server writes', async () => {
    const file = join(folder, 'busy.db');
    cpSync(filled, file);
    const world = await logWorld({}, { store: await createSqliteStore({ file }), seeded: true } as Parameters<typeof logWorld>[1]);
    const document = await sampleDocument();
    const signing = (async () => {
      for (let count = 0; count < 10; count += 1) await sign(world.as('ada'), document);
    })();
    for (let count = 0; count < 5; count += 1) expect(found(await examine(file))).to.deep.equal([]);
    await signing;
    await world.adapter.close();
    const before = [readFileSync(file), statSync(file).mtimeMs];
    expect(checkOf(await examine(file), 'uses')?.examined).to.equal(12);
    expect([readFileSync(file), statSync(file).mtimeMs]).to.deep.equal(before);
  });

  it('looks at the documents that are kept in a directory', async () => {
    const directory = join(folder, 'objects');
    const document = await sampleDocument();
    const of = { tenant: TENANT, digest: document.digest, length: document.bytes.length };
    const store = await createDirectoryObjectStore({ directory });
    expect(checkOf(await examine(filled, '--objects', directory), 'objects')).to.include({
      result: 'passed',
      examined: 0,
      remark: '1 documents of envelopes are not kept there',
    });
    await store.put(of, whole(document.bytes));
    expect(checkOf(await examine(filled, '--objects', directory), 'objects')).to.include({ result: 'passed', examined: 1, remark: null });
    const file = join(directory, TENANT, 'sha256', of.digest.slice(7));
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).to.equal(of.digest.slice(7));
    writeFileSync(file, 'another document');
    const report = await examine(filled, '--objects', directory);
    expect([report.exit, ...found(report)]).to.deep.equal([1, `objects: OBJECT_BROKEN object ${of.digest}`]);
  });

  it('verifies who signed permits and checkpoints, for the anchors and keys that it is given', async () => {
    const key = formatVerifierKey(await testLogKey());
    const trusting = await examine(filled, '--tenant', TENANT, '--trust-register', rootFile, '--log-key', key);
    expect(found(trusting)).to.deep.equal([]);
    for (const name of ['permits', 'transparency-log'] as const)
      expect(checkOf(trusting, name)).to.include({ result: 'passed', remark: null });
    const alone = await examine(filled, '--tenant', TENANT);
    expect(checkOf(alone, 'permits')?.remark).to.equal('signatures of the register were not verified: --trust-register names its anchor');
    expect(checkOf(alone, 'transparency-log')?.remark).to.equal(`signatures of checkpoints were not verified: no --log-key for ${TENANT}`);

    const distrusting = await examine(filled, '--tenant', TENANT, '--trust-register', strangerFile);
    expect(distrusting.exit).to.equal(1);
    expect(found(distrusting)).to.have.length(2);
    for (const line of found(distrusting)) expect(line).to.match(/^permits: PERMIT_SIGNATURE_INVALID permit /);
    const { name } = await testLogKey();
    const other = formatVerifierKey(await createVerifierKey({ name, type: 'ed25519', publicKey: new Uint8Array(32).fill(7) }));
    expect(found(await examine(filled, '--tenant', TENANT, '--log-key', other)).join()).to.match(
      /^transparency-log: CHECKPOINT_SIGNATURE_INVALID log at \d+$/,
    );
    for (const words of [
      ['--log-key', 'no key'],
      ['--s3-endpoint', 'http://127.0.0.1:1'],
      ['--objects', 's3:seals'],
    ])
      expect((await runSealkit(['doctor', filled, ...words])).exit, words.join(' ')).to.equal(64);
  });

  it('misses a version of a contract whose document the server took', async () => {
    const [file, directory] = [join(folder, 'stored.db'), join(folder, 'stored-objects')];
    const objects = await createDirectoryObjectStore({ directory });
    const world = await logWorld({}, { store: await createSqliteStore({ file }), objects });
    const { document } = await sealedContract('stored', world);
    await world.adapter.close();
    expect(checkOf(await examine(file, '--objects', directory), 'objects')).to.include({ result: 'passed', examined: 3, remark: null });
    rmSync(join(directory, TENANT, 'sha256', document.digest.slice('sha256:'.length)));
    const report = await examine(file, '--objects', directory);
    expect([report.exit, ...found(report)]).to.deep.equal([1, `objects: OBJECT_MISSING object ${document.digest}`]);
  });

  it('says in one line why a store cannot be opened', async () => {
    const foreign = join(folder, 'foreign.db');
    const database = findSqliteDriver().open(foreign);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    const older = tampered('DELETE FROM schema_migrations WHERE version > 2');
    writeFileSync(join(folder, 'empty.db'), '');
    writeFileSync(join(folder, 'text.db'), 'this is no database, only a text that is long enough for one page '.repeat(100));
    for (const [file, expected] of [
      [join(folder, 'none.db'), /^sealkit: STORE_NOT_FOUND: /],
      [folder, /^sealkit: STORE_FOREIGN_DATABASE: /],
      [join(folder, 'empty.db'), /^sealkit: STORE_BROKEN: /],
      [join(folder, 'text.db'), /^sealkit: STORE_BROKEN: /],
      [foreign, /^sealkit: STORE_FOREIGN_DATABASE: /],
      [older, /^sealkit: STORE_SCHEMA_OLDER: /],
    ] as const) {
      const { exit, out, err } = await runSealkit(['doctor', file]);
      expect([exit, out, err.length]).to.deep.equal([4, [], 1]);
      expect(err[0]).to.match(expected);
    }
    expect(readdirSync(folder)).to.not.include('none.db');
    for (const words of [
      [],
      [filled, filled],
      [filled, '--tenant', 'a'],
      ['postgresql://a:secret@localhost/b'],
      ['postgresql:///b?password=secret'],
    ])
      expect((await runSealkit(['doctor', ...words])).exit).to.equal(64);
    expect((await runSealkit(['doctor', 'postgresql://a@127.0.0.1:1/b'])).exit).to.equal(69);
  });
});

describe('sealkit doctor over proofs of intent and verifications', () => {
  let confirmed = '';
  let verified = '';

  /** One app that was enrolled, a use, a batch and its own removal that it confirmed; and a verification that waits. */
  beforeAll(async () => {
    confirmed = join(folder, 'confirmed.db');
    const providers = [createTotpProvider({ encryptionKey: new Uint8Array(32).fill(7), issuer: 'Test' })];
    const store = await createSqliteStore({ file: confirmed });
    const world = await createWorld({ store, intent: { providers, policy: { batch: true }, enrolment: { first: 'authorize' } } });
    const ada = world.as('ada');
    const begun = expectStatus(await ada.post<EnrolmentView>('/intent-methods/totp/enrolments', { name: 'app' }), 201);
    const code = () => ({ code: totpCode(decodeBase32(begun.totp?.secret ?? ''), timeStepOf(world.now()), 6) });
    expectStatus(await ada.post(`/intent-enrolments/${begun.id}/confirm`, { answer: code() }), 200);
    const document = await sampleDocument();
    const use = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    const other = await startUse(ada, document, (await obtainPermit(ada, document)).id);
    const batch = expectStatus(await ada.post<IntentBatchView>('/intent-batches', { useIds: [other.useId] }), 201);
    const removal = { action: 'remove', authenticatorId: begun.id, language: 'en' };
    const act = expectStatus(await ada.post<AuthenticatorActView>('/authenticator-acts', removal), 201);
    for (const [path, challenge] of [
      [`/uses/${use.useId}`, use.challenge],
      [`/intent-batches/${batch.batchId}`, batch.challenge],
      [`/authenticator-acts/${act.id}`, act.challenge],
    ] as const) {
      world.pass(60_000);
      const { id } = expectStatus(await ada.post<IntentView>(`${path}/intents`, { method: 'totp' }), 201);
      expectStatus(await ada.post(`${path}/confirm`, { proof: { intentId: id, shownDigest: challenge, answer: code() } }), 200);
    }
    const leaf = { batchId: batch.batchId, shownDigest: other.challenge };
    expectStatus(await ada.post(`/uses/${other.useId}/confirm`, { proof: leaf }), 200);
    await world.adapter.close();

    verified = join(folder, 'verified.db');
    const file = await createSqliteStore({ file: verified });
    const verifying = await createIdentityWorld({ providers: [redirectProvider()] }, { verified: false, store: file });
    const claims = {
      kind: 'person',
      name: '张爱达',
      personalNumber: { type: 'resident-id', number: '11010519491231002X' },
      phone: '13812345678',
    };
    const subject = { kind: 'person', id: 'ada' };
    const asked = { subject, provider: 'face-page', method: 'face', claims, documents: [] };
    expectStatus(await verifying.as('ada').post('/identity-verifications', asked), 201);
    await verifying.adapter.close();
  });

  it('finds nothing as the server wrote it', async () => {
    const report = await examine(confirmed);
    expect(found(report)).to.deep.equal([]);
    expect(checkOf(report, 'intents')?.examined).to.equal(6);
    const identities = await examine(verified);
    expect(found(identities)).to.deep.equal([]);
    expect(checkOf(identities, 'identities')?.examined).to.equal(1);
  });

  const OF_BATCH = '(SELECT id FROM intent_batches)';
  const OF_ACT = '(SELECT id FROM authenticator_acts)';
  const rows: readonly (readonly [string, 'confirmed' | 'verified', string, RegExp])[] = [
    [
      'a proof that nothing consumed',
      'confirmed',
      "UPDATE authenticator_acts SET confirmed_at = NULL, intent = 'null'",
      /PROOF_CONSUMED_BY_NO_ACT proof/,
    ],
    [
      'a proof of nothing',
      'confirmed',
      `UPDATE intents SET use_id = 'x' WHERE use_id IN ${OF_ACT}`,
      /PROOF_OF_NO_ACT proof[^]*ACT_WITHOUT_PROOF act/,
    ],
    ['a proof over another digest', 'confirmed', "UPDATE intents SET challenge = 'sha256:00'", /PROOF_OVER_ANOTHER_ACT proof/],
    ['a proof by another method', 'confirmed', "UPDATE intents SET method = 'passkey'", /PROOF_DIFFERS proof/],
    ['an act that says something else', 'confirmed', "UPDATE authenticator_acts SET act = replace(act, 'app', 'key')", /ACT_DIFFERS act/],
    [
      'a proof that is another one',
      'confirmed',
      'UPDATE authenticator_acts SET intent = replace(intent, \'"assurance":2\', \'"assurance":3\')',
      /ACT_WITHOUT_EVENT act/,
    ],
    [
      'a batch that nothing confirmed',
      'confirmed',
      'UPDATE intent_batches SET proven = NULL, event_id = NULL, event_digest = NULL',
      /PROOF_CONSUMED_BY_NO_ACT proof[^]*BATCH_DIFFERS batch/,
    ],
    [
      'a batch whose proof is of something else',
      'confirmed',
      `UPDATE intents SET use_id = 'x' WHERE use_id IN ${OF_BATCH}`,
      /PROOF_OF_NO_ACT proof[^]*BATCH_WITHOUT_PROOF batch/,
    ],
    [
      'a batch whose proof did not pass',
      'confirmed',
      `UPDATE intents SET outcome = 'superseded' WHERE use_id IN ${OF_BATCH}`,
      /BATCH_WITHOUT_PROOF batch/,
    ],
    ['a batch of another act', 'confirmed', `UPDATE intent_batches SET uses = replace(uses, 'sha256:', 'sha256:0')`, /BATCH_DIFFERS batch/],
    ['a batch of another person', 'confirmed', "UPDATE intent_batches SET person_id = 'bo'", /PROOF_DIFFERS proof[^]*BATCH_DIFFERS batch/],
    ['an authenticator that came back', 'confirmed', 'UPDATE authenticators SET removed_at = NULL', /REMOVAL_WITHOUT_EVENT authenticator/],
    [
      'an authenticator of another person',
      'confirmed',
      "UPDATE authenticators SET person_id = 'bo'",
      /AUTHENTICATOR_DIFFERS authenticator/,
    ],
    [
      'an authenticator that nobody enrolled',
      'confirmed',
      "UPDATE authenticators SET id = 'x'",
      /AUTHENTICATOR_WITHOUT_EVENT authenticator x/,
    ],
    [
      'a verification that nobody decided',
      'verified',
      "UPDATE identity_verifications SET state = 'passed', finished_at = started_at",
      /VERIFICATION_WITHOUT_EVENT verification/,
    ],
    [
      'a verification of another person',
      'verified',
      "UPDATE identity_verifications SET subject_id = 'bo'",
      /VERIFICATION_DIFFERS verification/,
    ],
  ];
  for (const [what, which, statement, expected] of rows)
    it(`finds ${what}`, async () => {
      const report = await examine(tamperedCopy(which === 'confirmed' ? confirmed : verified, [statement]));
      expect([report.exit, report.result]).to.deep.equal([1, 'faulty']);
      expect(found(report).join('\n')).to.match(expected);
    });
});

async function* whole(octets: Uint8Array): AsyncGenerator<Bytes, void> {
  yield octets.slice();
}

describeOnPostgres('sealkit doctor on PostgreSQL', () => {
  let database = '';
  const running = (): PostgresServer => (server ??= startPostgres());

  beforeAll(async () => {
    database = await running().newMigratedDatabase();
    const store = await createPostgresStore({ connectionString: running().url('application', database) });
    const world = await logWorld({ checkpointEveryMs: 1 }, { store });
    await fill(world);
    await world.adapter.close();
  }, 60_000);

  it('finds nothing in a store as the server wrote it: as the owner all tenants, as the application those that are named', async () => {
    const owner = await examine(running().url('owner', database));
    expect(found(owner)).to.deep.equal([]);
    expect([owner.exit, owner.tenants, checkOf(owner, 'uses')?.examined]).to.deep.equal([0, ['tenant-one', 'tenant-two'], 2]);
    const application = await examine(running().url('application', database), '--tenant', TENANT);
    expect(found(application)).to.deep.equal([]);
    expect([application.exit, application.tenants, checkOf(application, 'uses')?.examined]).to.deep.equal([0, [TENANT], 2]);
    expect(checkOf(application, 'schema')).to.include({ examined: 2, remark: null });
  });

  it('wants to be told whom to look at where the role sees one tenant at a time', async () => {
    const { exit, err } = await runSealkit(['doctor', running().url('application', database)]);
    expect([exit, err[0]?.split(': ')[1]]).to.deep.equal([4, 'STORE_TENANTS_HIDDEN']);
  });

  const tamperings: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an event says something else', ["UPDATE sealkit.events SET actor = 'bo' WHERE type = 'use'"], /^chains: DIGEST_DIFFERS chain/m],
    ['a row of the use log is gone', ["DELETE FROM sealkit.use_log WHERE result = 'completed'"], /^use-log: ROWS_DIFFER/m],
    ['a use is of another person', ["UPDATE sealkit.uses SET person_id = 'bo' WHERE status = 'completed'"], /^uses: USE_ALTERED/m],
    ['a spent permit is fresh again', ['UPDATE sealkit.permits SET used_by = NULL, used_at = NULL'], /^permits: PERMIT_NOT_SPENT/m],
    [
      'a seal is in another state',
      ["UPDATE sealkit.seals SET state = 'suspended' WHERE number = 'QL-1'"],
      /^seal-versions: STATE_DIFFERS/m,
    ],
    ['a leaf is gone', ['DELETE FROM sealkit.log_leaves WHERE position = 1'], /^transparency-log: LEAF_MISSING/m],
    ['a trigger is disabled', ['ALTER TABLE sealkit.events DISABLE TRIGGER events_never_changed'], /^schema: STORE_SCHEMA_CHANGED/m],
    ['commits are not durable', ['ALTER DATABASE %d SET synchronous_commit = off'], /^settings: STORE_SETTINGS_UNSAFE/m],
    ['the application may delete events', ['GRANT DELETE ON sealkit.events TO sealkit_application'], /^schema: STORE_ROLE_UNSAFE/m],
  ];
  for (const [what, statements, expected] of tamperings) {
    it(`finds that ${what}`, async () => {
      const copy = running().newDatabase();
      await running().run('postgres', `DROP DATABASE ${copy}`, `CREATE DATABASE ${copy} TEMPLATE ${database} OWNER sealkit_owner`);
      const byForce = statements.map((statement) => statement.replace('%d', copy));
      await running().run(copy, "SET session_replication_role = 'replica'", ...byForce);
      const report = await examine(running().url('application', copy), '--tenant', TENANT);
      expect([report.exit, report.result]).to.deep.equal([1, 'faulty']);
      expect(found(report).join('\n')).to.match(expected);
    });
  }
});

describeOnVersitygw('sealkit doctor over documents in a bucket (versitygw)', () => {
  it('reads every version of them, with the keys of the environment', async () => {
    const bucket = await startVersitygw();
    try {
      const { endpoint, region, credentials } = bucket;
      const objects = createS3ObjectStore({
        endpoint,
        region,
        bucket: bucket.bucket,
        prefix: ['contracts'],
        credentials: () => Promise.resolve(credentials),
      });
      const file = join(folder, 'bucket.db');
      const world = await logWorld({}, { store: await createSqliteStore({ file }), objects });
      const { document } = await sealedContract('stored', world);
      await world.adapter.close();
      const asked = ['--objects', `s3://${bucket.bucket}/contracts`, '--s3-endpoint', endpoint];
      expect((await runSealkit(['doctor', file, ...asked])).exit).to.equal(64);
      Object.assign(process.env, {
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      });
      expect(checkOf(await examine(file, ...asked), 'objects')).to.include({ result: 'passed', examined: 3, remark: null });
      writeFileSync(join(bucket.folder, 'contracts', TENANT, 'sha256', document.digest.slice('sha256:'.length)), 'another document');
      const report = await examine(file, ...asked);
      expect([report.exit, ...found(report)]).to.deep.equal([1, `objects: OBJECT_BROKEN object ${document.digest}`]);
    } finally {
      for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) Reflect.deleteProperty(process.env, name);
      await bucket.remove();
    }
  }, 60_000);
});
