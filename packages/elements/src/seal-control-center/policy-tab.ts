import type { IntentMethod, IntentPolicy, SealIntentPolicyView, SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant } from '../foundation/format.ts';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { methodName } from '../intent-check/intent-scene.ts';
import type { CenterScene } from './center-scene.ts';
import { type PolicyDraft, policyFault } from './intent-policy.ts';

const LEVELS: readonly IntentPolicy['minimumAssurance'][] = [0, 1, 2, 3];

/** What each use of the seal asks of whoever confirms it, and the form that changes it. */
export function policyTab(seal: SealView, scene: CenterScene): TemplateResult {
  const { words, vocabulary, policy } = scene;
  policy.need(seal.number);
  const { view } = policy;
  return html`<p class="small secondary">${words.text('policyNote')}</p>
    ${
      view === null
        ? policy.error === null
          ? html`<div class="stack" role="status" aria-label=${vocabulary.text('loading')}><i class="skeleton bar-line"></i></div>`
          : nothing
        : html`${demanded(view, scene)} ${policy.draft === null ? changeButton(view, scene) : policyForm(policy.draft, view, seal, scene)}`
    }
    ${refusalNotice(
      policy.error,
      {
        title: words.text('policyNotRead'),
        action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void policy.read(seal.number) },
      },
      scene,
    )}`;
}

function demanded({ demanded: policy, offered, setAt }: SealIntentPolicyView, scene: CenterScene): TemplateResult {
  const { words, timeZone } = scene;
  const taken = offered.filter(
    ({ method, assurance }) => assurance >= policy.minimumAssurance && (policy.methods?.includes(method) ?? true),
  );
  const row = (label: string, value: unknown): TemplateResult =>
    html`<dt>${label}</dt>
      <dd>${value}</dd>`;
  return html`<section class="stack" aria-labelledby="policy-title">
    <h3 id="policy-title">${words.text('policyTitle')}</h3>
    <dl class="facts policy-facts">
      ${row(words.text('policyAssurance'), words.text(`assurance-${policy.minimumAssurance}`))}
      ${row(words.text('policyMethods'), taken.map(({ method }) => nameOf(method, scene)).join(words.text('listComma')))}
      ${row(words.text('policyAge'), policy.maximumAge === null ? words.text('policyAgeNone') : words.text('policyAgeSeconds', { seconds: policy.maximumAge }))}
      ${row(words.text('policyBatch'), words.text(policy.batch === true ? 'yes' : 'no'))}
      ${row(words.text('policyPerson'), words.text(policy.verifiedPerson === true ? 'policyPersonYes' : 'policyPersonNo'))}
      ${row(words.text('policyCommitment'), words.text(policy.commitment ? 'yes' : 'no'))}
    </dl>
    <p class="small muted">
      ${setAt === null ? words.text('policyNeverSet') : words.parts('policySetAt', { time: html`<span class="num">${formatInstant(setAt, timeZone)}</span>` })}
      ${words.text('policyTogether')}
    </p>
  </section>`;
}

function changeButton({ mayChange }: SealIntentPolicyView, { words, policy }: CenterScene): TemplateResult {
  return html`<div class="step">
    <button
      type="button"
      class="button change-policy"
      aria-disabled=${mayChange ? 'false' : 'true'}
      aria-describedby="why-policy"
      @click=${() => mayChange && policy.open()}
    >
      ${icon('edit')}<span>${words.text('policyChange')}</span>
    </button>
    <span class="why" id="why-policy"
      >${mayChange ? nothing : icon('lock')}<span>${words.text(mayChange ? 'policyChangeEffect' : 'policyNotAllowed')}</span></span
    >
  </div>`;
}

function policyForm(draft: PolicyDraft, view: SealIntentPolicyView, seal: SealView, scene: CenterScene): TemplateResult {
  const { words, vocabulary, policy } = scene;
  const fault = draft.tried ? policyFault(draft, view.offered) : null;
  const check = (name: 'commitment' | 'batch' | 'verifiedPerson', label: string): TemplateResult =>
    html`<label class="choice"
      ><input
        type="checkbox"
        name=${name}
        .checked=${draft[name]}
        @change=${(event: Event) => policy.change({ [name]: (event.target as HTMLInputElement).checked })}
      />${label}</label
    >`;
  return html`<form
    class="form stack policy-form"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      void policy.send(seal.number);
    }}
  >
    <h3>${words.text('policyChange')}</h3>
    <label class="field"
      ><span class="label">${words.text('policyAssurance')}</span
      ><select
        class="input"
        name="minimum-assurance"
        @change=${(event: Event) => policy.change({ minimumAssurance: levelOf((event.target as HTMLSelectElement).value) })}
      >
        ${LEVELS.map((level) => html`<option value=${level} ?selected=${level === draft.minimumAssurance}>${words.text(`assurance-${level}`)}</option>`)}
      </select></label
    >
    ${methodFields(draft, view, fault === 'policyNoMethod', scene)}
    ${textField({
      label: words.text('policyAgeLabel'),
      value: draft.maximumAge,
      name: 'maximum-age',
      numeric: true,
      maxlength: 5,
      invalid: fault === 'policyAgeWrong',
      hint: words.text('policyAgeHint'),
      change: (maximumAge) => policy.change({ maximumAge }),
    })}
    ${check('verifiedPerson', words.text('policyPersonCheck'))} ${check('commitment', words.text('policyCommitmentCheck'))}
    ${check('batch', words.text('policyBatchCheck'))}
    ${textField({
      label: words.text('reasonLabel'),
      value: draft.reason,
      name: 'reason',
      maxlength: 500,
      invalid: fault === 'reasonMissing',
      change: (reason) => policy.change({ reason }),
    })}
    ${faultLine(fault === null ? null : words.text(fault))}
    ${refusalNotice(policy.asking.error, { title: words.text('notDone'), kept: words.text('keptWritten') }, scene)}
    <div class="line wrap">
      <button type="submit" class="button primary" aria-disabled=${policy.asking.busy ? 'true' : 'false'}>
        ${icon('check')}<span>${words.text('policySave')}</span>
      </button>
      <button type="button" class="button" @click=${() => policy.close()}>${vocabulary.text('cancel')}</button>
    </div>
  </form>`;
}

/** What does not reach the least assurance stays in sight and cannot be chosen. */
function methodFields(draft: PolicyDraft, { offered }: SealIntentPolicyView, invalid: boolean, scene: CenterScene): TemplateResult {
  const { words, policy } = scene;
  const toggle = (method: IntentMethod, taken: boolean): void => {
    const methods = new Set(draft.methods);
    if (taken) methods.add(method);
    else methods.delete(method);
    policy.change({ methods });
  };
  return html`<fieldset class="stack policy-methods">
    <legend class="legend">${words.text('policyMethods')}</legend>
    ${offered.map(({ method, assurance }) => {
      const reaches = assurance >= draft.minimumAssurance;
      return html`<label class="choice"
        ><input
          type="checkbox"
          name="method"
          value=${method}
          ?disabled=${!reaches}
          aria-invalid=${invalid && reaches ? 'true' : 'false'}
          .checked=${reaches && draft.methods.has(method)}
          @change=${(event: Event) => toggle(method, (event.target as HTMLInputElement).checked)}
        />${nameOf(method, scene)} <span class="small muted">${words.text('assuranceShort', { level: assurance })}</span></label
      >`;
    })}
  </fieldset>`;
}

function nameOf(method: IntentMethod, { words, intentWords }: CenterScene): string {
  return method === 'confirm' ? words.text('methodConfirm') : methodName(method, intentWords);
}

function levelOf(value: string): IntentPolicy['minimumAssurance'] {
  return LEVELS.find((level) => String(level) === value) ?? 0;
}
