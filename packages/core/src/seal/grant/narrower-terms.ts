import type { GrantTerms } from './grant-terms.ts';

/** A member of delegated terms that allows more than the terms it comes from. */
export type WiderTerm = keyof GrantTerms;

/**
 * The first of `terms` that allows more than `given` does, or null: whoever passes a grant on gives no more than they have. A
 * schedule, networks and an approval policy may only be taken over as they are, or added where there was none. Pure.
 */
export function findWiderTerm(terms: GrantTerms, given: GrantTerms): WiderTerm | null {
  if (!isSubset(terms.documentClasses, given.documentClasses)) return 'documentClasses';
  if (!isAmountWithin(terms, given)) return 'amountCeiling';
  if (given.maxUses !== null && (terms.maxUses === null || terms.maxUses > given.maxUses)) return 'maxUses';
  if (terms.validFrom < given.validFrom) return 'validFrom';
  if (given.validTo !== null && (terms.validTo === null || terms.validTo > given.validTo)) return 'validTo';
  for (const member of ['schedule', 'networks', 'approval'] as const) {
    if (given[member] !== null && JSON.stringify(terms[member]) !== JSON.stringify(given[member])) return member;
  }
  return terms.mayDelegate && !given.mayDelegate ? 'mayDelegate' : null;
}

function isSubset(part: readonly string[] | null, whole: readonly string[] | null): boolean {
  if (whole === null) return true;
  return part !== null && part.every((member) => whole.includes(member));
}

function isAmountWithin({ amountCeiling: amount }: GrantTerms, { amountCeiling: ceiling }: GrantTerms): boolean {
  if (ceiling === null) return true;
  return amount !== null && amount.currency === ceiling.currency && amount.value <= ceiling.value;
}
