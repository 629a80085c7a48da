import { StoreError } from './store-error.ts';
import type { Store, StoreTransaction } from './store.ts';

/**
 * Work that mostly only looks, and now and then has something to write down (a refusal, an end of time): it looks first, without standing
 * in the way of anybody, and is done anew in a transaction that may write where it comes to that.
 *
 * @param work may run twice, and does nothing but through its transaction.
 * @throws what the work threw; {@link StoreError}
 */
export async function lookFirst<T>(store: Store, work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
  try {
    return await store.transaction(work, { readOnly: true });
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== 'STORE_READ_ONLY') throw cause;
  }
  return store.transaction(work);
}
