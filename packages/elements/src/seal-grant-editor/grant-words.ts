import type { GrantView } from '@sealkit/core/protocol';
import type { ApprovalTier, GrantTerms } from '@sealkit/core/seal';
import { formatAmount } from '../foundation/format.ts';
import { roleName } from '../foundation/role-name.ts';
import { lastDay } from './grant-draft.ts';
import { formatDay } from '../foundation/format.ts';
import type { GrantScene } from './grant-scene.ts';

/** Every condition of a grant as a line, in the order in which it is judged. */
export function termLines(
  terms: GrantTerms,
  scene: Pick<GrantScene, 'words' | 'vocabulary' | 'locale' | 'timeZone' | 'names'>,
): readonly string[] {
  const { words, locale, timeZone } = scene;
  const { documentClasses, amountCeiling, schedule, networks, approval } = terms;
  const from = formatDay(terms.validFrom, timeZone);
  const lines = [
    terms.validTo === null ? words.text('lineFrom', { from }) : words.text('linePeriod', { from, to: lastDay(terms.validTo, timeZone) }),
  ];
  if (documentClasses !== null) lines.push(words.text('lineClasses', { classes: documentClasses.join(words.text('comma')) }));
  if (amountCeiling !== null) lines.push(words.text('lineAmount', { amount: formatAmount(amountCeiling, locale) }));
  if (schedule !== null)
    lines.push(
      words.text('lineSchedule', {
        days: schedule.weekdays.map((day) => words.text(`day-${day}`)).join(words.text('comma')),
        from: schedule.from,
        to: schedule.to,
        zone: schedule.timeZone,
      }),
    );
  if (networks !== null) lines.push(words.text('lineNetworks', { networks: networks.join(words.text('comma')) }));
  if (approval === null) lines.push(words.text('lineNoApproval'));
  else lines.push(...approval.tiers.map((tier) => tierLine(tier, approval.currency, scene)));
  if (approval?.approverAttests) lines.push(words.text('lineAttests'));
  if (approval?.approverCountersigns !== undefined) lines.push(words.text('lineCountersigns'));
  if (terms.mayDelegate) lines.push(words.text('lineDelegate'));
  return lines;
}

function tierLine(
  tier: ApprovalTier,
  currency: string,
  { words, vocabulary, locale, names }: Pick<GrantScene, 'words' | 'vocabulary' | 'locale' | 'names'>,
): string {
  const from = formatAmount({ value: tier.fromValue, currency }, locale);
  const approvers = tier.approvers
    .map(({ type, id }) => (type === 'person' ? (names.get(id) ?? id) : roleName(id, vocabulary)))
    .join(words.text('comma'));
  return tier.approvers.length === 0
    ? words.text('lineTierFree', { from })
    : words.text('lineTier', { from, mode: words.text(`mode-${tier.mode}`), approvers });
}

/** How many uses were made, of how many. */
export function usesWords(grant: GrantView, { words }: Pick<GrantScene, 'words'>): string {
  const { maxUses } = grant.terms;
  return maxUses === null
    ? words.text('usesOpen', { count: grant.usesSoFar })
    : words.text('usesOf', { count: grant.usesSoFar, most: maxUses });
}

/** Whose grant it is, as a person reads it. */
export function holderName({ type, id, name }: GrantView['holder'], { vocabulary }: Pick<GrantScene, 'vocabulary'>): string {
  return type === 'role' ? roleName(id, vocabulary, name) : name;
}
