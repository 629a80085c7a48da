import { BytesError } from '@sealkit/core/bytes';
import type { AuditEventRecord } from '../storage/records.ts';
import type { ChainHead, ChainQuery, Store, StoreTransaction } from '../storage/store.ts';
import { digestOfEvent } from './audit-event.ts';

export type ChainFault = 'DIGEST_DIFFERS' | 'LINK_BROKEN' | 'POSITION_MISSING';

export type ChainVerdict =
  | { readonly intact: true; readonly length: number; readonly head: string | null }
  | { readonly intact: false; readonly length: number; readonly head: string | null; readonly at: number; readonly fault: ChainFault };

/** Looks at the events of a chain, in order, in the transaction that read them; whether the chain is sound is seen afterwards. */
export interface ChainReader {
  read(tx: StoreTransaction, events: readonly AuditEventRecord[]): Promise<void>;
}

const PAGE = 500;

/**
 * Walks a chain from its first event: every digest recomputed, every link followed, no position left out. Each page is read
 * in a transaction of its own, so that a long chain keeps nobody from signing; a chain only grows.
 *
 * @param reader looks at each page.
 * @param atEnd runs in the transaction that read the last events.
 */
export async function verifyChain(
  store: Store,
  tenant: string,
  of: ChainQuery['of'],
  reader?: ChainReader,
  atEnd?: (tx: StoreTransaction) => Promise<void>,
): Promise<ChainVerdict> {
  let head: ChainHead = { sequence: 0, digest: '' };
  for (;;) {
    const after = head.sequence;
    const events = await store.transaction(
      async (tx) => {
        const page = await tx.audit.listEvents({ tenant, of, after, limit: PAGE });
        await reader?.read(tx, page);
        if (page.length < PAGE) await atEnd?.(tx);
        return page;
      },
      { readOnly: true },
    );
    for (const event of events) {
      const fault = await findFault(event, of, head);
      if (fault !== null) return { intact: false, length: head.sequence, head: digestOrNull(head), at: head.sequence + 1, fault };
      head = { sequence: head.sequence + 1, digest: event.digest };
    }
    if (events.length < PAGE) return { intact: true, length: head.sequence, head: digestOrNull(head) };
  }
}

async function findFault(event: AuditEventRecord, of: ChainQuery['of'], before: ChainHead): Promise<ChainFault | null> {
  const [position, link] = 'chain' in of ? [event.sequence, event.prev] : [event.sealSequence, event.sealPrev];
  if (position !== before.sequence + 1) return 'POSITION_MISSING';
  if (link !== digestOrNull(before)) return 'LINK_BROKEN';
  return (await isSoundEvent(event)) ? null : 'DIGEST_DIFFERS';
}

/** Whether an event is what was written: its digest is that of its fields. */
export async function isSoundEvent(event: AuditEventRecord): Promise<boolean> {
  try {
    return (await digestOfEvent(event)) === event.digest;
  } catch (cause) {
    // What has no canonical spelling (half a character, a number beyond all bounds) was never written by us.
    if (cause instanceof BytesError || cause instanceof RangeError) return false;
    throw cause;
  }
}

function digestOrNull(head: ChainHead): string | null {
  return head.sequence === 0 ? null : head.digest;
}
