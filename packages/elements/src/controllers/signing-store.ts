import type { HashState } from '@sealkit/core/ports';
import type { SealPlacement, SigningNotice } from '@sealkit/core/pades';
import type { ClientReport } from '@sealkit/core/protocol';
import type { ActLanguage, Amount } from '@sealkit/core/seal';

/**
 * A signing that is not over: what is needed to go on after the tab closed. It stays on this computer, in the page's own
 * IndexedDB, and is removed when the signed file was downloaded or the person gives it up.
 */
export interface SigningRecord {
  readonly id: string;
  readonly tenant: string;
  readonly person: string;
  readonly startedAt: string;
  readonly name: string;
  readonly document: Blob;
  readonly digest: string;
  readonly state: HashState;
  readonly sealNumber: string | null;
  readonly sealVersion: number | null;
  readonly placements: readonly SealPlacement[];
  readonly language?: ActLanguage;
  readonly documentClass?: string;
  readonly amount?: Amount;
  readonly reason?: string;
  /** The envelope that was open before. */
  readonly joinedEnvelope?: string;
  /** How it was read, and what was agreed to, when the permit was asked for. */
  readonly clientReport?: ClientReport;
  /** Keys under which a repeat of each request is the same request. */
  readonly keys: { readonly envelope: string; readonly permit: string; readonly use: string; readonly confirm: string };
  readonly envelopeId: string | null;
  readonly permitId: string | null;
  readonly permit: string | null;
  readonly useId: string | null;
  /** What the signature leaves undone, as this page computed it; absent until then. */
  readonly notices?: readonly SigningNotice[];
  /** The signed file, checked here; absent until then. */
  readonly signed?: File;
}

export interface SigningStore {
  put(record: SigningRecord): Promise<void>;
  remove(id: string): Promise<void>;
  /** Records of a person, newest first. */
  list(tenant: string, person: string): Promise<readonly SigningRecord[]>;
}

const DATABASE = 'sealkit';
const STORE = 'signings';

/**
 * The store in IndexedDB. Where the browser gives none or has no room (private windows of some), nothing is kept and nothing
 * else fails: the page still warns before it is left.
 */
export function indexedDbSigningStore(): SigningStore {
  const transact = async <Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result | undefined> => {
    let database: IDBDatabase | undefined;
    try {
      database = await openDatabase();
      return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
    } catch (error) {
      if (error instanceof DOMException) return undefined;
      throw error;
    } finally {
      database?.close();
    }
  };
  return {
    async put(record) {
      await transact('readwrite', (store) => store.put(record));
    },
    async remove(id) {
      await transact('readwrite', (store) => store.delete(id));
    },
    async list(tenant, person) {
      const records = ((await transact('readonly', (store) => store.getAll())) ?? []) as readonly SigningRecord[];
      return records
        .filter((record) => record.tenant === tenant && record.person === person)
        .sort((left, right) => right.startedAt.localeCompare(left.startedAt));
    },
  };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE, { keyPath: 'id' }));
  return settled(request);
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new DOMException('the request failed', 'UnknownError')));
  });
}
