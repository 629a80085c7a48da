import { SealkitError } from '@sealkit/core/errors';
import type {
  AnswerRecord,
  AuditEventRecord,
  AuthenticatorActRecord,
  AuthenticatorRecord,
  EnvelopeRecord,
  EnvelopeVersionRecord,
  EventKeyRecord,
  IdentityVerificationRecord,
  IntentBatchRecord,
  IntentRecord,
  LogCheckpointRecord,
  LogHashRecord,
  LogLeafRecord,
  OutboxRecord,
  PermitRecord,
  PersonRecord,
  PersonalValueRecord,
  SealRecord,
  SealVersionRecord,
  UseLogRow,
  UseRecord,
} from './records.ts';
import { sealPlace } from './seal-order.ts';
import { type StoreConstraint, StoreError } from './store-error.ts';
import type { EnvelopeListQuery, SealListQuery, Store, StoreTransaction } from './store.ts';

/** One promise of the port, checked on a new and empty store. */
export interface StoreContractCase {
  readonly title: string;
  readonly run: (store: Store) => Promise<void>;
}

/** What every implementation of `Store` must do; run each case on a store of its own. */
export const STORE_CONTRACT: readonly StoreContractCase[] = [
  {
    title: 'gives back what a transaction wrote, octets included',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.permits.add(permit());
        await tx.uses.put(use());
      });
      await store.transaction(async (tx) => {
        expectEqual(await tx.register.findPerson(TENANT, PERSON.id), PERSON);
        expectEqual(await tx.register.findSeal(TENANT, SEAL.number), SEAL);
        expectEqual(await tx.register.findCurrentVersion(TENANT, SEAL.number), VERSION);
        expectEqual(await tx.envelopes.find(TENANT, ENVELOPE.id), ENVELOPE);
        expectEqual(await tx.permits.find(TENANT, permit().id), permit());
        expectEqual(await tx.uses.find(TENANT, use().id), use());
      });
    },
  },
  {
    title: 'keeps nothing of a transaction that rejects',
    run: async (store) => {
      const failure = new Error('stop');
      const outcome = await caught(
        store.transaction(async (tx) => {
          await seedSeal(tx);
          await tx.audit.append(event(1));
          throw failure;
        }),
      );
      expectEqual(outcome === failure, true);
      await store.transaction(async (tx) => {
        expectEqual(await tx.register.findSeal(TENANT, SEAL.number), undefined);
        expectEqual(await tx.audit.findHead(TENANT, { chain: 'env-1' }), undefined);
      });
    },
  },
  {
    title: 'runs transactions as if one after another',
    run: async (store) => {
      const numbers = Array.from({ length: 20 }, (_, index) => index);
      await Promise.all(
        numbers.map(() =>
          store.transaction(async (tx) => {
            const head = await tx.audit.findHead(TENANT, { chain: 'env-1' });
            await Promise.resolve();
            await tx.audit.append(event((head?.sequence ?? 0) + 1));
          }),
        ),
      );
      await store.transaction(async (tx) => expectEqual((await tx.audit.findHead(TENANT, { chain: 'env-1' }))?.sequence, 20));
    },
  },
  {
    title: 'goes on after a transaction that rejected',
    run: async (store) => {
      const [first, second] = await Promise.allSettled([
        store.transaction(() => Promise.reject(new Error('stop'))),
        store.transaction(async (tx) => tx.audit.append(event(1))),
      ]);
      expectEqual([first.status, second.status], ['rejected', 'fulfilled']);
    },
  },
  {
    title: 'finds nothing of another tenant',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.permits.add(permit());
        await tx.uses.put(use());
        await tx.audit.append(event(1));
        await tx.audit.putRow(row('row-1'));
        await tx.answers.put(ANSWER);
      });
      await store.transaction(async (tx) => {
        expectEqual(await tx.register.findSeal('other', SEAL.number), undefined);
        expectEqual(await tx.register.listSeals({ tenant: 'other', limit: 10 }), []);
        expectEqual(await tx.register.findVersion('other', SEAL.number, 1), undefined);
        expectEqual(await tx.register.findPerson('other', PERSON.id), undefined);
        expectEqual(await tx.register.listGrants('other', SEAL.number), []);
        expectEqual(await tx.envelopes.find('other', ENVELOPE.id), undefined);
        expectEqual(await tx.permits.find('other', permit().id), undefined);
        expectEqual(await tx.uses.find('other', use().id), undefined);
        expectEqual(await tx.uses.listOverdue('other', '2999-01-01T00:00:00.000Z', 10), []);
        expectEqual(await tx.audit.findEvent('other', event(1).id), undefined);
        expectEqual(await tx.audit.listEvents({ tenant: 'other', of: { chain: 'env-1' }, limit: 10 }), []);
        expectEqual(await tx.audit.listRows({ tenant: 'other', limit: 10 }), []);
        expectEqual(await tx.answers.find({ ...ANSWER, tenant: 'other' }), undefined);
      });
    },
  },
  {
    title: 'shows one that only looks what was answered as durable, and lets it write nothing',
    run: async (store) => {
      await store.transaction((tx) => tx.audit.append(event(1)));
      const outcome = await caught(store.transaction((tx) => tx.audit.append(event(2)), { readOnly: true }));
      expectEqual(outcome instanceof StoreError && outcome.code, 'STORE_READ_ONLY');
      expectEqual(await store.transaction((tx) => tx.audit.countEvents(TENANT), { readOnly: true }), 1);
      const failure = new Error('stop');
      const work = async (): Promise<never> => {
        throw failure;
      };
      expectEqual((await caught(store.transaction(work, { readOnly: true }))) === failure, true);
      await store.transaction((tx) => tx.audit.append(event(2)));
      expectEqual(await store.transaction((tx) => tx.audit.countEvents(TENANT), { readOnly: true }), 2);
    },
  },
  {
    title: 'keeps one that only looks to the tenant that it named first',
    run: async (store) => {
      const work = async (tx: StoreTransaction): Promise<void> => {
        await tx.audit.countEvents(TENANT);
        await tx.audit.countEvents('other');
      };
      const outcome = await caught(store.transaction(work, { readOnly: true }));
      expectEqual(outcome instanceof StoreError && outcome.code, 'STORE_TENANT_MIXED');
    },
  },
  {
    title: 'keeps a transaction to the tenant that it named first',
    run: async (store) => {
      const outcome = await caught(
        store.transaction(async (tx) => {
          await tx.audit.append(event(1));
          await tx.audit.append({ ...event(1), tenant: 'other' });
        }),
      );
      expectEqual(outcome instanceof StoreError && outcome.code, 'STORE_TENANT_MIXED');
      for (const tenant of [TENANT, 'other']) {
        await store.transaction(async (tx) => expectEqual(await tx.audit.countEvents(tenant), 0));
      }
    },
  },
  {
    title: 'says a conflict inside the transaction, where its work can give it a name',
    run: async (store) => {
      await store.transaction(seedSeal);
      const named = new Error('a seal of this kind is in use');
      const outcome = await caught(
        store.transaction(async (tx) => {
          const conflict = await caught(tx.register.putSeal({ ...SEAL, number: 'S-2' }));
          throw conflict instanceof StoreError && conflict.constraint === 'one-seal-in-use' ? named : conflict;
        }),
      );
      expectEqual(outcome === named, true);
    },
  },
  {
    title: 'lets one seal of an organisation, kind and ordinal be in use',
    run: async (store) => {
      await store.transaction(seedSeal);
      const second: SealRecord = { ...SEAL, number: 'S-2' };
      await expectConflict(store, 'one-seal-in-use', (tx) => tx.register.putSeal(second));
      await expectConflict(store, 'one-seal-in-use', (tx) => tx.register.putSeal({ ...second, state: 'suspended' }));
      await store.transaction(async (tx) => {
        await tx.register.putSeal({ ...second, state: 'produced' });
        await tx.register.putSeal({ ...SEAL, number: 'S-3', ordinal: 1, ordinalReason: 'second place of business' });
        await tx.register.putSeal({ ...SEAL, state: 'abolished', epoch: 2 });
        await tx.register.putSeal({ ...second, epoch: 2 });
      });
    },
  },
  {
    title: 'lists seals as a person looks for them, on from any place',
    run: async (store) => {
      const draft: SealRecord = { ...SEAL, state: 'draft', name: 'b' };
      const seals: readonly SealRecord[] = [
        { ...draft, number: 'D-1', name: '\u{20000}' },
        { ...draft, number: 'D-3', name: '\uffe5' },
        { ...draft, number: 'D-2' },
        { ...draft, number: 'D-4', name: 'a' },
        { ...draft, number: 'W-1', state: 'approved', name: 'z' },
        { ...draft, number: 'W-2', state: 'pending-approval', name: 'y' },
        { ...draft, number: 'X-1', state: 'abolished', name: 'a' },
        { ...draft, number: 'A-1', state: 'active', name: 'z' },
        { ...draft, number: 'A-2', state: 'suspended', ordinal: 1, ordinalReason: 'second place of business' },
      ];
      const order = ['A-1', 'W-2', 'W-1', 'A-2', 'D-4', 'D-2', 'D-3', 'D-1', 'X-1'];
      await store.transaction(async (tx) => {
        await tx.register.putOrganisation({ tenant: TENANT, id: 'org-1', name: 'Org', verifiedName: 'Organisation' });
        for (const seal of seals) await tx.register.putSeal(seal);
        const numbers = async (query: Omit<SealListQuery, 'tenant'>) =>
          (await tx.register.listSeals({ tenant: TENANT, ...query })).map(({ number }) => number);
        expectEqual(await numbers({ limit: 20 }), order);
        for (const [at, number] of order.entries()) {
          const seal = seals.find((known) => known.number === number);
          if (seal !== undefined) expectEqual(await numbers({ limit: 2, after: sealPlace(seal) }), order.slice(at + 1, at + 3));
        }
      });
    },
  },
  {
    title: 'lets what a seal is made from change in a draft alone, and who asked for it never',
    run: async (store) => {
      const mark = { by: 'p-1', at: NOW, reason: 'contracts' };
      const design = { type: 'drawn', ringText: '北京测试公司' } as const;
      const draft: SealRecord = { ...SEAL, state: 'draft', design, requested: mark };
      const revised: SealRecord = { ...draft, design: { ...design, line: '合同专用章' }, revisions: [mark] };
      const submitted: SealRecord = { ...revised, state: 'pending-approval', epoch: 2 };
      await store.transaction(async (tx) => {
        await tx.register.putOrganisation({ tenant: TENANT, id: 'org-1', name: 'Org', verifiedName: 'Organisation' });
        await tx.register.putSeal(draft);
        await tx.register.putSeal(revised);
        expectEqual(await tx.register.findSeal(TENANT, SEAL.number), revised);
      });
      await expectConflict(store, 'never-changed', (tx) => tx.register.putSeal({ ...revised, requested: { ...mark, by: 'p-2' } }));
      // Neither with the step that ends the draft nor after it.
      await expectConflict(store, 'never-changed', (tx) => tx.register.putSeal({ ...submitted, design }));
      await store.transaction((tx) => tx.register.putSeal(submitted));
      await expectConflict(store, 'never-changed', (tx) => tx.register.putSeal({ ...submitted, design }));
      await expectConflict(store, 'never-changed', (tx) => tx.register.putSeal({ ...submitted, revisions: [] }));
    },
  },
  {
    title: 'lets one version of a seal be current',
    run: async (store) => {
      await store.transaction(seedSeal);
      await expectConflict(store, 'one-current-version', (tx) => tx.register.putVersion({ ...VERSION, version: 2 }));
      await store.transaction(async (tx) => {
        await tx.register.putVersion({ ...VERSION, state: 'superseded' });
        await tx.register.putVersion({ ...VERSION, version: 2 });
        expectEqual((await tx.register.findCurrentVersion(TENANT, SEAL.number))?.version, 2);
        expectEqual(
          (await tx.register.listVersions(TENANT, SEAL.number)).map(({ state }) => state),
          ['superseded', 'current'],
        );
      });
    },
  },
  {
    title: 'lets a permit be used once',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.permits.add(permit());
        await tx.permits.consume(TENANT, permit().id, 'use-1', NOW);
      });
      await expectConflict(store, 'permit-used-once', (tx) => tx.permits.consume(TENANT, permit().id, 'use-2', NOW));
      await expectConflict(store, 'unique-id', (tx) => tx.permits.add(permit()));
      await store.transaction(async (tx) => expectEqual((await tx.permits.find(TENANT, permit().id))?.usedBy, 'use-1'));
    },
  },
  {
    title: 'lets one use of a permit come to the key',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.permits.add(permit());
        await tx.uses.put(use());
        await tx.uses.put(use('use-2'));
        await tx.uses.put({ ...use(), status: 'signing', useEvent: { id: 'e', digest: DIGEST } });
      });
      await expectConflict(store, 'one-use-per-permit', (tx) =>
        tx.uses.put({ ...use('use-2'), status: 'signing', useEvent: { id: 'e', digest: DIGEST } }),
      );
    },
  },
  {
    title: 'writes an authenticator one revision at a time, and none after it was removed',
    run: async (store) => {
      const first = authenticator('auth-1');
      const next: AuthenticatorRecord = { ...first, revision: 2, state: { step: 5 }, confirmedAt: NOW, lastUsedAt: NOW };
      await store.transaction((tx) => tx.intents.putAuthenticator(first));
      await expectConflict(store, 'unique-id', (tx) => tx.intents.putAuthenticator(first));
      await store.transaction((tx) => tx.intents.putAuthenticator(next));
      await expectConflict(store, 'never-changed', (tx) => tx.intents.putAuthenticator(next));
      await store.transaction((tx) => tx.intents.putAuthenticator(authenticator('auth-2', 'person-2')));
      expectEqual(await store.transaction((tx) => tx.intents.findAuthenticator(TENANT, 'auth-1')), next);
      expectEqual(await store.transaction((tx) => tx.intents.findAuthenticator('other', 'auth-1')), undefined);
      expectEqual(await store.transaction((tx) => tx.intents.listAuthenticators(TENANT, PERSON.id)), [next]);
      const removed = { ...next, revision: 3, removedAt: LATER };
      await store.transaction((tx) => tx.intents.putAuthenticator(removed));
      expectEqual(await store.transaction((tx) => tx.intents.listAuthenticators(TENANT, PERSON.id)), []);
      await expectConflict(store, 'never-changed', (tx) => tx.intents.putAuthenticator({ ...removed, revision: 4, removedAt: null }));
    },
  },
  {
    title: 'confirms an act on an authenticator once',
    run: async (store) => {
      const act: AuthenticatorActRecord = {
        tenant: TENANT,
        id: 'act-1',
        personId: PERSON.id,
        act: {
          v: 1,
          action: 'add-authenticator',
          tenant: TENANT,
          person: PERSON.id,
          personName: PERSON.name,
          id: 'act-1',
          authenticatorId: 'act-1',
          method: 'totp',
          name: 'app',
          wording: { locale: 'en', text: 'x' },
          issuedAt: NOW,
          expires: LATER,
        },
        challenge: DIGEST,
        createdAt: NOW,
        expiresAt: LATER,
        confirmedAt: null,
        intent: null,
      };
      const confirmed = { tenant: TENANT, id: 'act-1', confirmedAt: LATER, intent: { v: 2 } };
      await store.transaction((tx) => tx.intents.addAct(act));
      await expectConflict(store, 'unique-id', (tx) => tx.intents.addAct(act));
      expectEqual(await store.transaction((tx) => tx.intents.findAct('other', 'act-1')), undefined);
      await store.transaction((tx) => tx.intents.confirmAct(confirmed));
      expectEqual(await store.transaction((tx) => tx.intents.findAct(TENANT, 'act-1')), { ...act, ...confirmed });
      await expectConflict(store, 'never-changed', (tx) => tx.intents.confirmAct(confirmed));
      await expectConflict(store, 'never-changed', (tx) => tx.intents.confirmAct({ ...confirmed, id: 'act-2' }));
    },
  },
  {
    title: 'keeps one proof of intent per use going, and lets none go on that has ended',
    run: async (store) => {
      await store.transaction((tx) => tx.intents.begin(intent('intent-1', 'use-1')));
      await store.transaction((tx) => tx.intents.begin(intent('intent-2', 'use-2')));
      await store.transaction((tx) => tx.intents.update({ tenant: TENANT, id: 'intent-1', tries: 1, ended: null }));
      await store.transaction((tx) => tx.intents.begin({ ...intent('intent-3', 'use-1'), startedAt: LATER }));
      const ended = { at: LATER, outcome: 'superseded' } as const;
      expectEqual(await store.transaction((tx) => tx.intents.find(TENANT, 'intent-1')), {
        ...intent('intent-1', 'use-1'),
        tries: 1,
        ended,
      });
      expectEqual(await store.transaction((tx) => tx.intents.find(TENANT, 'intent-2')), intent('intent-2', 'use-2'));
      expectEqual(await store.transaction((tx) => tx.intents.find('other', 'intent-2')), undefined);
      const passed = { tenant: TENANT, id: 'intent-3', tries: 1, ended: { at: LATER, outcome: 'passed' } } as const;
      await store.transaction((tx) => tx.intents.update(passed));
      await expectConflict(store, 'never-changed', (tx) => tx.intents.update(passed));
      await expectConflict(store, 'never-changed', (tx) => tx.intents.update({ tenant: TENANT, id: 'intent-1', tries: 2, ended: null }));
      await expectConflict(store, 'unique-id', (tx) => tx.intents.begin(intent('intent-2', 'use-9')));
    },
  },
  {
    title: 'confirms a batch of uses once, and keeps what it is about',
    run: async (store) => {
      const batch = intentBatch('batch-1');
      const confirmed = {
        proven: { method: 'totp', assurance: 2, startedAt: NOW, finishedAt: LATER },
        event: { id: 'event-1', digest: DIGEST },
      };
      await store.transaction((tx) => tx.intents.addBatch(batch));
      await expectConflict(store, 'unique-id', (tx) => tx.intents.addBatch(batch));
      expectEqual(await store.transaction((tx) => tx.intents.findBatch(TENANT, 'batch-1')), batch);
      expectEqual(await store.transaction((tx) => tx.intents.findBatch('other', 'batch-1')), undefined);
      await store.transaction((tx) => tx.intents.confirmBatch(batch, confirmed));
      expectEqual(await store.transaction((tx) => tx.intents.findBatch(TENANT, 'batch-1')), { ...batch, confirmed });
      await expectConflict(store, 'never-changed', (tx) => tx.intents.confirmBatch(batch, confirmed));
      await expectConflict(store, 'unique-id', (tx) => tx.intents.addBatch(batch));
    },
  },
  {
    title: 'keeps what is counted, and what is asked for, by tenant and subject',
    run: async (store) => {
      const count = { tenant: TENANT, subject: 'account:person-1', total: 7, times: [NOW, LATER] };
      const policy = { minimumAssurance: 2, methods: ['passkey', 'totp'], maximumAge: 600, commitment: true } as const;
      const asked = { tenant: TENANT, subject: 'seal:1', policy, setAt: NOW, setBy: PERSON.id };
      await store.transaction(async (tx) => {
        await tx.intents.putCount({ ...count, total: 1, times: [] });
        await tx.intents.putCount(count);
        await tx.intents.putPolicy({ ...asked, policy: { ...policy, methods: null } });
        await tx.intents.putPolicy(asked);
      });
      expectEqual(await store.transaction((tx) => tx.intents.findCount(TENANT, count.subject)), count);
      expectEqual(await store.transaction((tx) => tx.intents.findCount('other', count.subject)), undefined);
      expectEqual(await store.transaction((tx) => tx.intents.findPolicy(TENANT, 'seal:1')), asked);
      expectEqual(await store.transaction((tx) => tx.intents.findPolicy('other', 'seal:1')), undefined);
    },
  },
  {
    title: 'lists the uses that wait although their time is over',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.permits.add(permit());
        await tx.uses.put(use());
        expectEqual(await tx.uses.listOverdue(TENANT, NOW, 10), []);
        expectEqual((await tx.uses.listOverdue(TENANT, LATER, 10)).length, 1);
        await tx.uses.put({ ...use(), status: 'expired' });
        expectEqual(await tx.uses.listOverdue(TENANT, LATER, 10), []);
      });
    },
  },
  {
    title: 'writes an envelope one revision at a time, and versions that follow each other',
    run: async (store) => {
      await store.transaction(seedUse);
      const signed: EnvelopeRecord = {
        ...ENVELOPE,
        revision: 2,
        versions: [...ENVELOPE.versions, secondVersion()],
        waitingFor: [`person:${PERSON.id}`],
        claim: { useId: use().id, until: LATER },
        remindedAt: NOW,
        eventId: 'event-2',
      };
      await expectConflict(store, 'envelope-revision', (tx) => tx.envelopes.update({ ...ENVELOPE, revision: 1 }));
      await expectConflict(store, 'envelope-revision', (tx) => tx.envelopes.update({ ...ENVELOPE, revision: 3 }));
      const other = `sha256:${'cd'.repeat(32)}`;
      for (const wrong of [
        { ...secondVersion(), version: 3 },
        { ...secondVersion(), previous: other },
      ]) {
        await expectConflict(store, 'version-position', (tx) =>
          tx.envelopes.update({ ...signed, versions: [...ENVELOPE.versions, wrong] }),
        );
      }
      await store.transaction((tx) => tx.envelopes.update(signed));
      await store.transaction(async (tx) => expectEqual(await tx.envelopes.find(TENANT, ENVELOPE.id), signed));
      const third = { ...secondVersion(), version: 3, previous: secondVersion().digest, digest: other };
      await expectConflict(store, 'version-position', (tx) =>
        tx.envelopes.update({ ...signed, revision: 3, versions: [...signed.versions, third] }),
      );
      await expectConflict(store, 'unique-id', (tx) => tx.envelopes.add(ENVELOPE));
    },
  },
  {
    title: 'changes nothing of an envelope that has ended',
    run: async (store) => {
      await store.transaction(seedUse);
      const ended = { by: PERSON.id, at: LATER, reason: 'changed our mind', partyId: null };
      const voided: EnvelopeRecord = { ...ENVELOPE, state: 'voided', stateSince: LATER, ended, revision: 2, waitingFor: [] };
      await store.transaction((tx) => tx.envelopes.update(voided));
      await expectConflict(store, 'envelope-ended', (tx) => tx.envelopes.update({ ...voided, revision: 3, remindedAt: LATER }));
      await expectConflict(store, 'envelope-ended', (tx) =>
        tx.envelopes.update({ ...voided, revision: 3, versions: [...voided.versions, secondVersion()] }),
      );
      await store.transaction(async (tx) => expectEqual(await tx.envelopes.find(TENANT, ENVELOPE.id), voided));
    },
  },
  {
    title: 'lists envelopes newest first, by state, by whoever they wait for, from a position on, and those whose time is over',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await seedSeal(tx);
        await tx.envelopes.add(ENVELOPE);
        await tx.envelopes.add({ ...ENVELOPE, id: 'env-2', waitingFor: [], expiresAt: null });
        await tx.envelopes.add({ ...ENVELOPE, id: 'env-3', participants: ['person:other'] });
        await tx.envelopes.update({ ...ENVELOPE, id: 'env-3', participants: ['person:other'], state: 'expired', revision: 2 });
      });
      await store.transaction(async (tx) => {
        const list = async (query: Partial<EnvelopeListQuery>): Promise<readonly string[]> =>
          (await tx.envelopes.list({ tenant: TENANT, limit: 10, ...query })).map(({ envelope }) => envelope.id);
        expectEqual(await list({}), ['env-3', 'env-2', 'env-1']);
        expectEqual(await list({ limit: 2 }), ['env-3', 'env-2']);
        const [, second] = await tx.envelopes.list({ tenant: TENANT, limit: 2 });
        expectEqual(await list({ before: second?.position ?? 0 }), ['env-1']);
        expectEqual(await list({ state: 'expired' }), ['env-3']);
        expectEqual(await list({ state: 'in-progress', waitingFor: ['organisation:org-1', 'person:none'] }), ['env-1']);
        expectEqual(await list({ participants: ['person:other'] }), ['env-3']);
        expectEqual(await list({ participants: [] }), []);
        expectEqual(await tx.envelopes.listOverdue(TENANT, NOW, 10), []);
        expectEqual(
          (await tx.envelopes.listOverdue(TENANT, LATER, 10)).map(({ id }) => id),
          ['env-1'],
        );
      });
      await store.transaction(async (tx) => {
        expectEqual(await tx.envelopes.list({ tenant: 'other', limit: 10 }), []);
        expectEqual(await tx.envelopes.listOverdue('other', '2999-01-01T00:00:00.000Z', 10), []);
      });
    },
  },
  {
    title: 'gives a position in a chain once, in both chains of an event',
    run: async (store) => {
      await store.transaction(async (tx) => tx.audit.append(event(1)));
      await expectConflict(store, 'event-position', (tx) => tx.audit.append({ ...event(1), id: 'other-id' }));
      await expectConflict(store, 'event-position', (tx) => tx.audit.append({ ...event(1), id: 'other-id', chain: 'env-2' }));
      await expectConflict(store, 'unique-id', (tx) => tx.audit.append({ ...event(2), id: event(1).id }));
      await store.transaction(async (tx) => {
        await tx.audit.append(event(2));
        expectEqual(await tx.audit.listEvents({ tenant: TENANT, of: { sealNumber: SEAL.number }, after: 1, limit: 5 }), [event(2)]);
        expectEqual(await tx.audit.findHead(TENANT, { sealNumber: SEAL.number }), { sequence: 2, digest: event(2).digest });
        expectEqual(await tx.audit.listChains(TENANT), ['env-1']);
        expectEqual(await tx.audit.findEvents(TENANT, ['event-2', 'none']), [event(2)]);
        expectEqual(await tx.audit.findEvents(TENANT, []), []);
        expectEqual(await tx.audit.countEvents(TENANT), 2);
      });
      await store.transaction(async (tx) => expectEqual(await tx.audit.findEvents('other', ['event-2']), []));
    },
  },
  {
    title: 'names the events that are no leaf yet in the order in which they came, whatever their chain',
    run: async (store) => {
      const other: AuditEventRecord = { ...event(1), id: 'a-first-name', chain: 'env-2', sealSequence: 3, sealPrev: 'digest-2' };
      await store.transaction(async (tx) => {
        for (const appended of [event(1), event(2), other]) await tx.audit.append(appended);
      });
      await store.transaction((tx) => tx.audit.append({ ...event(1), tenant: 'other' }));
      await store.transaction(async (tx) => {
        const ids = async (limit: number): Promise<readonly string[]> => (await tx.log.listUnlogged(TENANT, limit)).map(({ id }) => id);
        expectEqual(await tx.log.listUnlogged(TENANT, 1), [{ id: 'event-1', digest: 'digest-1' }]);
        expectEqual(await ids(10), ['event-1', 'event-2', 'a-first-name']);
        await tx.log.addLeaf(leaf(0));
        expectEqual(await ids(10), ['event-2', 'a-first-name']);
        expectEqual(await tx.log.countUnlogged(TENANT), 2);
        expectEqual(await tx.log.listUnloggedTenants(), ['other', TENANT]);
        await tx.log.addLeaf(leaf(1));
        await tx.log.addLeaf({ tenant: TENANT, index: 2, eventId: other.id });
        expectEqual([await ids(10), await tx.log.listUnloggedTenants()], [[], ['other']]);
      });
      await store.transaction(async (tx) => expectEqual(await tx.log.countUnlogged('other'), 1));
    },
  },
  {
    title: 'lists the events of all chains of a tenant in the order in which they came, from behind a place',
    run: async (store) => {
      const other: AuditEventRecord = { ...event(1), id: 'a-first-name', chain: 'env-2', sealSequence: 3, sealPrev: 'digest-2' };
      await store.transaction((tx) => tx.audit.append({ ...event(1), tenant: 'other' }));
      for (const appended of [event(1), event(2), other]) await store.transaction((tx) => tx.audit.append(appended));
      await store.transaction(async (tx) => {
        const [first, second] = await tx.audit.listInOrder({ tenant: TENANT, after: 0, limit: 2 });
        expectEqual([first?.event, second?.event], [event(1), event(2)]);
        const rest = await tx.audit.listInOrder({ tenant: TENANT, after: second?.place ?? 0, limit: 2 });
        expectEqual(
          rest.map((placed) => placed.event),
          [other],
        );
        expectEqual(await tx.audit.listInOrder({ tenant: TENANT, after: rest[0]?.place ?? 0, limit: 2 }), []);
      });
    },
  },
  {
    title: 'adds leaves one after the other, each event once',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await tx.audit.append(event(1));
        await tx.audit.append(event(2));
        await tx.log.addLeaf(leaf(0));
      });
      await expectConflict(store, 'log-position', (tx) => tx.log.addLeaf({ ...leaf(0), eventId: 'event-2' }));
      await expectConflict(store, 'log-position', (tx) => tx.log.addLeaf({ ...leaf(1), index: 2 }));
      await expectConflict(store, 'log-position', (tx) => tx.log.addLeaf({ ...leaf(0), index: 1 }));
      await store.transaction(async (tx) => {
        await tx.log.addLeaf(leaf(1));
        expectEqual(await tx.log.countLeaves(TENANT), 2);
        expectEqual(await tx.log.findLeaf(TENANT, 'event-2'), leaf(1));
        expectEqual(await tx.log.findLeaf(TENANT, 'none'), undefined);
        expectEqual(await tx.log.listLeaves(TENANT, 0, 1), [leaf(0)]);
        expectEqual(await tx.log.listLeaves(TENANT, 1, 5), [leaf(1)]);
      });
      await store.transaction(async (tx) => {
        expectEqual([await tx.log.countLeaves('other'), await tx.log.findLeaf('other', 'event-1')], [0, undefined]);
        expectEqual(await tx.log.listLeaves('other', 0, 5), []);
      });
    },
  },
  {
    title: 'keeps every hash of the tiles in its place, and lists those that follow each other',
    run: async (store) => {
      const hashAt = (index: number): LogHashRecord => ({ tenant: TENANT, level: 1, index, hash: new Uint8Array(32).fill(index) });
      await store.transaction(async (tx) => {
        for (const index of [0, 1, 2, 4]) await tx.log.addHash(hashAt(index));
      });
      await expectConflict(store, 'log-position', (tx) => tx.log.addHash({ ...hashAt(1), hash: new Uint8Array(32) }));
      await store.transaction(async (tx) => {
        const list = async (from: number, limit: number, of: object = {}): Promise<readonly number[]> =>
          (await tx.log.listHashes({ tenant: TENANT, level: 1, from, limit, ...of })).map(([first]) => first ?? -1);
        expectEqual(await list(0, 2), [0, 1]);
        expectEqual(await list(1, 10), [1, 2]);
        expectEqual([await list(3, 10), await list(4, 10)], [[], [4]]);
        expectEqual(await list(0, 10, { level: 0 }), []);
      });
      await store.transaction(async (tx) => expectEqual(await tx.log.listHashes({ tenant: 'other', level: 1, from: 0, limit: 10 }), []));
    },
  },
  {
    title: 'keeps one checkpoint of each size',
    run: async (store) => {
      const checkpoint = (size: number): LogCheckpointRecord => ({
        tenant: TENANT,
        size,
        note: `note of ${size}\n`,
        timestampToken: size === 9 ? OCTETS : null,
        createdAt: NOW,
      });
      await store.transaction(async (tx) => {
        for (const size of [9, 3, 10]) await tx.log.addCheckpoint(checkpoint(size));
      });
      await expectConflict(store, 'log-position', (tx) => tx.log.addCheckpoint({ ...checkpoint(9), note: 'another' }));
      await store.transaction(async (tx) => {
        expectEqual(await tx.log.findLatestCheckpoint(TENANT), checkpoint(10));
        expectEqual(await tx.log.listCheckpoints(TENANT, 0, 2), [checkpoint(3), checkpoint(9)]);
        expectEqual(await tx.log.listCheckpoints(TENANT, 4, 5), [checkpoint(9), checkpoint(10)]);
      });
      await store.transaction(async (tx) => {
        expectEqual(await tx.log.findLatestCheckpoint('other'), undefined);
        expectEqual(await tx.log.listCheckpoints('other', 0, 5), []);
      });
    },
  },
  {
    title: 'lists rows of the use log newest first, filtered and from a position on',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await tx.audit.putRow({ ...row('row-0'), sealNumber: null });
        for (const id of ['row-1', 'row-2', 'row-3']) await tx.audit.putRow(row(id));
        await tx.audit.putRow({ ...row('row-2'), result: 'completed', personId: 'p-2', search: 'lease 2026' });
      });
      await store.transaction(async (tx) => {
        const ids = async (query: object): Promise<readonly string[]> =>
          (await tx.audit.listRows({ tenant: TENANT, limit: 10, ...query })).map(({ id }) => id);
        expectEqual(await ids({ sealNumber: SEAL.number }), ['row-3', 'row-2', 'row-1']);
        expectEqual(await ids({ result: 'completed' }), ['row-2']);
        expectEqual(await ids({ personIds: ['p-2'] }), ['row-2']);
        expectEqual(await ids({ match: { text: 'lease', persons: [] } }), ['row-2']);
        expectEqual(await ids({ match: { text: 'nothing', persons: ['p-1'] } }), ['row-3', 'row-1', 'row-0']);
        expectEqual(await ids({ sealNumber: 'none' }), []);
        expectEqual(await ids({ from: LATER }), []);
        expectEqual(await ids({ to: NOW }), []);
        const [newest] = await tx.audit.listRows({ tenant: TENANT, limit: 1 });
        expectEqual(await ids({ before: newest?.position }), ['row-2', 'row-1', 'row-0']);
        expectEqual(await tx.audit.countRows({ tenant: TENANT, sealNumber: SEAL.number }), 3);
        expectEqual(await tx.audit.countRows({ tenant: TENANT }), 4);
        expectEqual(await ids({ scope: { sealNumbers: [SEAL.number], personIds: [] } }), ['row-3', 'row-2', 'row-1']);
        expectEqual(await ids({ scope: { sealNumbers: [], personIds: ['p-1'] } }), ['row-0']);
        expectEqual(await ids({ scope: { sealNumbers: [], personIds: ['p-2'] } }), []);
      });
      await store.transaction(async (tx) => expectEqual(await tx.audit.countRows({ tenant: 'other' }), 0));
    },
  },
  {
    title: 'keeps what persons wrote until it is erased, each value once, and nothing of it after that',
    async run(store) {
      const value = (digest: string, personId: string): PersonalValueRecord => ({
        tenant: TENANT,
        digest,
        personId,
        keptAt: NOW,
        salt: new Uint8Array(32).fill(7),
        text: `text of ${personId}`,
        erased: null,
      });
      const [first, second, other] = [value('sha256:1', 'p-1'), value('sha256:2', 'p-1'), value('sha256:3', 'p-2')];
      await store.transaction(async (tx) => {
        for (const each of [second, first, other]) await tx.personal.add(each);
      });
      await expectConflict(store, 'unique-id', (tx) => tx.personal.add(first));
      const kept = (personId: string, limit = 9) => store.transaction((tx) => tx.personal.listKept({ tenant: TENANT, personId, limit }));
      expectEqual(await kept('p-1'), [first, second]);
      expectEqual(await kept('p-1', 1), [first]);
      expectEqual(await store.transaction((tx) => tx.personal.find(TENANT, ['sha256:3', 'sha256:9'])), [other]);
      expectEqual(await store.transaction((tx) => tx.personal.find('other', ['sha256:3'])), []);
      const erased = { at: LATER, eventId: 'event-9' };
      await store.transaction((tx) => tx.personal.erase(TENANT, ['sha256:1', 'sha256:9'], erased));
      await store.transaction((tx) => tx.personal.erase(TENANT, ['sha256:1'], { at: NOW, eventId: 'another' }));
      await store.transaction((tx) => tx.personal.erase('other', ['sha256:3'], erased));
      expectEqual(await kept('p-1'), [second]);
      expectEqual(await store.transaction((tx) => tx.personal.find(TENANT, ['sha256:1'])), [{ ...first, salt: null, text: null, erased }]);
      expectEqual(await kept('p-2'), [other]);
    },
  },
  {
    title: 'keeps verifications of who somebody is, each as it ended',
    async run(store) {
      const subject = { kind: 'person', id: 'p-1' } as const;
      const verification = (id: string, changes: Partial<IdentityVerificationRecord> = {}): IdentityVerificationRecord => ({
        tenant: TENANT,
        id,
        subject,
        provider: 'manual-review',
        method: 'manual-review',
        state: 'pending',
        startedAt: NOW,
        startedBy: 'p-1',
        finishedAt: null,
        claims: {
          name: 'salted-sha256:00',
          registrationNumber: null,
          legalRepresentative: null,
          personalNumber: { shown: 'salted-sha256:01', digest: 'salted-sha256:02' },
          phone: null,
          account: null,
        },
        documents: [{ name: 'card', mediaType: 'image/png', digest: 'sha256:03' }],
        resume: 'place',
        actionUrl: null,
        reason: null,
        decidedBy: null,
        providerReference: null,
        event: null,
        ...changes,
      });
      const passed = { state: 'passed', finishedAt: LATER, resume: null, event: { id: 'e-1', digest: 'sha256:04' } } as const;
      const [first, second, other] = [
        verification('v-1'),
        verification('v-2', { startedAt: LATER }),
        verification('v-3', { subject: { kind: 'organisation', id: 'p-1' }, ...passed }),
      ];
      await store.transaction(async (tx) => {
        for (const each of [first, second, other]) await tx.identities.put(each);
      });
      const latest = () => store.transaction((tx) => tx.identities.findLatestPassed(TENANT, subject));
      expectEqual(await latest(), undefined);
      await store.transaction((tx) => tx.identities.put({ ...first, ...passed }));
      expectEqual(await latest(), { ...first, ...passed });
      await store.transaction((tx) => tx.identities.put({ ...second, ...passed, finishedAt: '2099-01-01T00:00:00.000Z' }));
      expectEqual((await latest())?.id, 'v-2');
      expectEqual(await store.transaction((tx) => tx.identities.find('other', 'v-1')), undefined);
      await expectConflict(store, 'never-changed', (tx) => tx.identities.put({ ...first, ...passed, state: 'failed' }));
      await expectConflict(store, 'never-changed', (tx) => tx.identities.put({ ...other, subject }));
      const listed = async (query: object) =>
        (await store.transaction((tx) => tx.identities.list({ tenant: TENANT, limit: 9, ...query }))).map(({ id }) => id);
      expectEqual(await listed({ subject }), ['v-2', 'v-1']);
      expectEqual(await listed({ state: 'pending' }), []);
      expectEqual(await listed({ state: 'passed', limit: 1 }), ['v-2']);
    },
  },
  {
    title: 'keeps keys that sign once, each as it ended',
    async run(store) {
      const key = (id: string, changes: Partial<EventKeyRecord> = {}): EventKeyRecord => ({
        tenant: TENANT,
        id,
        permitId: `permit-${id}`,
        personId: 'p-1',
        envelopeId: 'env-1',
        reference: null,
        madeAt: NOW,
        until: LATER,
        credential: null,
        ended: null,
        ...changes,
      });
      const [first, second] = [key('k-1'), key('k-2', { reference: 'aa', until: NOW })];
      await store.transaction(async (tx) => {
        for (const each of [first, second]) await tx.eventKeys.add(each);
      });
      await expectConflict(store, 'unique-id', (tx) => tx.eventKeys.add(key('k-1', { permitId: 'another' })));
      await expectConflict(store, 'unique-id', (tx) => tx.eventKeys.add(key('k-3', { permitId: 'permit-k-1' })));
      expectEqual(await store.transaction((tx) => tx.eventKeys.findByPermit(TENANT, 'permit-k-2')), second);
      expectEqual(await store.transaction((tx) => tx.eventKeys.find('other', 'k-1')), undefined);
      const overdue = async (at: string) => (await store.transaction((tx) => tx.eventKeys.listOverdue(TENANT, at, 9))).map(({ id }) => id);
      expectEqual(await overdue(NOW), ['k-2']);
      expectEqual(await overdue(LATER), ['k-2', 'k-1']);
      const credential = { ...CREDENTIAL, isOneTime: true } as const;
      await store.transaction((tx) => tx.eventKeys.update({ ...first, credential }));
      await expectConflict(store, 'never-changed', (tx) =>
        tx.eventKeys.update({ ...first, credential: { ...credential, credentialId: 'x' } }),
      );
      const ended = { ...first, credential, until: NOW, ended: { at: NOW, reason: 'signed' } };
      await store.transaction((tx) => tx.eventKeys.update(ended));
      expectEqual(await store.transaction((tx) => tx.eventKeys.find(TENANT, 'k-1')), ended);
      expectEqual(await overdue(LATER), ['k-2']);
      await expectConflict(store, 'never-changed', (tx) => tx.eventKeys.update({ ...ended, ended: null }));
    },
  },
  {
    title: 'keeps an answer under its key until it expires',
    run: async (store) => {
      await store.transaction(async (tx) => {
        await tx.answers.put(ANSWER);
        await tx.answers.put({ ...ANSWER, answer: { status: 201, contentType: 'application/json', body: '{}' } });
        expectEqual((await tx.answers.find(ANSWER))?.answer?.status, 201);
        expectEqual(await tx.answers.find({ ...ANSWER, key: 'k-2' }), undefined);
        await tx.answers.removeExpired(TENANT, NOW);
        expectEqual((await tx.answers.find(ANSWER))?.key, 'k-1');
        await tx.answers.removeExpired(TENANT, LATER);
        expectEqual(await tx.answers.find(ANSWER), undefined);
      });
    },
  },
  {
    title: 'keeps messages for the outside until they are delivered or given up, each endpoint its own, in order',
    run: async (store) => {
      const open = async (endpoint: string) => store.transaction((tx) => tx.outbox.listUndelivered(TENANT, endpoint, 5));
      const second = { ...MESSAGE, id: 'm-1' };
      await store.transaction(async (tx) => {
        await tx.outbox.add(MESSAGE);
        await tx.outbox.add(second);
        await tx.outbox.add({ ...MESSAGE, id: 'm-3', endpoint: 'https://other.example/' });
      });
      await store.transaction((tx) => tx.outbox.add({ ...MESSAGE, tenant: 'tenant-other' }));
      expectEqual(await open(MESSAGE.endpoint), [MESSAGE, second]);
      const tried = { ...MESSAGE, attempts: 1, nextAttemptAt: LATER };
      await store.transaction((tx) => tx.outbox.update(tried));
      expectEqual(await open(MESSAGE.endpoint), [tried, second]);
      await store.transaction((tx) => tx.outbox.update({ ...tried, deliveredAt: LATER }));
      expectEqual(await open(MESSAGE.endpoint), [second]);
      await store.transaction((tx) => tx.outbox.update({ ...second, givenUpAt: LATER }));
      expectEqual([(await open(MESSAGE.endpoint)).length, (await open('https://other.example/')).length], [0, 1]);
      expectEqual((await store.transaction((tx) => tx.outbox.listUndelivered('tenant-other', MESSAGE.endpoint, 5))).length, 1);
    },
  },
  {
    title: 'removes messages that were settled before an instant, and no others',
    run: async (store) => {
      const again = async (id: string) =>
        caught(store.transaction((tx) => tx.outbox.add({ ...MESSAGE, id }))).then((outcome) => outcome instanceof StoreError);
      await store.transaction(async (tx) => {
        await tx.outbox.add({ ...MESSAGE, id: 'open' });
        await tx.outbox.add({ ...MESSAGE, id: 'delivered', deliveredAt: NOW });
        await tx.outbox.add({ ...MESSAGE, id: 'given-up', givenUpAt: NOW });
        await tx.outbox.removeSettled(TENANT, NOW);
      });
      expectEqual([await again('open'), await again('delivered'), await again('given-up')], [true, true, true]);
      await store.transaction((tx) => tx.outbox.removeSettled(TENANT, LATER));
      expectEqual([await again('open'), await again('delivered'), await again('given-up')], [true, false, false]);
    },
  },
  {
    title: 'refuses work after it is closed',
    run: async (store) => {
      await store.close();
      const outcome = await caught(store.transaction(async () => 1));
      expectEqual(outcome instanceof StoreError && outcome.code, 'STORE_CLOSED');
    },
  },
];

const TENANT = 't-1';
const NOW = '2026-11-22T10:00:00.000Z';
const LATER = '2026-11-22T11:00:00.000Z';
const DIGEST = `sha256:${'ab'.repeat(32)}`;
const OCTETS = new Uint8Array([0, 1, 127, 128, 255]);

const CREDENTIAL = {
  credentialId: 'key-1',
  certificates: [OCTETS],
  algorithm: { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' },
} as const;

const PERSON: PersonRecord = {
  tenant: TENANT,
  id: 'p-1',
  name: '张三',
  organisationId: 'org-1',
  roles: ['user'],
  groups: ['sales'],
  credential: CREDENTIAL,
  stopped: null,
};

const SEAL: SealRecord = {
  tenant: TENANT,
  number: 'S-1',
  organisationId: 'org-1',
  kind: 'contract',
  ordinal: 0,
  ordinalReason: null,
  name: '合同专用章',
  state: 'active',
  stateSince: NOW,
  stateReason: null,
  epoch: 1,
  testMaterial: true,
  keeperId: 'p-1',
  design: null,
  requested: null,
  revisions: [],
  pendingTransition: null,
};

const VERSION: SealVersionRecord = {
  tenant: TENANT,
  sealNumber: SEAL.number,
  version: 1,
  state: 'current',
  face: { type: 'SVG', bytes: OCTETS },
  widthUm: 42_000,
  heightUm: 42_000,
  statement: OCTETS,
  statementDigest: DIGEST,
  credential: CREDENTIAL,
  validFrom: NOW,
  validTo: LATER,
  likeness: OCTETS,
  like: [],
  likenessAccepted: null,
  made: null,
};

const ENVELOPE: EnvelopeRecord = {
  tenant: TENANT,
  id: 'env-1',
  name: 'Lease',
  document: { digest: DIGEST, length: 1000, pages: 2 },
  documentClass: 'sales',
  amount: { value: 100, currency: 'CNY' },
  createdAt: NOW,
  createdBy: PERSON.id,
  storage: 'hash-only',
  expiresAt: LATER,
  parties: [
    { id: 'buyer', name: 'Buyer', organisationId: 'org-1', order: 1, personIds: null, acts: [{ type: 'signature' }] },
    { id: 'witness', name: 'Witness', organisationId: null, order: 2, personIds: [PERSON.id], acts: [{ type: 'signature' }] },
  ],
  participants: [`person:${PERSON.id}`, 'organisation:org-1'],
  state: 'in-progress',
  stateSince: NOW,
  ended: null,
  revision: 1,
  versions: [{ version: 1, digest: DIGEST, length: 1000, previous: null, createdAt: NOW, partyId: null, act: null, useId: null }],
  waitingFor: ['organisation:org-1'],
  claim: null,
  remindedAt: null,
  documentStoredAt: NOW,
  eventId: 'event-1',
};

const MESSAGE: OutboxRecord = {
  tenant: TENANT,
  id: 'm-2',
  endpoint: 'https://one.example/',
  topic: 'use.completed',
  payload: { a: 1 },
  createdAt: NOW,
  attempts: 0,
  nextAttemptAt: NOW,
  deliveredAt: null,
  givenUpAt: null,
};

const ANSWER: AnswerRecord = {
  tenant: TENANT,
  personId: PERSON.id,
  route: 'POST /permits',
  key: 'k-1',
  fingerprint: DIGEST,
  owner: 'o-1',
  leaseUntil: NOW,
  expiresAt: LATER,
  answer: null,
};

function permit(): PermitRecord {
  return {
    tenant: TENANT,
    id: 'permit-1',
    envelopeId: ENVELOPE.id,
    sealNumber: SEAL.number,
    sealEpoch: 1,
    grantId: 'grant-1',
    personId: PERSON.id,
    payload: {
      v: 1,
      id: 'permit-1',
      tenant: TENANT,
      envelopeId: ENVELOPE.id,
      seal: { number: SEAL.number, version: 1, statement: DIGEST },
      document: { digest: DIGEST, length: 1000 },
      frame: DIGEST,
      placements: [{ page: 1, x: 1, y: 2, width: 42_000, height: 42_000, rotation: 0 }],
      person: PERSON.id,
      certificate: DIGEST,
      issuer: 'register',
      attestedBy: [],
      approvals: [],
      intentPolicy: { required: true, methods: ['confirm'], minimumAssurance: 0 },
      nonce: 'n',
      notBefore: NOW,
      expires: LATER,
    },
    compact: 'a.b.c',
    digest: DIGEST,
    issuedAt: NOW,
    expiresAt: LATER,
    usedBy: null,
    usedAt: null,
  };
}

function use(id = 'use-1'): UseRecord {
  return {
    tenant: TENANT,
    id,
    permitId: permit().id,
    envelopeId: ENVELOPE.id,
    sealNumber: SEAL.number,
    sealVersion: 1,
    sealEpoch: 1,
    personId: PERSON.id,
    status: 'awaiting-intent',
    refusal: null,
    createdAt: NOW,
    expiresAt: LATER,
    signingTime: NOW,
    act: {
      tenant: TENANT,
      person: PERSON.id,
      personName: PERSON.name,
      organisation: 'Org',
      envelopeName: ENVELOPE.name,
      v: 2,
      action: 'sign',
      envelopeId: 'env-1',
      statement: null,
      placements: [],
      wording: { locale: 'en', text: 'I sign.' },
      issuedAt: NOW,
      seal: null,
      pages: [1],
      originalDigest: DIGEST,
      messageDigest: DIGEST,
      permit: DIGEST,
      certificate: DIGEST,
      certificateSubject: 'CN=x',
      nonce: 'n',
      expires: LATER,
    },
    challenge: DIGEST,
    prepared: {
      bytes: OCTETS,
      holeStart: 1,
      holeEnd: 3,
      byteRange: [0, 1, 3, 2],
      fields: ['seal-permit-1-1'],
      messageDigest: DIGEST,
      stateAtHole: { algorithm: 'SHA-256', state: '00'.repeat(32), length: 64, tail: '' },
    },
    intent: null,
    useEvent: null,
    signedAttributes: null,
    pending: null,
    completed: null,
  };
}

function event(sequence: number): AuditEventRecord {
  return {
    v: 1,
    id: `event-${sequence}`,
    tenant: TENANT,
    chain: 'env-1',
    sequence,
    prev: sequence === 1 ? null : `digest-${sequence - 1}`,
    sealNumber: SEAL.number,
    sealSequence: sequence,
    sealPrev: sequence === 1 ? null : `digest-${sequence - 1}`,
    type: 'use',
    time: NOW,
    actor: PERSON.id,
    body: { pages: [1, 2], name: '合同' },
    digest: `digest-${sequence}`,
  };
}

function authenticator(id: string, personId = PERSON.id): AuthenticatorRecord {
  return {
    tenant: TENANT,
    id,
    personId,
    method: 'totp',
    name: '手机',
    state: { secret: 'x' },
    revision: 1,
    createdAt: NOW,
    confirmedAt: null,
    lastUsedAt: null,
    removedAt: null,
  };
}

function intent(id: string, useId: string): IntentRecord {
  return {
    tenant: TENANT,
    id,
    useId,
    personId: PERSON.id,
    method: 'totp',
    challenge: DIGEST,
    state: null,
    tries: 0,
    startedAt: NOW,
    expiresAt: LATER,
    ended: null,
  };
}

function intentBatch(id: string): IntentBatchRecord {
  const wording = { locale: 'zh-CN', text: '确认' } as const;
  const person = { tenant: TENANT, person: PERSON.id, personName: PERSON.name };
  return {
    tenant: TENANT,
    id,
    personId: PERSON.id,
    act: { v: 1, action: 'batch', ...person, count: 1, root: DIGEST, wording, nonce: 'n', issuedAt: NOW, expires: LATER },
    challenge: DIGEST,
    uses: [{ useId: 'use-1', challenge: DIGEST }],
    createdAt: NOW,
    expiresAt: LATER,
    confirmed: null,
  };
}

function leaf(index: number): LogLeafRecord {
  return { tenant: TENANT, index, eventId: `event-${index + 1}` };
}

function row(id: string): Omit<UseLogRow, 'position'> {
  return {
    tenant: TENANT,
    id,
    sealNumber: SEAL.number,
    envelopeId: ENVELOPE.id,
    personId: PERSON.id,
    time: NOW,
    result: 'refused',
    useId: null,
    eventIds: ['event-1'],
    sealVersion: 1,
    digests: [DIGEST],
    search: 'sale',
  };
}

/** A version as the use of the fixtures makes it. */
function secondVersion(): EnvelopeVersionRecord {
  const digest = `sha256:${'ef'.repeat(32)}`;
  return { version: 2, digest, length: 2000, previous: DIGEST, createdAt: NOW, partyId: 'buyer', act: 0, useId: use().id };
}

async function seedUse(tx: StoreTransaction): Promise<void> {
  await seedSeal(tx);
  await tx.envelopes.add(ENVELOPE);
  await tx.permits.add(permit());
  await tx.uses.put(use());
}

async function seedSeal(tx: StoreTransaction): Promise<void> {
  await tx.register.putOrganisation({ tenant: TENANT, id: 'org-1', name: 'Org', verifiedName: 'Organisation' });
  await tx.register.putPerson(PERSON);
  await tx.register.putSeal(SEAL);
  await tx.register.putVersion(VERSION);
}

async function expectConflict(store: Store, constraint: StoreConstraint, work: (tx: StoreTransaction) => Promise<unknown>): Promise<void> {
  const outcome = await caught(store.transaction(work));
  expectEqual(outcome instanceof StoreError && outcome.constraint, constraint);
}

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A promise of the port that an implementation does not keep. */
export class StoreContractError extends SealkitError<'STORE_CONTRACT_BROKEN'> {}

function expectEqual(actual: unknown, expected: unknown): void {
  const [left, right] = [comparable(actual), comparable(expected)];
  if (left !== right) throw new StoreContractError('STORE_CONTRACT_BROKEN', `expected ${right}, got ${left}`);
}

/** Key order does not matter; octets are compared as octets, whatever class holds them. */
function comparable(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (inner instanceof Uint8Array) return { octets: [...inner] };
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'undefined'
  );
}
