import type { AuditEventRecord } from '../storage/records.ts';
import type { Store, StoreTransaction } from '../storage/store.ts';
import { LogWalk, type UseLogFault } from './log-walk.ts';
import { findValueFaults } from './personal-values/value-faults.ts';
import { judgeRows } from './rows-of-events.ts';
import { type ChainReader, verifyChain } from './verify-chain.ts';

export interface UseLogVerdict {
  /** Null where there are many chains, and no one head. */
  readonly head: string | null;
  /** Events of the chain, or of all chains. */
  readonly length: number;
  readonly intact: boolean;
  /** The first thing that is wrong, for the operator. */
  readonly fault: UseLogFault | null;
}

/** What the chain of a seal proves, whether its personal values are as they were written, and whether the use log has the rows of its events, all of them and no others. */
export async function verifySealLog(store: Store, tenant: string, sealNumber: string): Promise<UseLogVerdict> {
  const rows = new RowsOfChain(tenant);
  let stored = 0;
  const verdict = await verifyChain(store, tenant, { sealNumber }, rows, async (tx) => {
    stored = await tx.audit.countRows({ tenant, sealNumber });
  });
  const { head, length } = verdict;
  const differ = rows.contradicted || rows.begun !== stored;
  const ofContent = differ ? 'ROWS_DIFFER' : rows.unlikeValues ? 'VALUE_DIFFERS' : null;
  const fault: UseLogFault | null = verdict.intact
    ? ofContent && { chain: sealNumber, at: null, code: ofContent }
    : { chain: sealNumber, at: verdict.at, code: verdict.fault };
  return { head, length, intact: fault === null, fault };
}

/** The same of all chains of a tenant together, from the first event to the last. */
export async function verifyTenantLog(store: Store, tenant: string): Promise<UseLogVerdict> {
  const walk = new LogWalk(tenant);
  while (!(await walk.walkPage(store)));
  const fault = walk.fault();
  return { head: null, length: walk.events, intact: fault === null, fault };
}

/** Holds the rows of the use log against the events of one chain. */
class RowsOfChain implements ChainReader {
  readonly #tenant: string;
  #contradicted = false;
  #unlikeValues = false;
  #begun = 0;

  constructor(tenant: string) {
    this.#tenant = tenant;
  }

  get contradicted(): boolean {
    return this.#contradicted;
  }

  /** Whether a personal value is not as it was written. */
  get unlikeValues(): boolean {
    return this.#unlikeValues;
  }

  /** How many rows begin with the events that were read. */
  get begun(): number {
    return this.#begun;
  }

  async read(tx: StoreTransaction, events: readonly AuditEventRecord[]): Promise<void> {
    const rows = await judgeRows(tx, this.#tenant, events);
    if (rows.contradicted.length > 0) this.#contradicted = true;
    this.#begun += rows.begun.length;
    if ((await findValueFaults(tx, this.#tenant, events)).length > 0) this.#unlikeValues = true;
  }
}
