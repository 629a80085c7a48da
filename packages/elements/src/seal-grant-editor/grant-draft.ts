import type { GrantView } from '@sealkit/core/protocol';
import type { Amount, ApprovalTier, Approver, GrantHolder, GrantTerms, Weekday } from '@sealkit/core/seal';
import { endOfDay, startOfDay } from '../foundation/day-range.ts';
import { currencyDigits, formatDay } from '../foundation/format.ts';

/** A tier of the approval policy as it is written. */
export interface TierDraft {
  /** In whole units of the currency. */
  readonly fromAmount: string;
  readonly mode: ApprovalTier['mode'];
  readonly approvers: readonly (Approver & { readonly name: string })[];
}

/** What a person has written for a grant so far. Empty texts are no condition. */
export interface GrantDraft {
  readonly holderType: GrantHolder['type'];
  readonly holder: { readonly id: string; readonly name: string } | null;
  /** Days, `2026-09-18`, in the zone shown; both included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Separated by commas. */
  readonly documentClasses: string;
  readonly amount: string;
  readonly currency: string;
  readonly maxUses: string;
  readonly scheduled: boolean;
  readonly weekdays: readonly Weekday[];
  readonly fromTime: string;
  readonly toTime: string;
  readonly timeZone: string;
  readonly networks: string;
  readonly approved: boolean;
  readonly approvalCurrency: string;
  readonly tiers: readonly TierDraft[];
  readonly approverAttests: boolean;
  /** Whoever approves countersigns with a passkey. */
  readonly approverCountersigns: boolean;
  readonly mayDelegate: boolean;
  readonly reason: string;
}

export type GrantFault =
  | 'holderMissing'
  | 'fromMissing'
  | 'endsBeforeStart'
  | 'amountWrong'
  | 'currencyWrong'
  | 'usesWrong'
  | 'weekdayMissing'
  | 'hoursWrong'
  | 'zoneWrong'
  | 'networkWrong'
  | 'tierWrong'
  | 'tierOrder'
  | 'approverMissing'
  | 'reasonMissing';

const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/** A grant from today on, without any condition. */
export function newGrantDraft(now: Date, timeZone: string): GrantDraft {
  return {
    holderType: 'person',
    holder: null,
    fromDay: formatDay(now, timeZone),
    toDay: '',
    documentClasses: '',
    amount: '',
    currency: 'CNY',
    maxUses: '',
    scheduled: false,
    weekdays: WORKDAYS,
    fromTime: '09:00',
    toTime: '18:00',
    timeZone,
    networks: '',
    approved: false,
    approvalCurrency: 'CNY',
    tiers: [{ fromAmount: '0', mode: 'any', approvers: [] }],
    approverAttests: false,
    approverCountersigns: false,
    mayDelegate: false,
    reason: '',
  };
}

/** A draft for passing a grant on: the same terms, to be narrowed, for a person yet to be chosen. */
export function delegationDraft({ terms }: GrantView, names: ReadonlyMap<string, string>, timeZone: string): GrantDraft {
  const empty = newGrantDraft(new Date(terms.validFrom), timeZone);
  const { amountCeiling, schedule, approval } = terms;
  return {
    ...empty,
    toDay: terms.validTo === null ? '' : lastDay(terms.validTo, timeZone),
    documentClasses: terms.documentClasses?.join(', ') ?? '',
    amount: amountCeiling === null ? '' : majorUnits(amountCeiling),
    currency: amountCeiling?.currency ?? empty.currency,
    maxUses: terms.maxUses === null ? '' : String(terms.maxUses),
    ...(schedule === null
      ? {}
      : { scheduled: true, weekdays: schedule.weekdays, fromTime: schedule.from, toTime: schedule.to, timeZone: schedule.timeZone }),
    networks: terms.networks?.join(', ') ?? '',
    ...(approval === null
      ? {}
      : {
          approved: true,
          approvalCurrency: approval.currency,
          approverAttests: approval.approverAttests,
          approverCountersigns: approval.approverCountersigns !== undefined,
          tiers: approval.tiers.map(({ fromValue, mode, approvers }) => ({
            fromAmount: majorUnits({ value: fromValue, currency: approval.currency }),
            mode,
            approvers: approvers.map((approver) => ({ ...approver, name: names.get(approver.id) ?? approver.id })),
          })),
        }),
  };
}

/** The first thing that is missing or wrong, in the order of the form. */
export function grantFault(draft: GrantDraft, timeZone: string): GrantFault | null {
  if (draft.holder === null || draft.holder.id.trim() === '') return 'holderMissing';
  const from = startOfDay(draft.fromDay, timeZone);
  if (!from) return 'fromMissing';
  const to = draft.toDay === '' ? null : endOfDay(draft.toDay, timeZone);
  if (to !== null && (!to || to <= from)) return 'endsBeforeStart';
  if (draft.amount.trim() !== '' && minorUnits(draft.amount, draft.currency) === null) return 'amountWrong';
  if (draft.amount.trim() !== '' && !isCurrency(draft.currency)) return 'currencyWrong';
  if (draft.maxUses.trim() !== '' && !/^[1-9]\d{0,6}$/.test(draft.maxUses.trim())) return 'usesWrong';
  return scheduleFault(draft) ?? networkFault(draft) ?? approvalFault(draft) ?? (draft.reason.trim() === '' ? 'reasonMissing' : null);
}

function scheduleFault({ scheduled, weekdays, fromTime, toTime, timeZone }: GrantDraft): GrantFault | null {
  if (!scheduled) return null;
  if (weekdays.length === 0) return 'weekdayMissing';
  if (fromTime === '' || toTime === '' || fromTime >= endTime(toTime)) return 'hoursWrong';
  return isTimeZone(timeZone) ? null : 'zoneWrong';
}

function networkFault({ networks }: GrantDraft): GrantFault | null {
  return members(networks).every((network) => /^[0-9a-fA-F:.]{2,39}(\/\d{1,3})?$/.test(network)) ? null : 'networkWrong';
}

function approvalFault({ approved, approvalCurrency, tiers }: GrantDraft): GrantFault | null {
  if (!approved) return null;
  if (!isCurrency(approvalCurrency)) return 'currencyWrong';
  const values = tiers.map(({ fromAmount }) => minorUnits(fromAmount, approvalCurrency));
  if (values.some((value) => value === null)) return 'tierWrong';
  if (values[0] !== 0 || values.some((value, at) => at > 0 && (value ?? 0) <= (values[at - 1] ?? 0))) return 'tierOrder';
  return tiers.every(({ approvers }) => approvers.length === 0) ? 'approverMissing' : null;
}

/**
 * The terms as the server takes them. A day that stands as in `base` keeps its exact instant. Call it only where `grantFault`
 * finds nothing.
 */
export function termsOf(draft: GrantDraft, timeZone: string, base: GrantTerms | null): GrantTerms {
  const classes = members(draft.documentClasses);
  const networks = members(draft.networks);
  const amount = minorUnits(draft.amount, draft.currency);
  const sameFrom = base !== null && formatDay(base.validFrom, timeZone) === draft.fromDay;
  const sameTo = base?.validTo !== null && base !== null && lastDay(base.validTo, timeZone) === draft.toDay;
  return {
    documentClasses: classes.length === 0 ? null : classes,
    amountCeiling: draft.amount.trim() === '' || amount === null ? null : { value: amount, currency: draft.currency },
    maxUses: draft.maxUses.trim() === '' ? null : Number(draft.maxUses),
    validFrom: sameFrom ? base.validFrom : (startOfDay(draft.fromDay, timeZone)?.toISOString() ?? ''),
    validTo: sameTo ? base.validTo : draft.toDay === '' ? null : (endOfDay(draft.toDay, timeZone)?.toISOString() ?? null),
    schedule: draft.scheduled
      ? { weekdays: draft.weekdays, from: draft.fromTime, to: endTime(draft.toTime), timeZone: draft.timeZone }
      : null,
    networks: networks.length === 0 ? null : networks,
    approval: draft.approved
      ? {
          currency: draft.approvalCurrency,
          tiers: draft.tiers.map(({ fromAmount, mode, approvers }) => ({
            fromValue: minorUnits(fromAmount, draft.approvalCurrency) ?? 0,
            mode,
            approvers: approvers.map(({ type, id }) => ({ type, id })),
          })),
          approverAttests: draft.approverAttests,
          ...(draft.approverCountersigns ? { approverCountersigns: 'passkey' as const } : {}),
        }
      : null,
    mayDelegate: draft.mayDelegate,
  };
}

/** The last day that an excluded end includes. */
export function lastDay(validTo: string, timeZone: string): string {
  return formatDay(new Date(Date.parse(validTo) - 1), timeZone);
}

/** Parts of a text that commas, semicolons or line breaks divide. */
export function members(text: string): readonly string[] {
  return text
    .split(/[,，;；、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Midnight at the end of a day is 24:00. */
function endTime(time: string): string {
  return time === '00:00' ? '24:00' : time;
}

function majorUnits({ value, currency }: Amount): string {
  return String(value / 10 ** currencyDigits(currency));
}

/** A typed amount in the smallest unit; null when it is none. */
function minorUnits(text: string, currency: string): number | null {
  const plain = text.trim().replaceAll(/[\s,]/g, '');
  if (!/^\d{1,13}(\.\d+)?$/.test(plain)) return null;
  const value = Number(plain) * 10 ** currencyDigits(currency);
  return Math.abs(value - Math.round(value)) < 1e-6 ? Math.round(value) : null;
}

function isCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

function isTimeZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
