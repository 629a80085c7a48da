import type { ApprovalTier } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import type { Choice } from '../foundation/choice-picker.ts';
import { textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import type { GrantDraft, GrantFault, TierDraft } from './grant-draft.ts';
import type { GrantScene } from './grant-scene.ts';

const MODES: readonly ApprovalTier['mode'][] = ['any', 'all', 'sequence'];
/** Tiers that one policy may have here; each has a picker of its own. */
export const MOST_TIERS = 4;

/** Id of a choice that is a role, told from a person's. */
export const ROLE_PREFIX = 'role:';

/** Which approvals a use needs, by amount. */
export function approvalFields(draft: GrantDraft, fault: GrantFault | null, scene: GrantScene): TemplateResult {
  const { words, change } = scene;
  return html`<fieldset class="stack">
    <legend class="legend">${words.text('approval')}</legend>
    <label class="choice"
      ><input
        type="checkbox"
        name="approved"
        .checked=${draft.approved}
        @change=${(event: Event) => change({ approved: (event.target as HTMLInputElement).checked })}
      /><span>${words.text('needsApproval')}</span></label
    >
    ${
      draft.approved
        ? html`${textField({
              label: words.text('tierCurrency'),
              value: draft.approvalCurrency,
              maxlength: 3,
              invalid: fault === 'currencyWrong',
              change: (currency) => change({ approvalCurrency: currency.toUpperCase() }),
            })}
            <ol class="tiers">
              ${draft.tiers.map((tier, index) => html`<li>${tierFields(draft, tier, index, fault, scene)}</li>`)}
            </ol>
            ${
              draft.tiers.length < MOST_TIERS
                ? html`<button type="button" class="button compact add-tier" @click=${() => change({ tiers: [...draft.tiers, NEW_TIER] })}>
                    ${icon('plus')}<span>${words.text('addTier')}</span>
                  </button>`
                : nothing
            }
            <label class="choice"
              ><input
                type="checkbox"
                name="attests"
                .checked=${draft.approverAttests}
                @change=${(event: Event) => change({ approverAttests: (event.target as HTMLInputElement).checked })}
              /><span>${words.text('attests')}</span></label
            >
            <label class="choice"
              ><input
                type="checkbox"
                name="countersigns"
                .checked=${draft.approverCountersigns}
                @change=${(event: Event) => change({ approverCountersigns: (event.target as HTMLInputElement).checked })}
              /><span>${words.text('countersigns')}</span></label
            >`
        : nothing
    }
  </fieldset>`;
}

const NEW_TIER: TierDraft = { fromAmount: '', mode: 'all', approvers: [] };

function tierFields(draft: GrantDraft, tier: TierDraft, index: number, fault: GrantFault | null, scene: GrantScene): TemplateResult {
  const { words, change } = scene;
  const set = (part: Partial<TierDraft>): void =>
    change({ tiers: draft.tiers.map((known, at) => (at === index ? { ...known, ...part } : known)) });
  const picker = scene.approvers[index];
  return html`<div class="tier stack">
    <div class="pair">
      ${textField({
        label: words.text('tierFrom'),
        value: tier.fromAmount,
        name: `tier-${index}`,
        numeric: true,
        invalid: fault === 'tierWrong' || fault === 'tierOrder',
        change: (fromAmount) => set({ fromAmount }),
      })}
      <label class="field"
        ><span class="label">${words.text('tierMode')}</span
        ><select
          class="input"
          @change=${(event: Event) => set({ mode: MODES.find((mode) => mode === (event.target as HTMLSelectElement).value) ?? 'any' })}
        >
          ${MODES.map((mode) => html`<option value=${mode} ?selected=${mode === tier.mode}>${words.text(`mode-${mode}`)}</option>`)}
        </select></label
      >
    </div>
    ${tier.approvers.length === 0 ? html`<p class="small secondary">${words.text('tierFree')}</p>` : approverList(tier, set, scene)}
    ${picker?.render({
      id: `approver-${index}`,
      value: null,
      invalid: fault === 'approverMissing',
      words: {
        label: words.text('addApprover'),
        none: words.text('holderNone'),
        searching: words.text('searching'),
        failed: words.text('searchFailed'),
        remove: words.text('chooseAnother'),
      },
      choose: (choice) => choice && set({ approvers: withApprover(tier, choice) }),
    })}
    ${
      index === 0
        ? nothing
        : html`<button
            type="button"
            class="link remove-tier"
            @click=${() => change({ tiers: draft.tiers.filter((_known, at) => at !== index) })}
          >
            ${words.text('removeTier')}
          </button>`
    }
  </div>`;
}

function approverList(tier: TierDraft, set: (part: Partial<TierDraft>) => void, { words }: GrantScene): TemplateResult {
  return html`<ol class="approvers small">
    ${tier.approvers.map(
      (approver, at) =>
        html`<li class="line">
          <span class="num muted">${tier.mode === 'sequence' ? at + 1 : ''}</span>
          <span class="grow"><bdi>${approver.name}</bdi> <span class="muted">${words.text(`holder-${approver.type}`)}</span></span>
          <button
            type="button"
            class="icon-button"
            aria-label=${words.text('removeApprover', { name: approver.name })}
            title=${words.text('removeApprover', { name: approver.name })}
            @click=${() => set({ approvers: tier.approvers.filter((known) => known !== approver) })}
          >
            ${icon('close')}
          </button>
        </li>`,
    )}
  </ol>`;
}

function withApprover(tier: TierDraft, { id, name }: Choice): TierDraft['approvers'] {
  const role = id.startsWith(ROLE_PREFIX);
  const approver = { type: role ? 'role' : 'person', id: role ? id.slice(ROLE_PREFIX.length) : id, name } as const;
  const known = tier.approvers.some(({ type, id: other }) => type === approver.type && other === approver.id);
  return known ? tier.approvers : [...tier.approvers, approver];
}
