import type { GrantView, SealView } from '@sealkit/core/protocol';
import { findWiderTerm, type GrantHolder, type GrantTerms, type WiderTerm } from '@sealkit/core/seal';

/** What a grant conflicts with. `blocks` says that the server would refuse it. */
export type GrantConflict =
  | { readonly code: 'seal-abolished'; readonly blocks: true }
  | { readonly code: 'seal-not-active'; readonly blocks: false }
  | { readonly code: 'over-already'; readonly blocks: true }
  /** Allows more than the grant that is passed on. */
  | { readonly code: 'wider'; readonly blocks: true; readonly term: WiderTerm }
  /** The version's certificate runs out before the grant does. */
  | { readonly code: 'version-ends-first'; readonly blocks: false; readonly at: string }
  /** The same holder has a grant in force. */
  | { readonly code: 'holder-has-grant'; readonly blocks: false; readonly grantId: string }
  /** Whoever asks does not decide: this holder's own approvals do not count. */
  | { readonly code: 'holder-approves'; readonly blocks: false };

export interface ConflictFacts {
  readonly seal: SealView | null;
  readonly grants: readonly GrantView[];
  readonly holder: GrantHolder | null;
  readonly terms: GrantTerms;
  /** The grant that is passed on; null for a new one. */
  readonly given: GrantView | null;
  readonly now: Date;
}

/** Every conflict of a grant that is being written, those that block first. */
export function grantConflicts({ seal, grants, holder, terms, given, now }: ConflictFacts): readonly GrantConflict[] {
  const found: GrantConflict[] = [];
  if (seal?.state === 'abolished') found.push({ code: 'seal-abolished', blocks: true });
  if (terms.validTo !== null && Date.parse(terms.validTo) <= now.getTime()) found.push({ code: 'over-already', blocks: true });
  const wider = given ? findWiderTerm(terms, given.terms) : null;
  if (wider !== null) found.push({ code: 'wider', blocks: true, term: wider });
  if (seal && seal.state !== 'active' && seal.state !== 'abolished') found.push({ code: 'seal-not-active', blocks: false });
  const ends = seal?.current?.validTo;
  if (ends !== undefined && (terms.validTo === null || terms.validTo > ends))
    found.push({ code: 'version-ends-first', blocks: false, at: ends });
  const same = grants.find((grant) => grant.state === 'in-force' && grant.holder.type === holder?.type && grant.holder.id === holder.id);
  if (same) found.push({ code: 'holder-has-grant', blocks: false, grantId: same.id });
  const approvers = terms.approval?.tiers.flatMap((tier) => tier.approvers) ?? [];
  if (approvers.some((approver) => approver.type === holder?.type && approver.id === holder.id))
    found.push({ code: 'holder-approves', blocks: false });
  return found;
}

/** Days before its end at which a grant's lapse is announced. */
export const ANNOUNCED_DAYS = 14;
const DAY_MS = 86_400_000;

/** Why a grant in force needs somebody's attention, or null: it ends soon, or has no use left. */
export function grantLapse(
  grant: GrantView,
  now: Date,
): { readonly code: 'ends'; readonly days: number } | { readonly code: 'used-up' } | null {
  const { maxUses, validTo } = grant.terms;
  if (grant.state === 'used-up' || (grant.state === 'in-force' && maxUses !== null && grant.usesSoFar >= maxUses))
    return { code: 'used-up' };
  if (grant.state !== 'in-force' || validTo === null) return null;
  const days = Math.max(0, Math.ceil((Date.parse(validTo) - now.getTime()) / DAY_MS));
  return days <= ANNOUNCED_DAYS ? { code: 'ends', days } : null;
}
