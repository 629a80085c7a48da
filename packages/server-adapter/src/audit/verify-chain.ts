import type { AuditEventRecord } from '../storage/records.ts';
import type { ChainHead, ChainQuery, Store } from '../storage/store.ts';
import { digestOfEvent } from './audit-event.ts';

export type ChainFault = 'DIGEST_DIFFERS' | 'LINK_BROKEN' | 'POSITION_MISSING';

export type ChainVerdict =
  | { readonly intact: true; readonly length: number; readonly head: string | null }
  | { readonly intact: false; readonly length: number; readonly head: string | null; readonly at: number; readonly fault: ChainFault };

const PAGE = 500;

/**
 * Walks a chain from its first event: every digest recomputed, every link followed, no position left out. Each page is read
 * in a transaction of its own, so that a long chain keeps nobody from signing; a chain only grows.
 */
export async function verifyChain(store: Store, tenant: string, of: ChainQuery['of']): Promise<ChainVerdict> {
  let head: ChainHead = { sequence: 0, digest: '' };
  for (;;) {
    const after = head.sequence;
    const events = await store.transaction((tx) => tx.audit.listEvents({ tenant, of, after, limit: PAGE }));
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
  return (await digestOfEvent(event)) === event.digest ? null : 'DIGEST_DIFFERS';
}

function digestOrNull(head: ChainHead): string | null {
  return head.sequence === 0 ? null : head.digest;
}
