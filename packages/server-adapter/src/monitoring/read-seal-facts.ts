import type { UseView } from '@sealkit/core/protocol';
import { UseViewReader } from '../audit/use-view.ts';
import type { AuditEventRecord, GrantRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { Store, StoreTransaction } from '../storage/store.ts';
import type { GrantFact, SealFacts, UseFact, VersionFact } from './seal-facts.ts';

/** Rows in one transaction: others are not kept waiting longer than that takes. */
const PAGE = 200;
/** Events of a seal's life, from the first, in which the making of versions and grants is looked up. */
const MAX_LIFE = 1000;

/** The part of the use log that is looked at. */
export interface ReadRows {
  /** By seal, oldest first. */
  readonly bySeal: ReadonlyMap<string, readonly UseFact[]>;
  readonly count: number;
  /** Whether there were no more rows in that time. */
  readonly complete: boolean;
  /** Seals with rows that say other things than their events. */
  readonly contradicted: ReadonlySet<string>;
}

export interface RowsWanted {
  readonly tenant: string;
  readonly sealNumbers: readonly string[];
  readonly from: Date;
  readonly maxRows: number;
}

/** The latest rows of the use log of some seals, as their events say them. */
export async function readRows(store: Store, { tenant, sealNumbers, from, maxRows }: RowsWanted): Promise<ReadRows> {
  const bySeal = new Map<string, UseFact[]>();
  const contradicted = new Set<string>();
  let count = 0;
  let before: number | undefined;
  for (;;) {
    const limit = Math.min(PAGE, maxRows - count);
    const page = await store.transaction(
      async (tx) => {
        const rows = await tx.audit.listRows({
          tenant,
          scope: { sealNumbers, personIds: [] },
          from: from.toISOString(),
          limit: limit + 1,
          ...(before === undefined ? {} : { before }),
        });
        const reader = new UseViewReader(tx);
        for (const view of await reader.read(rows.slice(0, limit))) {
          if (view.seal === null) continue;
          const uses = bySeal.get(view.seal.number);
          if (uses === undefined) bySeal.set(view.seal.number, [useFact(view)]);
          else uses.push(useFact(view));
        }
        for (const number of reader.contradicted) if (number !== null) contradicted.add(number);
        return rows;
      },
      { readOnly: true },
    );
    count += Math.min(page.length, limit);
    before = page[limit - 1]?.position;
    if (page.length <= limit || count >= maxRows) {
      for (const uses of bySeal.values()) uses.sort((one, other) => one.time.getTime() - other.time.getTime());
      return { bySeal, count, complete: page.length <= limit, contradicted };
    }
  }
}

function useFact({ id, time, result, person, approvers, documentClass, client, grantId }: UseView): UseFact {
  return {
    id,
    time: new Date(time),
    result,
    personId: person.id,
    approvers: approvers.map((approver) => approver.id),
    documentClass,
    client,
    grantId,
  };
}

/** What the register says of one seal, with its rows. */
export async function readSealFacts(tx: StoreTransaction, seal: SealRecord, uses: readonly UseFact[], now: Date): Promise<SealFacts> {
  const { tenant, number } = seal;
  const life = await tx.audit.listEvents({ tenant, of: { sealNumber: number }, withoutUses: true, limit: MAX_LIFE });
  const grants: GrantFact[] = [];
  for (const grant of await tx.register.listGrants(tenant, number))
    grants.push(grantFact(grant, await tx.permits.countOfGrant(tenant, grant.id, now.toISOString()), life));
  const versions = await tx.register.listVersions(tenant, number);
  return { now, uses, grants, versions: versions.map((version) => versionFact(version, life)) };
}

function grantFact({ id, terms, withdrawn }: GrantRecord, usesSoFar: number, life: readonly AuditEventRecord[]): GrantFact {
  const given = life.findLast(({ type, body }) => (type === 'grant-given' || type === 'grant-extended') && body['grantId'] === id);
  return {
    id,
    validFrom: new Date(terms.validFrom),
    validTo: terms.validTo === null ? null : new Date(terms.validTo),
    maxUses: terms.maxUses,
    usesSoFar,
    isWithdrawn: withdrawn !== null,
    eventId: given?.id ?? null,
  };
}

function versionFact(record: SealVersionRecord, life: readonly AuditEventRecord[]): VersionFact {
  const { version, state, like, likenessAccepted } = record;
  const made = life.find(
    ({ type, body }) => (type === 'seal-version-made' || type === 'seal-version-registered') && body['sealVersion'] === version,
  );
  return {
    version,
    state,
    like,
    isAccepted: likenessAccepted !== null,
    made: made === undefined ? null : { eventId: made.id, at: new Date(made.time) },
  };
}
