import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import type { Decided, SealDraftView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { assertAuthorized } from '../authorization.ts';
import type { DecisionRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { findSeal, sealResource } from './seals.ts';
import { namePerson } from './seal-view.ts';

/** What was asked for, as it stands now: whoever approves it looks at this, and names its digest. */
export async function readDraft(context: AdapterContext, principal: Principal, number: string): Promise<SealDraftView> {
  const seal = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.read', sealResource(seal));
  const digest = await draftDigest(seal);
  return context.store.transaction(async (tx) => {
    const revisions: Decided[] = [];
    for (const revision of seal.revisions) revisions.push(await presentDecision(tx, seal.tenant, revision));
    return {
      name: seal.name,
      keeper: seal.keeperId === null ? null : await namePerson(tx, seal.tenant, seal.keeperId),
      design: seal.design,
      digest,
      requested: seal.requested && (await presentDecision(tx, seal.tenant, seal.requested)),
      revisions,
    };
  });
}

/** `sha256:<hex>` of what a draft asks for. What else a seal is (organisation, kind, ordinal) never changes. */
export function draftDigest({ name, keeperId, design }: Pick<SealRecord, 'name' | 'keeperId' | 'design'>): Promise<string> {
  return digestOfJson(JSON.parse(JSON.stringify({ name, keeperId, design })) as JsonValue);
}

async function presentDecision(tx: StoreTransaction, tenant: string, { by, at, reason }: DecisionRecord): Promise<Decided> {
  return { by: await namePerson(tx, tenant, by), at, reason };
}
