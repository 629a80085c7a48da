import type { Store } from '../storage/store.ts';
import { RowsOfChain } from './rows-of-chain.ts';
import { type ChainFault, verifyChain } from './verify-chain.ts';

export interface UseLogVerdict {
  /** Null where there are many chains, and no one head. */
  readonly head: string | null;
  /** Events of the chain, or of all chains. */
  readonly length: number;
  readonly intact: boolean;
  /** The first thing that is wrong, for the operator. */
  readonly fault: UseLogFault | null;
}

export interface UseLogFault {
  readonly chain: string;
  /** Position in the chain; null where the rows are wrong and not the events. */
  readonly at: number | null;
  readonly code: ChainFault | 'ROWS_DIFFER';
}

/** What the chain of a seal proves, and whether the use log has the rows of its events, all of them and no others. */
export async function verifySealLog(store: Store, tenant: string, sealNumber: string): Promise<UseLogVerdict> {
  const rows = new RowsOfChain();
  let stored = 0;
  const verdict = await verifyChain(store, tenant, { sealNumber }, rows, async (tx) => {
    stored = await tx.audit.countRows({ tenant, sealNumber });
  });
  const { head, length } = verdict;
  if (!verdict.intact) return { head, length, intact: false, fault: { chain: sealNumber, at: verdict.at, code: verdict.fault } };
  return withRows({ head, length }, !rows.contradicted && rows.rows === stored, sealNumber);
}

/** The same of a tenant's chains together. */
export async function verifyTenantLog(store: Store, tenant: string): Promise<UseLogVerdict> {
  let length = 0;
  let rowCount = 0;
  let fault: UseLogFault | null = null;
  for (const chain of await store.transaction((tx) => tx.audit.listChains(tenant))) {
    const rows = new RowsOfChain();
    const verdict = await verifyChain(store, tenant, { chain }, rows);
    length += verdict.length;
    rowCount += rows.rows;
    if (!verdict.intact) fault ??= { chain, at: verdict.at, code: verdict.fault };
    else if (rows.contradicted) fault ??= { chain, at: null, code: 'ROWS_DIFFER' };
  }
  if (fault !== null) return { head: null, length, intact: false, fault };
  const now = await store.transaction(async (tx) => ({
    events: await tx.audit.countEvents(tenant),
    rows: await tx.audit.countRows({ tenant }),
  }));
  // Where events came in since, their rows did too; the next look counts them.
  return withRows({ head: null, length }, now.events !== length || now.rows === rowCount, tenant);
}

function withRows(of: Pick<UseLogVerdict, 'head' | 'length'>, agree: boolean, chain: string): UseLogVerdict {
  return { ...of, intact: agree, fault: agree ? null : { chain, at: null, code: 'ROWS_DIFFER' } };
}
