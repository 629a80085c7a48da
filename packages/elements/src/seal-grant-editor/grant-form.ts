import type { GrantHolder, Weekday } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay } from '../foundation/format.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { approvalFields } from './approval-fields.ts';
import { grantConflicts, type GrantConflict } from './grant-conflicts.ts';
import { grantFault, members, termsOf, type GrantFault } from './grant-draft.ts';
import type { GrantScene, OpenForm } from './grant-scene.ts';

const HOLDER_TYPES: readonly GrantHolder['type'][] = ['person', 'role', 'group', 'application'];
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** What keeps the form from being sent: something missing, or a conflict that the server would refuse. */
export function formFault(form: OpenForm, timeZone: string): GrantFault | null {
  const { act, draft } = form;
  if (act === 'give' || act === 'delegate') return grantFault(draft, timeZone);
  return draft.reason.trim() === '' ? 'reasonMissing' : null;
}

/** Conflicts of what is written so far; none where the form is about no terms. */
export function formConflicts(form: OpenForm, scene: Pick<GrantScene, 'seal' | 'grants' | 'timeZone' | 'now'>): readonly GrantConflict[] {
  const { act, draft, grant } = form;
  if (act === 'withdraw') return [];
  const given = act === 'delegate' ? grant : null;
  const base = act === 'give' ? null : (grant?.terms ?? null);
  const written = termsOf(draft, scene.timeZone, base);
  const terms = act === 'extend' && grant ? { ...grant.terms, validTo: written.validTo } : written;
  const holder = act === 'extend' || !draft.holder ? null : { type: draft.holderType, id: draft.holder.id };
  return grantConflicts({ seal: scene.seal, grants: scene.grants, holder, terms, given, now: scene.now });
}

/** The form of a new grant, or of a change, in place. */
export function grantForm(form: OpenForm, scene: GrantScene): TemplateResult {
  const { words, vocabulary, refusals, asking } = scene;
  const { act } = form;
  const fault = form.tried ? formFault(form, scene.timeZone) : null;
  const conflicts = formConflicts(form, scene);
  const label = words.text(`send-${act}`);
  return html`<form
    class="form stack grant-form"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      scene.send();
    }}
  >
    <h3>${words.text(`title-${act}`)}</h3>
    ${act === 'give' || act === 'delegate' ? termFields(form, fault, scene) : nothing}
    ${act === 'extend' ? endField(form, fault, scene) : nothing}
    ${act === 'withdraw' ? html`<p class="small secondary">${words.text('withdrawText')}</p>` : nothing}
    ${textField({
      label: words.text('reason'),
      value: form.draft.reason,
      name: 'reason',
      maxlength: 500,
      invalid: fault === 'reasonMissing',
      change: (reason) => scene.change({ reason }),
    })}
    ${conflictNotes(conflicts, scene)} ${faultLine(fault === null ? null : words.text(fault))}
    ${refusalNotice(asking.error, { title: words.text('notSaved'), kept: words.text('keptWritten') }, { refusals, vocabulary })}
    <div class="line wrap">
      <button type="submit" class="button ${act === 'withdraw' ? 'danger' : 'primary'}" aria-disabled=${asking.busy ? 'true' : 'false'}>
        ${icon(act === 'withdraw' ? 'cross' : 'check')}<span>${label}</span>
      </button>
      <button type="button" class="button" @click=${scene.cancel}>${vocabulary.text('cancel')}</button>
    </div>
  </form>`;
}

/** Shown while it is written, not after it was refused. */
function conflictNotes(conflicts: readonly GrantConflict[], scene: GrantScene): TemplateResult {
  return html`<div class="stack conflicts" aria-live="polite">
    ${conflicts.map(
      (conflict) =>
        html`<p class="note ${conflict.blocks ? 'danger' : 'warn'}">
          ${icon(conflict.blocks ? 'stop' : 'warning')}<span>${conflictWords(conflict, scene)}</span>
        </p>`,
    )}
  </div>`;
}

function conflictWords(conflict: GrantConflict, { words, timeZone }: GrantScene): string {
  switch (conflict.code) {
    case 'wider':
      return words.text('conflict-wider', { term: words.text(`term-${conflict.term}`) });
    case 'version-ends-first':
      return words.text('conflict-version-ends-first', { date: formatDay(conflict.at, timeZone) });
    case 'holder-has-grant':
      return words.text('conflict-holder-has-grant', { id: conflict.grantId });
    case 'seal-abolished':
    case 'seal-not-active':
    case 'over-already':
    case 'holder-approves':
      return words.text(`conflict-${conflict.code}`);
  }
}

function endField({ draft }: OpenForm, fault: string | null, { words, change }: GrantScene): TemplateResult {
  return textField({
    label: words.text('newEnd'),
    value: draft.toDay,
    name: 'to-day',
    type: 'date',
    invalid: fault === 'endsBeforeStart',
    hint: words.text('newEndHint'),
    change: (toDay) => change({ toDay }),
  });
}

function termFields(form: OpenForm, fault: GrantFault | null, scene: GrantScene): TemplateResult {
  const { words, change } = scene;
  const { draft } = form;
  return html`${holderFields(form, fault, scene)}
    <fieldset class="stack">
      <legend class="legend">${words.text('when')}</legend>
      <div class="pair">
        ${textField({
          label: words.text('fromDay'),
          value: draft.fromDay,
          name: 'from-day',
          type: 'date',
          invalid: fault === 'fromMissing',
          change: (fromDay) => change({ fromDay }),
        })}
        ${textField({
          label: words.text('toDay'),
          value: draft.toDay,
          name: 'to-day',
          type: 'date',
          invalid: fault === 'endsBeforeStart',
          hint: words.text('toDayHint'),
          change: (toDay) => change({ toDay }),
        })}
      </div>
      ${scheduleFields(form, fault, scene)}
    </fieldset>
    <fieldset class="stack">
      <legend class="legend">${words.text('what')}</legend>
      ${classFields(form, scene)}
      <div class="pair">
        ${textField({
          label: words.text('amount'),
          value: draft.amount,
          name: 'amount',
          numeric: true,
          invalid: fault === 'amountWrong',
          change: (amount) => change({ amount }),
        })}
        ${textField({
          label: words.text('currency'),
          value: draft.currency,
          name: 'currency',
          maxlength: 3,
          invalid: fault === 'currencyWrong',
          change: (currency) => change({ currency: currency.toUpperCase() }),
        })}
        ${textField({
          label: words.text('maxUses'),
          value: draft.maxUses,
          name: 'max-uses',
          numeric: true,
          invalid: fault === 'usesWrong',
          change: (maxUses) => change({ maxUses }),
        })}
      </div>
      ${textField({
        label: words.text('networks'),
        value: draft.networks,
        name: 'networks',
        mono: true,
        invalid: fault === 'networkWrong',
        hint: words.text('networksHint'),
        change: (networks) => change({ networks }),
      })}
      <p class="small muted">${words.text('emptyIsOpen')}</p>
    </fieldset>
    ${approvalFields(draft, fault, scene)}
    <label class="choice"
      ><input
        type="checkbox"
        name="may-delegate"
        .checked=${draft.mayDelegate}
        @change=${(event: Event) => change({ mayDelegate: (event.target as HTMLInputElement).checked })}
      /><span>${words.text('mayDelegate')}</span></label
    >`;
}

function holderFields({ act, draft }: OpenForm, fault: GrantFault | null, scene: GrantScene): TemplateResult {
  const { words, change } = scene;
  const invalid = fault === 'holderMissing';
  return html`<fieldset class="stack">
    <legend class="legend">${words.text('who')}</legend>
    ${
      act === 'delegate'
        ? nothing
        : html`<div class="line wrap">
            ${HOLDER_TYPES.map(
              (type) =>
                html`<label class="choice"
                  ><input
                    type="radio"
                    name="holder-type"
                    value=${type}
                    .checked=${draft.holderType === type}
                    @change=${() => change({ holderType: type, holder: null })}
                  /><span>${words.text(`holder-${type}`)}</span></label
                >`,
            )}
          </div>`
    }
    ${
      draft.holderType === 'application'
        ? textField({
            label: words.text('applicationId'),
            value: draft.holder?.id ?? '',
            name: 'application',
            mono: true,
            maxlength: 100,
            invalid,
            change: (id) => change({ holder: { id: id.trim(), name: id.trim() } }),
          })
        : scene.holders.render({
            id: 'holder',
            value: draft.holder,
            invalid,
            words: {
              label: words.text(`holder-${draft.holderType}`),
              none: words.text('holderNone'),
              searching: words.text('searching'),
              failed: words.text('searchFailed'),
              remove: words.text('chooseAnother'),
            },
            choose: (holder) => change({ holder }),
          })
    }
  </fieldset>`;
}

function scheduleFields({ draft }: OpenForm, fault: GrantFault | null, { words, change }: GrantScene): TemplateResult {
  const toggle = (day: Weekday): void => {
    const has = draft.weekdays.includes(day);
    change({
      weekdays: has ? draft.weekdays.filter((known) => known !== day) : [...draft.weekdays, day].sort((left, right) => left - right),
    });
  };
  return html`<label class="choice"
      ><input
        type="checkbox"
        name="scheduled"
        .checked=${draft.scheduled}
        @change=${(event: Event) => change({ scheduled: (event.target as HTMLInputElement).checked })}
      /><span>${words.text('scheduled')}</span></label
    >
    ${
      draft.scheduled
        ? html`<div class="line wrap weekdays" role="group" aria-label=${words.text('weekdays')}>
              ${WEEKDAYS.map(
                (day) =>
                  html`<label class="choice"
                    ><input
                      type="checkbox"
                      .checked=${draft.weekdays.includes(day)}
                      aria-invalid=${fault === 'weekdayMissing' ? 'true' : 'false'}
                      @change=${() => toggle(day)}
                    /><span>${words.text(`day-${day}`)}</span></label
                  >`,
              )}
            </div>
            <div class="pair">
              ${textField({
                label: words.text('fromTime'),
                value: draft.fromTime,
                type: 'time',
                invalid: fault === 'hoursWrong',
                change: (fromTime) => change({ fromTime }),
              })}
              ${textField({
                label: words.text('toTime'),
                value: draft.toTime,
                type: 'time',
                invalid: fault === 'hoursWrong',
                change: (toTime) => change({ toTime }),
              })}
              ${textField({
                label: words.text('zone'),
                value: draft.timeZone,
                name: 'time-zone',
                invalid: fault === 'zoneWrong',
                change: (timeZone) => change({ timeZone }),
              })}
            </div>`
        : nothing
    }`;
}

/** Classes that the host offers as boxes to tick, else as text. */
function classFields({ draft }: OpenForm, { words, change, documentClasses }: GrantScene): TemplateResult {
  const chosen = members(draft.documentClasses);
  if (documentClasses.length === 0)
    return textField({
      label: words.text('classes'),
      value: draft.documentClasses,
      name: 'classes',
      hint: words.text('classesHint'),
      change: (text) => change({ documentClasses: text }),
    });
  return html`<div class="line wrap" role="group" aria-label=${words.text('classes')}>
    ${documentClasses.map(
      (name) =>
        html`<label class="choice"
          ><input
            type="checkbox"
            .checked=${chosen.includes(name)}
            @change=${() =>
              change({
                documentClasses: (chosen.includes(name) ? chosen.filter((known) => known !== name) : [...chosen, name]).join(', '),
              })}
          /><span><bdi>${name}</bdi></span></label
        >`,
    )}
  </div>`;
}
