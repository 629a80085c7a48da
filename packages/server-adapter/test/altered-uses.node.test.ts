import { decodeHex } from '@sealkit/core/bytes';
import type { UseChallenge, UseResult, UseView } from '@sealkit/core/protocol';
import { type TamperedWorld, tamperedWorld } from './support/tampered-world.ts';
import { type Client, confirmation, obtainPermit, problemOf, sampleDocument, startUse, useLog } from './support/world.ts';

interface Case {
  readonly world: TamperedWorld;
  readonly ada: Client;
  readonly challenge: UseChallenge;
  readonly confirm: string;
  readonly use: string;
}

async function waiting(): Promise<Case> {
  const world = await tamperedWorld();
  const ada = world.as('ada');
  const document = await sampleDocument();
  const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
  return { world, ada, challenge, confirm: `/uses/${challenge.useId}/confirm`, use: `/uses/${challenge.useId}` };
}

async function rowOf(ada: Client, eventId: string | undefined): Promise<UseView | undefined> {
  return (await useLog(ada)).uses.find(({ id }) => id === eventId);
}

/** Neither reading nor confirming answers anything but the refusal; the refused confirmation is a row. */
async function expectAltered({ ada, challenge, confirm, use }: Case, key?: string): Promise<void> {
  const read = await ada.get(use);
  expect([problemOf(read).status, problemOf(read).code, problemOf(read).eventId]).to.deep.equal([409, 'USE_ALTERED', challenge.useId]);
  const confirmed = await ada.post(confirm, confirmation(challenge), key === undefined ? {} : { key });
  expect(problemOf(confirmed).code).to.equal('USE_ALTERED');
  const row = await rowOf(ada, problemOf(confirmed).eventId);
  expect([row?.refusal, row?.permitId === null, row?.id === challenge.useId]).to.deep.equal(['USE_ALTERED', false, false]);
}

describe('a finished use, changed by SQL behind the back of the server', () => {
  const flip = (column: string, at: string): string =>
    `UPDATE uses SET ${column} = CAST(substr(${column}, 1, ${at} - 1) || x'00' || substr(${column}, ${at} + 1) AS BLOB)`;
  const changes: readonly (readonly [string, string])[] = [
    ['the first octet of the revision', flip('completed_revision', '1')],
    ['an octet of the signature', flip('completed_revision', "json_extract(prepared, '$.holeStart') + 100")],
    ['the last octet of the revision', flip('completed_revision', 'length(completed_revision)')],
    ['the whole revision', "UPDATE uses SET completed_revision = x'25'"],
    ['the digest of the file', "UPDATE uses SET completed = json_set(completed, '$.fileDigest', 'sha256:' || hex(zeroblob(32)))"],
    ['the byte range', "UPDATE uses SET prepared = json_set(prepared, '$.byteRange[1]', 7)"],
    ['the digest of the byte range', "UPDATE uses SET prepared = json_set(prepared, '$.messageDigest', 'sha256:' || hex(zeroblob(32)))"],
    ['the digest of the original', "UPDATE uses SET act = json_set(act, '$.originalDigest', 'sha256:' || hex(zeroblob(32)))"],
    ['the person', "UPDATE uses SET person_id = 'ada', act = json_set(act, '$.person', 'bo')"],
    ['the state, back to signing', "UPDATE uses SET status = 'signing', completed = NULL, completed_revision = NULL"],
    ['the row of the log, which is gone', 'DELETE FROM use_log'],
    ['the event of its completion', "UPDATE events SET body = 'x' WHERE type = 'use-completed'"],
  ];
  for (const [title, sql] of changes) {
    it(`is not answered any more: ${title}`, async () => {
      const of = await waiting();
      const { world, ada, challenge, confirm } = of;
      expect((await ada.post(confirm, confirmation(challenge), { key: 'first' })).status).to.equal(200);
      world.sql(sql);
      await expectAltered(of);
      // Nor under the idempotency key of the answer that was right.
      expect(problemOf(await ada.post(confirm, confirmation(challenge), { key: 'first' })).code).to.equal('USE_ALTERED');
      expect(world.keyStore.signatures).to.equal(1);
    });
  }

  it('is answered again and again where nobody has touched it, and its result lies in the use alone', async () => {
    const { world, ada, challenge, confirm, use } = await waiting();
    const first = await ada.post<UseResult>(confirm, confirmation(challenge), { key: 'first' });
    expect((await ada.post(confirm, confirmation(challenge), { key: 'first' })).text).to.equal(first.text);
    expect((await ada.get(use)).text).to.equal(first.text);
    expect(world.sql("SELECT count(*) AS kept FROM answers WHERE instr(answer, 'revision') > 0")?.['kept']).to.equal(0);
  });

  it('is answered where its events are of a version that did not say the digest of the revision', async () => {
    const { isAlteredUse } = await import('../src/uses/use-alteration.ts');
    const { digestOfEvent } = await import('../src/audit/audit-event.ts');
    const { world, ada, challenge, confirm } = await waiting();
    await ada.post(confirm, confirmation(challenge));
    const verdict = await world.store.transaction(async (tx) => {
      const audit = {
        ...tx.audit,
        findEvent: async (tenant: string, id: string) => {
          const event = await tx.audit.findEvent(tenant, id);
          if (event?.type !== 'use-completed') return event;
          const { revision: _revision, ...body } = event.body;
          return { ...event, body, digest: await digestOfEvent({ ...event, body }) };
        },
      };
      const use = await tx.uses.find('tenant-one', challenge.useId);
      if (use === undefined || use.completed === null) return undefined;
      const bytes = new Uint8Array(use.completed.bytes);
      bytes[0] = 0;
      const changed = { ...use, completed: { ...use.completed, bytes } };
      return [await isAlteredUse({ ...tx, audit }, use), await isAlteredUse({ ...tx, audit }, changed)];
    });
    expect(verdict).to.deep.equal([false, true]);
  });
});

describe('a use that waits for its confirmation, changed by SQL behind the back of the server', () => {
  const changes: readonly (readonly [string, string])[] = [
    ['an octet of the prepared revision', "UPDATE uses SET revision = CAST(x'00' || substr(revision, 2) AS BLOB)"],
    ['what would be signed', "UPDATE uses SET prepared = json_set(prepared, '$.messageDigest', 'sha256:' || hex(zeroblob(32)))"],
    ['the words that are shown', "UPDATE uses SET act = json_set(act, '$.envelopeName', 'Another.pdf')"],
    ['its permit', "UPDATE uses SET act = json_set(act, '$.permit', 'sha256:' || hex(zeroblob(32)))"],
    ['its seal version', 'UPDATE uses SET seal_version = 2'],
  ];
  for (const [title, sql] of changes) {
    it(`is neither shown nor signed: ${title}`, async () => {
      const of = await waiting();
      of.world.sql(sql);
      await expectAltered(of);
      expect(of.world.keyStore.signatures).to.equal(0);
    });
  }

  it('is not signed because its state says that it was confirmed', async () => {
    const of = await waiting();
    of.world.sql("UPDATE uses SET status = 'signing', use_event_id = 'x', use_event_digest = 'sha256:00', intent = '{}'");
    await expectAltered(of);
    expect(of.world.keyStore.signatures).to.equal(0);
  });
});

describe('a use that a key store keeps waiting, changed by SQL behind the back of the server', () => {
  it('does not sign other attributes than those of the confirmed revision', async () => {
    const of = await waiting();
    const { world, ada, challenge, confirm } = of;
    world.keyStore.hooks.pauseAt = 'authorize';
    expect((await ada.post(confirm, confirmation(challenge))).status).to.equal(202);
    const stored = world.sql('SELECT hex(signed_attributes) AS hex FROM uses')?.['hex'] as string;
    const other = stored.toLowerCase().replace(challenge.act.messageDigest.slice('sha256:'.length), 'ab'.repeat(32));
    expect(other).not.to.equal(stored.toLowerCase());
    world.sql('UPDATE uses SET signed_attributes = ?', decodeHex(other));
    delete world.keyStore.hooks.pauseAt;
    await expectAltered(of);
    expect(world.keyStore.signatures).to.equal(0);
  });
});
