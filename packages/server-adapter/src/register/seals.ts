import type { SealList, SealQuery, SealTransitionResult, SealVersionList, SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import type { Principal, Resource } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { AuditEventRecord, SealRecord } from '../storage/records.ts';
import { StoreError } from '../storage/store-error.ts';
import { sealPlace } from '../storage/seal-order.ts';
import type { SealListQuery, SealPlace, StoreTransaction } from '../storage/store.ts';
import { readSealCursor, sealCursor } from './seal-cursor.ts';
import { type SealFacts, type SealRights, presentSeal, presentSealWith, presentVersion, readSealFacts } from './seal-view.ts';

const DEFAULT_LIMIT = 100;

/** The seals of the tenant that the host lets the caller see: those in use first, then by standing, name and number. */
export async function listSeals(context: AdapterContext, principal: Principal, query: SealQuery): Promise<SealList> {
  await assertAuthorized(context, principal, 'seal.list', { type: 'tenant' });
  const organisationIds = await visibleOrganisations(context, principal);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const found: SealFacts[] = [];
  let after = query.cursor === undefined ? undefined : readSealCursor(query.cursor);
  let more = true;
  while (more && found.length < limit) {
    const page = await readPage(context, principal, { ...storeQuery(query, principal.tenant, organisationIds), after }, limit + 1);
    more = page.length > limit;
    for (const facts of page.slice(0, limit)) {
      if (found.length === limit) {
        more = true;
        break;
      }
      after = sealPlace(facts.seal);
      if (await isAuthorized(context, principal, 'seal.read', sealResource(facts.seal))) found.push(facts);
    }
  }
  const seals: SealView[] = [];
  for (const facts of found) seals.push(await presentSeal(context, principal, facts));
  return {
    seals,
    nextCursor: more && after !== undefined ? sealCursor(after) : null,
    counts: isOfOneEnvelope(principal)
      ? countEach(found.map(({ seal }) => ({ state: seal.state, count: 1 })))
      : await countStates(context, principal.tenant, organisationIds),
  };
}

export async function readSeal(context: AdapterContext, principal: Principal, number: string): Promise<SealView> {
  const now = context.clock.now();
  const facts = await context.store.transaction(
    async (tx) => {
      const seal = await findSeal(tx, principal.tenant, number);
      return readSealFacts(tx, principal, seal, now);
    },
    { readOnly: true },
  );
  await assertAuthorized(context, principal, 'seal.read', sealResource(facts.seal));
  return presentSeal(context, principal, facts);
}

/** All versions of a seal, whole. */
export async function listVersions(context: AdapterContext, principal: Principal, number: string): Promise<SealVersionList> {
  const { seal, versions } = await context.store.transaction(
    async (tx) => {
      const found = await findSeal(tx, principal.tenant, number);
      return { seal: found, versions: await tx.register.listVersions(principal.tenant, number) };
    },
    { readOnly: true },
  );
  await assertAuthorized(context, principal, 'seal.read', sealResource(seal));
  return { versions: versions.map(presentVersion) };
}

/** @throws {@link AdapterError} `SEAL_NOT_FOUND` */
export async function findSeal(tx: StoreTransaction, tenant: string, number: string): Promise<SealRecord> {
  const seal = await tx.register.findSeal(tenant, number);
  if (seal === undefined) throw new AdapterError('SEAL_NOT_FOUND');
  return seal;
}

export function sealResource(seal: SealRecord): Resource & { readonly type: 'seal' } {
  return { type: 'seal', number: seal.number, organisationId: seal.organisationId };
}

/** Stores a changed seal. @throws {@link AdapterError} `SEAL_DUPLICATE` */
export async function putSeal(tx: StoreTransaction, seal: SealRecord): Promise<void> {
  try {
    await tx.register.putSeal(seal);
  } catch (cause) {
    if (cause instanceof StoreError && cause.constraint === 'one-seal-in-use') throw new AdapterError('SEAL_DUPLICATE', { cause });
    throw cause;
  }
}

/** The answer of an act on a seal: the seal as it is now, and the receipt over the event. */
export async function answerAct(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  answer: {
    readonly seal: SealRecord;
    readonly act: string;
    readonly event: AuditEventRecord;
    readonly rights: SealRights;
    readonly now: Date;
  },
): Promise<SealTransitionResult> {
  const { seal, act, event, rights, now } = answer;
  const receipt = await composeActReceipt(context, act, event);
  return { seal: presentSealWith(await readSealFacts(tx, principal, seal, now), rights), receipt };
}

async function visibleOrganisations(context: AdapterContext, principal: Principal): Promise<readonly string[]> {
  const organisations = await context.store.transaction((tx) => tx.register.listOrganisations(principal.tenant), { readOnly: true });
  const visible: string[] = [];
  for (const { id } of organisations) {
    if (await isAuthorized(context, principal, 'seal.list', { type: 'organisation', id })) visible.push(id);
  }
  return visible;
}

function storeQuery(query: SealQuery, tenant: string, visible: readonly string[]): Omit<SealListQuery, 'limit' | 'after'> {
  const { text, kind, state, organisation, keeper } = query;
  return {
    tenant,
    organisationIds: organisation === undefined ? visible : visible.filter((id) => id === organisation),
    ...(text === undefined ? {} : { text }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(keeper === undefined ? {} : { keeperId: keeper }),
  };
}

function readPage(
  { store, clock }: AdapterContext,
  principal: Principal,
  { after, ...query }: Omit<SealListQuery, 'limit' | 'after'> & { readonly after: SealPlace | undefined },
  limit: number,
): Promise<readonly SealFacts[]> {
  const now = clock.now();
  return store.transaction(
    async (tx) => {
      const found: SealFacts[] = [];
      for (const seal of await tx.register.listSeals({ ...query, ...(after === undefined ? {} : { after }), limit })) {
        found.push(await readSealFacts(tx, principal, seal, now));
      }
      return found;
    },
    { readOnly: true },
  );
}

async function countStates({ store }: AdapterContext, tenant: string, organisationIds: readonly string[]): Promise<SealList['counts']> {
  const counted = await store.transaction((tx) => tx.register.countSeals(tenant), { readOnly: true });
  return countEach(counted.filter(({ organisationId }) => organisationIds.includes(organisationId)));
}

/** A session of one envelope hears of the seals that it is listed, and of no others. */
function isOfOneEnvelope({ limits }: Principal): boolean {
  return limits !== undefined && limits.envelopeId !== null;
}

function countEach(counted: readonly { readonly state: SealState; readonly count: number }[]): SealList['counts'] {
  const counts: Record<SealState, number> = {
    draft: 0,
    'pending-approval': 0,
    approved: 0,
    produced: 0,
    active: 0,
    suspended: 0,
    abolished: 0,
  };
  for (const { state, count } of counted) counts[state] += count;
  return counts;
}
