import { storeConflict } from '../store-error.ts';
import type { IntentTable } from '../store.ts';
import { addNew, type MemoryState, rowKey } from './memory-state.ts';

export function memoryIntentTable({
  authenticators,
  authenticatorActs,
  intents,
  intentBatches,
  intentCounts,
  intentPolicies,
}: MemoryState): IntentTable {
  return {
    async putAuthenticator(authenticator) {
      const key = rowKey(authenticator.tenant, authenticator.id);
      if (authenticator.revision === 1) return addNew(authenticators, key, authenticator);
      const stored = authenticators.get(key);
      if (stored?.removedAt !== null || stored.revision + 1 !== authenticator.revision) throw storeConflict('never-changed');
      authenticators.set(key, authenticator);
    },
    async findAuthenticator(tenant, id) {
      return authenticators.get(rowKey(tenant, id));
    },
    async listAuthenticators(tenant, personId) {
      return [...authenticators.values()].filter((row) => row.tenant === tenant && row.personId === personId && row.removedAt === null);
    },
    async addAct(act) {
      addNew(authenticatorActs, rowKey(act.tenant, act.id), act);
    },
    async findAct(tenant, id) {
      return authenticatorActs.get(rowKey(tenant, id));
    },
    async confirmAct({ tenant, id, confirmedAt, intent }) {
      const stored = authenticatorActs.get(rowKey(tenant, id));
      if (stored?.confirmedAt !== null) throw storeConflict('never-changed');
      authenticatorActs.set(rowKey(tenant, id), { ...stored, confirmedAt, intent });
    },
    async begin(intent) {
      for (const [key, other] of intents) {
        if (other.tenant !== intent.tenant || other.useId !== intent.useId || other.ended !== null) continue;
        intents.set(key, { ...other, ended: { at: intent.startedAt, outcome: 'superseded' } });
      }
      addNew(intents, rowKey(intent.tenant, intent.id), intent);
    },
    async find(tenant, id) {
      return intents.get(rowKey(tenant, id));
    },
    async update({ tenant, id, tries, ended }) {
      const intent = intents.get(rowKey(tenant, id));
      if (intent === undefined) return;
      if (intent.ended !== null) throw storeConflict('never-changed');
      intents.set(rowKey(tenant, id), { ...intent, tries, ended });
    },
    async addBatch(batch) {
      addNew(intentBatches, rowKey(batch.tenant, batch.id), batch);
    },
    async findBatch(tenant, id) {
      return intentBatches.get(rowKey(tenant, id));
    },
    async confirmBatch({ tenant, id }, confirmed) {
      const batch = intentBatches.get(rowKey(tenant, id));
      if (batch === undefined) return;
      if (batch.confirmed !== null) throw storeConflict('never-changed');
      intentBatches.set(rowKey(tenant, id), { ...batch, confirmed });
    },
    async findCount(tenant, subject) {
      return intentCounts.get(rowKey(tenant, subject));
    },
    async putCount(count) {
      intentCounts.set(rowKey(count.tenant, count.subject), count);
    },
    async findPolicy(tenant, subject) {
      return intentPolicies.get(rowKey(tenant, subject));
    },
    async putPolicy(policy) {
      intentPolicies.set(rowKey(policy.tenant, policy.subject), policy);
    },
  };
}
