import type { UseList, UseQuery } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { UseViewReader } from '../audit/use-view.ts';
import type { WatchedLog } from '../audit/log-watch.ts';
import { StoreError } from '../storage/store-error.ts';
import type { StoreTransaction, UseLogQuery, UseLogScope } from '../storage/store.ts';
import { expireOverdueUses } from './expire-uses.ts';
import { readableSeal, readableSeals } from './readable-seals.ts';
import { lookFirst } from '../storage/look-first.ts';

const DEFAULT_LIMIT = 50;

/** The use log of a seal, or of the whole tenant: newest first, with what its chain proves. */
export async function listUses(
  context: AdapterContext,
  principal: Principal,
  sealNumber: string | null,
  query: UseQuery,
): Promise<UseList> {
  const { tenant } = principal;
  const view =
    sealNumber === null
      ? { scope: await readScope(context, principal) }
      : { sealNumber: (await readableSeal(context, principal, sealNumber)).number };
  const isRead = await expireWhatIsOver(context, tenant);
  const watched = await context.logWatch.look(tenant, view);
  const page = await context.store.transaction(
    async (tx) => {
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = await tx.audit.listRows({ ...view, ...(await rowQuery(tx, tenant, query, limit + 1)) });
      const shown = rows.slice(0, limit);
      const reader = new UseViewReader(tx);
      return {
        uses: await reader.read(shown),
        contradicted: reader.contradicted.size > 0,
        nextCursor: rows.length > limit ? String(shown.at(-1)?.position) : null,
        total: watched.rows ?? (await tx.audit.countRows({ tenant, ...view })),
      };
    },
    { readOnly: true },
  );
  const { contradicted, ...list } = page;
  return { ...list, chain: presentChain(context, watched, contradicted || !isRead) };
}

/** Whether the uses that nobody confirmed could be read and ended; one that somebody damaged does not hide the log. */
async function expireWhatIsOver({ store, clock }: AdapterContext, tenant: string): Promise<boolean> {
  const now = clock.now();
  try {
    await lookFirst(store, (tx) => expireOverdueUses(tx, tenant, now));
    return true;
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'STORE_BROKEN') return false;
    throw cause;
  }
}

/** The caller hears whether the log holds, as far as it was verified; the operator also where it does not. */
function presentChain(
  context: AdapterContext,
  { head, length, verified, wholeAt, fault }: WatchedLog,
  contradicted: boolean,
): UseList['chain'] {
  const intact = fault === null && !contradicted;
  if (!intact) {
    context.log('error', 'use-log-not-intact', {
      chain: fault?.chain ?? null,
      at: fault?.at ?? null,
      fault: fault?.code ?? 'ROWS_DIFFER',
    });
  }
  return { head, length, intact, verified, wholeAt: wholeAt?.toISOString() ?? null };
}

/** What the caller may see of the whole log: seals that the host allows, and acts without a seal in the caller's organisation. */
async function readScope(context: AdapterContext, principal: Principal): Promise<UseLogScope> {
  const seals = await readableSeals(context, principal);
  const persons = await context.store.transaction((tx) => tx.register.listPersons(principal.tenant), { readOnly: true });
  const own = persons.find(({ id }) => id === principal.personId)?.organisationId;
  const personIds = persons.filter(({ organisationId }) => organisationId === own).map(({ id }) => id);
  return { sealNumbers: seals.map(({ number }) => number), personIds: [...new Set([...personIds, principal.personId])] };
}

async function rowQuery(tx: StoreTransaction, tenant: string, query: UseQuery, limit: number): Promise<UseLogQuery> {
  return {
    tenant,
    limit,
    ...(query.result === undefined ? {} : { result: query.result }),
    ...(query.person === undefined ? {} : { personIds: [query.person] }),
    ...(query.from === undefined ? {} : { from: new Date(query.from).toISOString() }),
    ...(query.to === undefined ? {} : { to: new Date(query.to).toISOString() }),
    ...(query.text === undefined ? {} : { match: { text: query.text.toLowerCase(), persons: await personsNamed(tx, tenant, query.text) } }),
    ...(query.version === undefined ? {} : { sealVersion: query.version }),
    ...(query.digest === undefined ? {} : { digest: query.digest }),
    ...(query.cursor === undefined ? {} : { before: Number(query.cursor) }),
  };
}

/** Names stay in the register; a search in names becomes a search for ids. */
async function personsNamed(tx: StoreTransaction, tenant: string, text: string): Promise<readonly string[]> {
  const wanted = text.toLowerCase();
  const persons = await tx.register.listPersons(tenant);
  return persons.filter(({ name }) => name.toLowerCase().includes(wanted)).map(({ id }) => id);
}
