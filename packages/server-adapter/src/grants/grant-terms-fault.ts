import type { ApprovalPolicy, GrantTerms } from '@sealkit/core/seal';
import { isNetwork } from './networks.ts';

/** The member of some terms that contradicts itself, or null: terms that could never be met, or that nobody could judge. Pure. */
export function findTermsFault(terms: GrantTerms): keyof GrantTerms | null {
  const { validFrom, validTo, schedule, networks, approval, documentClasses } = terms;
  if (validTo !== null && validTo <= validFrom) return 'validTo';
  if (documentClasses?.length === 0) return 'documentClasses';
  if (schedule !== null && (schedule.weekdays.length === 0 || schedule.to <= schedule.from || !isTimeZone(schedule.timeZone))) {
    return 'schedule';
  }
  if (networks !== null && (networks.length === 0 || !networks.every(isNetwork))) return 'networks';
  return approval === null || isPolicy(approval) ? null : 'approval';
}

function isPolicy({ tiers }: ApprovalPolicy): boolean {
  return tiers[0]?.fromValue === 0 && tiers.every(({ fromValue }, at) => at === 0 || fromValue > (tiers[at - 1]?.fromValue ?? 0));
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
