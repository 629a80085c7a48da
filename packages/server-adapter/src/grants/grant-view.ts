import type { GrantView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { isAuthorized } from '../authorization.ts';
import { namePerson } from '../register/seal-view.ts';
import type { GrantRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { countUses, isHolder } from './find-grant.ts';

/** Asks the host; outside of any transaction. */
export async function readGrantRights(context: AdapterContext, principal: Principal, seal: SealRecord): Promise<boolean> {
  return isAuthorized(context, principal, 'grant.change', {
    type: 'seal',
    number: seal.number,
    organisationId: seal.organisationId,
  });
}

export async function presentGrant(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  grant: GrantRecord,
  mayChange: boolean,
  now: Date,
): Promise<GrantView> {
  const { tenant, holder, terms, withdrawn } = grant;
  const grants = await tx.register.listGrants(tenant, grant.sealNumber);
  const usesSoFar = await countUses(tx, grants, grant, now);
  const state = stateOf(grant, usesSoFar, now.toISOString());
  const caller = await tx.register.findPerson(tenant, principal.personId);
  const open = state !== 'withdrawn';
  return {
    id: grant.id,
    sealNumber: grant.sealNumber,
    holder: { ...holder, name: holder.type === 'person' ? (await namePerson(tx, tenant, holder.id)).name : holder.id },
    terms,
    state,
    usesSoFar,
    givenBy: await namePerson(tx, tenant, grant.given.by),
    givenAt: grant.given.at,
    reason: grant.given.reason,
    delegatedFrom: grant.delegatedFrom,
    withdrawn: withdrawn && { at: withdrawn.at, by: await namePerson(tx, tenant, withdrawn.by), reason: withdrawn.reason },
    may: {
      extend: open && mayChange,
      withdraw: open && (mayChange || grant.given.by === principal.personId),
      delegate: state === 'in-force' && terms.mayDelegate && caller !== undefined && isHolder(grant, { principal, person: caller }, seal),
    },
  };
}

function stateOf({ terms, withdrawn }: GrantRecord, usesSoFar: number, at: string): GrantView['state'] {
  if (withdrawn !== null) return 'withdrawn';
  if (at < terms.validFrom) return 'not-yet';
  if (terms.validTo !== null && at >= terms.validTo) return 'lapsed';
  return terms.maxUses !== null && usesSoFar >= terms.maxUses ? 'used-up' : 'in-force';
}
