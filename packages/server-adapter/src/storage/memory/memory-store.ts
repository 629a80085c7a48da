import { oneTenant } from '../one-tenant.ts';
import { SerialQueue } from '../serial-queue.ts';
import { StoreError } from '../store-error.ts';
import type { Store, StoreTransaction, TransactionOptions } from '../store.ts';
import { memoryApprovalTable } from './memory-approvals.ts';
import { memoryAuditTable } from './memory-audit.ts';
import { memoryEnvelopeTable } from './memory-envelopes.ts';
import { memoryEventKeyTable } from './memory-event-keys.ts';
import { memoryIdentityTable } from './memory-identities.ts';
import { memoryIntentTable } from './memory-intents.ts';
import { memoryLogTable } from './memory-log.ts';
import { memoryPersonalValueTable } from './memory-personal-values.ts';
import { memoryRegisterTable } from './memory-register.ts';
import { type MemoryState, copyState, emptyState } from './memory-state.ts';
import { memoryAnswerTable, memoryOutboxTable, memoryPermitTable, memoryUseTable } from './memory-tables.ts';

/** A store in memory, for tests and trials: everything is gone with the process. */
export function createMemoryStore(): Store {
  let state = emptyState();
  let closed = false;
  const queue = new SerialQueue();
  const assertOpen = (options: TransactionOptions | undefined): void => {
    options?.signal?.throwIfAborted();
    if (closed) throw new StoreError('STORE_CLOSED', 'expected an open store');
  };
  return {
    transaction: async (work, options) => {
      if (options?.readOnly) {
        assertOpen(options);
        // What is committed is replaced, never changed: it stays as it is for whoever looks at it.
        return work(oneTenant(memoryTransaction(state), { readOnly: true }));
      }
      return queue.run(async () => {
        assertOpen(options);
        const draft = copyState(state);
        const result = await work(oneTenant(memoryTransaction(draft)));
        state = draft;
        return result;
      });
    },
    close: async () => {
      closed = true;
      await queue.idle();
    },
  };
}

function memoryTransaction(state: MemoryState): StoreTransaction {
  return {
    audit: memoryAuditTable(state),
    personal: memoryPersonalValueTable(state),
    identities: memoryIdentityTable(state),
    eventKeys: memoryEventKeyTable(state),
    log: memoryLogTable(state),
    register: memoryRegisterTable(state),
    envelopes: memoryEnvelopeTable(state),
    permits: memoryPermitTable(state),
    approvals: memoryApprovalTable(state),
    uses: memoryUseTable(state),
    intents: memoryIntentTable(state),
    answers: memoryAnswerTable(state),
    outbox: memoryOutboxTable(state),
  };
}
