import type { KeyStore } from '@sealkit/core/ports';
import { type Store, StoreError, type StoreTransaction } from '../../src/index.ts';
import { KeyStoreError } from '../../src/index.ts';
import { createMemoryObjectStore, type ObjectStore, ObjectStoreError } from '../../src/objects/index.ts';

/** One call that fails, before it has done anything or after it has done all. */
export interface Fault {
  /** From 1. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

export interface FaultyPorts {
  readonly store: Store;
  readonly keyStore: KeyStore;
  readonly objects: ObjectStore;
  /** From here on calls are counted, and that one fails. */
  arm(fault: Fault): void;
  /** Name of the call that failed; undefined where it was not reached. */
  fired(): string | undefined;
  /** Transactions that resolved although a call in them had rejected. */
  readonly swallowed: readonly string[];
}

/** Ports of which a chosen call fails: a transaction as a whole, a call inside of one, a step of the key store, an object that is put or opened. */
export function faultyPorts(real: { readonly store: Store; readonly keyStore: KeyStore; readonly objects?: ObjectStore }): FaultyPorts {
  let armed: Fault | undefined;
  let calls = 0;
  let fired: string | undefined;
  const swallowed: string[] = [];

  const attempt = async <T>(name: string, failure: () => Error, work: () => Promise<T>): Promise<T> => {
    calls += 1;
    const failing = armed !== undefined && calls === armed.call ? armed : undefined;
    if (failing !== undefined) fired = `${name} (${failing.when})`;
    if (failing?.when === 'before') throw failure();
    const result = await work();
    if (failing?.when === 'after') throw failure();
    return result;
  };

  /** The same object, each method of which is an attempt; the tables of a transaction likewise. */
  const everyCall = <T extends object>(target: T, name: string, failure: () => Error): T =>
    new Proxy(target, {
      get(_target, property) {
        const member: unknown = Reflect.get(target, property);
        const path = `${name}.${String(property)}`;
        if (typeof member === 'object' && member !== null) return everyCall(member, path, failure);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => attempt(path, failure, async () => Reflect.apply(member, target, given) as unknown);
      },
    });

  const transaction: Store['transaction'] = (work, call) =>
    attempt(
      'transaction',
      () => new StoreError('STORE_COMMIT_UNCERTAIN', 'the connection ended', { retryable: true }),
      async () => {
        let broken: string | undefined;
        const result = await real.store.transaction(async (tx: StoreTransaction) => {
          const watched = everyCall(tx, 'tx', () => {
            broken = fired;
            return new StoreError('STORE_FAILED', 'the disk failed');
          });
          return work(watched);
        }, call);
        if (broken !== undefined) swallowed.push(broken);
        return result;
      },
    );

  return {
    store: { transaction, close: () => real.store.close() },
    keyStore: everyCall(real.keyStore, 'keyStore', () => new KeyStoreError('KEY_SERVICE_UNREACHABLE', 'no answer', { retryable: true })),
    objects: everyCall(
      real.objects ?? createMemoryObjectStore(),
      'objects',
      () => new ObjectStoreError('OBJECT_STORE_UNAVAILABLE', 'no answer'),
    ),
    arm: (fault) => {
      armed = fault;
      calls = 0;
      fired = undefined;
    },
    fired: () => fired,
    swallowed,
  };
}
