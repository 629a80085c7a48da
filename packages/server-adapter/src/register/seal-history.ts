import type { SealHistory, SealHistoryEntry } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { assertAuthorized } from '../authorization.ts';
import type { AuditEventRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { findSeal, sealResource } from './seals.ts';
import { namePerson } from './seal-view.ts';

const PAGE = 100;
const STATES: ReadonlySet<unknown> = new Set<SealState>([
  'draft',
  'pending-approval',
  'approved',
  'produced',
  'active',
  'suspended',
  'abolished',
]);

/** The life of a seal, read from its chain: everything but permits and uses, which have their own log. */
export async function readSealHistory(
  context: AdapterContext,
  principal: Principal,
  number: string,
  { cursor }: { readonly cursor?: string },
): Promise<SealHistory> {
  const seal = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.read', sealResource(seal));
  return context.store.transaction(
    async (tx) => {
      const events = await tx.audit.listEvents({
        tenant: principal.tenant,
        of: { sealNumber: number },
        withoutUses: true,
        ...(cursor === undefined ? {} : { after: Number(cursor) }),
        limit: PAGE + 1,
      });
      const shown = events.slice(0, PAGE);
      const entries: SealHistoryEntry[] = [];
      for (const event of shown) entries.push(await presentEntry(tx, event));
      return { entries, nextCursor: events.length > PAGE ? String(shown.at(-1)?.sealSequence) : null };
    },
    { readOnly: true },
  );
}

async function presentEntry(tx: StoreTransaction, event: AuditEventRecord): Promise<SealHistoryEntry> {
  const { body } = event;
  return {
    id: event.id,
    sequence: event.sealSequence ?? event.sequence,
    type: event.type,
    time: event.time,
    actor: await namePerson(tx, event.tenant, event.actor),
    from: stateOf(body['from']),
    to: stateOf(body['to']),
    version: numberOf(body['sealVersion']),
    reason: textOf(body['reason']),
    refusal: textOf(body['refusal']),
    event: event.digest,
  };
}

function stateOf(value: unknown): SealState | null {
  return STATES.has(value) ? (value as SealState) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
