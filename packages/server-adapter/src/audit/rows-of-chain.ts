import type { AuditEventRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isEventOfRow, rowIdOf } from './row-contradiction.ts';
import type { ChainReader } from './verify-chain.ts';

/**
 * Holds the rows of the use log against every event of one chain: each event of a use has its row, at its place, and no row
 * ends in events that the chain does not have. So a row that was deleted, moved or changed is noticed whatever part of the
 * log is looked at.
 */
export class RowsOfChain implements ChainReader {
  readonly #eventsSeen = new Map<string, number>();
  /** Rows that name more events than were seen so far. */
  readonly #unfinished = new Set<string>();
  #contradicted = false;

  get contradicted(): boolean {
    return this.#contradicted || this.#unfinished.size > 0;
  }

  /** How many rows the events that were read make. */
  get rows(): number {
    return this.#eventsSeen.size;
  }

  async read(tx: StoreTransaction, event: AuditEventRecord): Promise<void> {
    const id = rowIdOf(event);
    if (id === undefined) return;
    const at = this.#eventsSeen.get(id) ?? 0;
    this.#eventsSeen.set(id, at + 1);
    const row = await tx.audit.findRow(event.tenant, id);
    if (row === undefined || !isEventOfRow(row, event, at)) this.#contradicted = true;
    if (row !== undefined && row.eventIds.length > at + 1) this.#unfinished.add(id);
    else this.#unfinished.delete(id);
  }
}
