import type { Amount, ApprovalPolicy, ApprovalTier, Approver } from './grant-terms.ts';

/** A decision that was taken on a request. */
export interface ApprovalDecision {
  readonly person: string;
  /** Roles of the person when it was taken. */
  readonly roles: readonly string[];
  readonly decision: 'approved' | 'rejected';
}

/** Where a request stands: whose decision it waits for, or that it has them all, or one that says no. */
export type ApprovalProgress =
  | { readonly status: 'pending'; readonly waitingFor: readonly Approver[] }
  | { readonly status: 'approved' }
  | { readonly status: 'rejected' };

/** The tier that an amount falls in: the highest one that it reaches, and the highest of all in another currency. */
export function approvalTierOf(policy: ApprovalPolicy, amount: Amount | null): ApprovalTier | undefined {
  if (amount !== null && amount.currency !== policy.currency) return policy.tiers.at(-1);
  const value = amount?.value ?? 0;
  return policy.tiers.findLast(({ fromValue }) => fromValue <= value);
}

/**
 * Where a request stands after its decisions, in their order. One rejection ends it. A person counts once, also where two
 * approvers of the tier describe the same person. Pure.
 */
export function approvalProgress(tier: ApprovalTier, decisions: readonly ApprovalDecision[]): ApprovalProgress {
  if (decisions.some(({ decision }) => decision === 'rejected')) return { status: 'rejected' };
  const { mode, approvers } = tier;
  if (approvers.length === 0) return { status: 'approved' };
  if (mode === 'any') {
    const decided = decisions.some((decision) => approvers.some((approver) => describes(approver, decision)));
    return decided ? { status: 'approved' } : { status: 'pending', waitingFor: approvers };
  }
  const open = mode === 'sequence' ? openInOrder(approvers, decisions) : openOfAll(approvers, decisions);
  if (open.length === 0) return { status: 'approved' };
  return { status: 'pending', waitingFor: mode === 'sequence' ? open.slice(0, 1) : open };
}

/** Whether a person is meant by an approver. */
export function describes(approver: Approver, person: Pick<ApprovalDecision, 'person' | 'roles'>): boolean {
  return approver.type === 'person' ? approver.id === person.person : person.roles.includes(approver.id);
}

function openInOrder(approvers: readonly Approver[], decisions: readonly ApprovalDecision[]): readonly Approver[] {
  let met = 0;
  const counted = new Set<string>();
  for (const decision of decisions) {
    const next = approvers[met];
    if (next === undefined) break;
    if (counted.has(decision.person) || !describes(next, decision)) continue;
    counted.add(decision.person);
    met += 1;
  }
  return approvers.slice(met);
}

/**
 * Approvers of an `all` tier that nobody stands for yet. Who is named stands for themselves first; a role takes whoever is left,
 * and where a person has several of the roles, another decision may move them, so that no order of decisions blocks a request.
 */
function openOfAll(approvers: readonly Approver[], decisions: readonly ApprovalDecision[]): readonly Approver[] {
  const persons = [...new Map(decisions.map((decision) => [decision.person, decision])).values()];
  const standsFor = new Map<string, number>();
  const place = (at: number, tried: Set<string>): boolean => {
    const approver = approvers[at];
    if (approver === undefined) return false;
    for (const person of persons) {
      if (tried.has(person.person) || !describes(approver, person)) continue;
      tried.add(person.person);
      const held = standsFor.get(person.person);
      if (held === undefined || place(held, tried)) {
        standsFor.set(person.person, at);
        return true;
      }
    }
    return false;
  };
  return approvers.filter((_approver, at) => !place(at, new Set()));
}
