import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvelopeView } from '@sealkit/core/protocol';
import { act, askPermit, BUYER, openContract, prepareAct, confirmAct, SELLER, twoCompanies } from './support/contract.ts';
import { type TamperedWorld, tamperedWorld } from './support/tampered-world.ts';
import { createWorld, problemOf, sampleDocument, type TestDocument } from './support/world.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../src/storage/sqlite/sqlite-driver.ts';

interface Case {
  readonly world: TamperedWorld;
  readonly envelope: EnvelopeView;
  readonly once: TestDocument;
}

/** Sealed by the first company; somebody with SQL and without triggers comes before the second one. */
async function halfway(): Promise<Case> {
  const world = await tamperedWorld();
  const document = await sampleDocument();
  const envelope = await openContract(world.as('ada'), document);
  return { world, envelope, once: await act(world.as('ada'), envelope, document, SELLER) };
}

/** Whoever may drop the rest of the triggers as well. */
const DROP = [
  'envelope_ended',
  'envelope_revision_next',
  'envelope_step_known',
  'envelope_progress_identity',
  'envelope_version_next',
  'envelope_parties_fixed',
  'envelopes_identity',
];

function dropRules(world: TamperedWorld): void {
  for (const name of DROP) world.sql(`DROP TRIGGER IF EXISTS ${name}`);
}

describe('an envelope changed by SQL behind the back of the server', () => {
  const changes: readonly (readonly [string, string])[] = [
    ['the digest of the last version', `UPDATE envelope_versions SET digest = 'sha256:' || lower(hex(zeroblob(32))) WHERE version = 2`],
    ['the last version, which is gone', 'DELETE FROM envelope_versions WHERE version = 2'],
    ['whose act made a version', `UPDATE envelope_versions SET party_id = 'buyer' WHERE version = 2`],
    ['who acts for a party', `UPDATE envelope_parties SET person_ids = '["cy"]' WHERE id = 'buyer'`],
    ['the order of the parties', `UPDATE envelope_parties SET turn = 1`],
    ['what a party has to do', `UPDATE envelope_parties SET acts = '[{"type":"signature"}]' WHERE id = 'buyer'`],
    ['a party, which is gone', `DELETE FROM envelope_parties WHERE id = 'buyer'`],
    ['the time of its end', `UPDATE envelopes SET expires_at = '2099-01-01T00:00:00.000Z'`],
    ['its amount', `UPDATE envelopes SET amount = '{"currency":"CNY","value":1}'`],
    ['its state', `UPDATE envelope_progress SET state = 'completed'`],
    [
      'the event that it rests on, an earlier one',
      `UPDATE envelope_progress SET event_id = (SELECT id FROM events WHERE type = 'envelope-opened')`,
    ],
    ['the event that it rests on, none', `UPDATE envelope_progress SET event_id = NULL`],
    ['the event itself', `UPDATE events SET body = replace(body, 'in-progress', 'completed') WHERE type = 'envelope-party-completed'`],
  ];
  for (const [title, sql] of changes) {
    it(`takes no signature any more: ${title}`, async () => {
      const { world, envelope, once } = await halfway();
      dropRules(world);
      world.sql(sql);
      const refused = problemOf(await askPermit(world.as('cy'), envelope, once, BUYER));
      expect([refused.status, refused.code]).to.deep.equal([409, 'ENVELOPE_ALTERED']);
      const ended = await world.as('ada').post(`/envelopes/${envelope.id}/void`, { reason: 'r', version: 2 });
      expect(problemOf(ended).code).to.equal('ENVELOPE_ALTERED');
    });
  }

  it('takes none either where a voided envelope was taken back to what it was', async () => {
    const world = await tamperedWorld();
    const [ada, cy] = [world.as('ada'), world.as('cy')];
    const document = await sampleDocument();
    const envelope = await openContract(ada, document, { parties: twoCompanies('parallel') });
    const challenge = await prepareAct(cy, envelope, document, BUYER);
    const before = world.sql('SELECT event_id, waiting_for, state_since FROM envelope_progress');
    expect((await ada.post(`/envelopes/${envelope.id}/void`, { reason: 'r', version: 1 })).status).to.equal(200);
    dropRules(world);
    world.sql(
      "UPDATE envelope_progress SET state = 'in-progress', ended = NULL, event_id = ?, waiting_for = ?, state_since = ?",
      String(before?.['event_id']),
      String(before?.['waiting_for']),
      String(before?.['state_since']),
    );
    expect(problemOf(await confirmAct(cy, challenge)).code).to.equal('ENVELOPE_ALTERED');
    expect(world.keyStore.signatures).to.equal(0);
  });

  it('goes on where nobody touched it', async () => {
    const { world, envelope, once } = await halfway();
    dropRules(world);
    await act(world.as('cy'), envelope, once, BUYER);
    expect(world.keyStore.signatures).to.equal(2);
  });
});

describe('the rules of the database about envelopes', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['changes no version', `UPDATE envelope_versions SET length = 1`],
    ['deletes no version', 'DELETE FROM envelope_versions'],
    ['changes no party', `UPDATE envelope_parties SET turn = 9`],
    ['deletes no envelope', 'DELETE FROM envelope_progress'],
    [
      'adds no party later',
      `INSERT INTO envelope_parties SELECT tenant, envelope_id, 9, 'x', 'X', organisation_id, 9, NULL, acts FROM envelope_parties`,
    ],
    [
      'adds no version beside the chain',
      `INSERT INTO envelope_versions (tenant, envelope_id, version, digest, length, previous, created_at, use_id)
      SELECT tenant, envelope_id, 3, digest, length, 'sha256:x', created_at, use_id FROM envelope_versions WHERE version = 2`,
    ],
    ['replaces no progress', `INSERT OR REPLACE INTO envelope_progress SELECT * FROM envelope_progress`],
    ['goes back no revision', 'UPDATE envelope_progress SET revision = revision'],
    ['moves no envelope to another time', `UPDATE envelopes SET expires_at = NULL, storage = 'stored'`],
  ];
  it('hold for every hand that leaves them in place', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-envelopes-'));
    const file = join(folder, 'seals.db');
    const world = await createWorld({ store: await createSqliteStore({ file }) });
    const document = await sampleDocument();
    await act(world.as('ada'), await openContract(world.as('ada'), document), document, SELLER);
    await world.adapter.close();
    const database = findSqliteDriver().open(file);
    for (const [title, sql] of refused)
      expect(() => database.exec(sql), title).to.throw(/never-changed|version-position|envelope-revision|UNIQUE/);
    database.exec("UPDATE envelope_progress SET revision = revision + 1, state = 'expired'");
    expect(() => database.exec("UPDATE envelope_progress SET revision = revision + 1, state = 'in-progress'")).to.throw(
      /envelope-ended|known-transition/,
    );
    database.close();
    rmSync(folder, { recursive: true });
  });
});
