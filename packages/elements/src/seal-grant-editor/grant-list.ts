import type { GrantView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { grantLapse } from './grant-conflicts.ts';
import { grantForm } from './grant-form.ts';
import type { GrantScene } from './grant-scene.ts';
import { holderName, termLines, usesWords } from './grant-words.ts';

const HOLDERS: Readonly<Record<GrantView['holder']['type'], IconName>> = {
  person: 'user',
  role: 'users',
  group: 'users',
  application: 'code',
};

const STATES: Readonly<Record<GrantView['state'], readonly [kind: string, icon: IconName]>> = {
  'in-force': ['pass', 'check'],
  'not-yet': ['accent', 'clock'],
  lapsed: ['', 'clock'],
  'used-up': ['', 'minus'],
  withdrawn: ['danger', 'cross'],
};

/** What ends soon, or has no use left: said before anybody runs into it. */
export function lapseNote(scene: GrantScene): TemplateResult | typeof nothing {
  const { words, now } = scene;
  const lapses = scene.grants.flatMap((grant) => {
    const lapse = grantLapse(grant, now);
    return lapse ? [{ grant, lapse }] : [];
  });
  if (lapses.length === 0) return nothing;
  return html`<div class="note warn lapses">
    ${icon('warning')}
    <div class="stack tight">
      <p><b>${words.text('lapsesTitle', { count: lapses.length })}</b></p>
      <ul class="small">
        ${lapses.map(
          ({ grant, lapse }) =>
            html`<li>
              ${words.parts(lapse.code === 'ends' ? 'lapseEnds' : 'lapseUsed', {
                holder: html`<bdi>${holderName(grant.holder, scene)}</bdi>`,
                id: html`<code>${grant.id}</code>`,
                ...(lapse.code === 'ends' ? { days: lapse.days } : {}),
              })}
            </li>`,
        )}
      </ul>
    </div>
  </div>`;
}

/** The grants, those in force first. */
export function grantList(scene: GrantScene): TemplateResult {
  const order = (grant: GrantView): number => (grant.state === 'in-force' ? 0 : grant.state === 'not-yet' ? 1 : 2);
  const grants = [...scene.grants].sort((left, right) => order(left) - order(right));
  return html`<ul class="grants">
    ${grants.map((grant) => html`<li class="grant ${order(grant) === 2 ? 'over' : ''}" data-grant=${grant.id}>${grantItem(grant, scene)}</li>`)}
  </ul>`;
}

function grantItem(grant: GrantView, scene: GrantScene): TemplateResult {
  const { words, vocabulary, timeZone, form } = scene;
  const [kind, name] = STATES[grant.state];
  const ended = grant.state === 'withdrawn' || grant.state === 'lapsed' || grant.state === 'used-up';
  return html`<div class="line top">
      ${icon(HOLDERS[grant.holder.type])}
      <div class="grow stack tight">
        <b><bdi>${holderName(grant.holder, scene)}</bdi></b>
        <span class="small muted">${words.text(`holder-${grant.holder.type}`)} · <code>${grant.id}</code></span>
      </div>
      <span class="badge ${kind}">${icon(name)}${words.text(`state-${grant.state}`)}</span>
    </div>
    <ul class="terms small">
      ${termLines(grant.terms, scene).map((line) => html`<li>${line}</li>`)}
      <li class="num">${usesWords(grant, scene)}</li>
    </ul>
    <p class="small secondary">
      ${words.parts('givenBy', { person: html`<bdi>${grant.givenBy.name}</bdi>`, date: formatDay(grant.givenAt, timeZone) })}
      <bdi>${personalWords(grant.reason, vocabulary, timeZone)}</bdi>
      ${grant.delegatedFrom === null ? nothing : words.parts('delegatedFrom', { id: html`<code>${grant.delegatedFrom}</code>` })}
    </p>
    ${
      grant.withdrawn
        ? html`<p class="small">
            ${words.parts('withdrawnBy', { person: html`<bdi>${grant.withdrawn.by.name}</bdi>`, date: formatDay(grant.withdrawn.at, timeZone) })}
            <bdi>${personalWords(grant.withdrawn.reason, vocabulary, timeZone)}</bdi>
          </p>`
        : nothing
    }
    ${grant.state === 'withdrawn' ? nothing : changes(grant, ended, scene)}
    ${form && form.grant?.id === grant.id ? grantForm(form, scene) : nothing}`;
}

function changes(grant: GrantView, ended: boolean, scene: GrantScene): TemplateResult {
  const { words, form } = scene;
  const closed = !grant.may.extend || !grant.may.withdraw;
  const why = `why-${grant.id}`;
  const change = (act: 'extend' | 'withdraw' | 'delegate', name: IconName): TemplateResult => {
    const open = form?.act === act && form.grant?.id === grant.id;
    const allowed = grant.may[act];
    return html`<button
      type="button"
      class="button compact"
      data-change="${act} ${grant.id}"
      aria-disabled=${allowed ? 'false' : 'true'}
      aria-expanded=${allowed ? (open ? 'true' : 'false') : nothing}
      aria-describedby=${allowed ? nothing : why}
      @click=${() => allowed && scene.open(act, grant)}
    >
      ${icon(name)}<span>${words.text(`act-${act}`)}</span>
    </button>`;
  };
  const reason = ended ? 'whyEnded' : closed ? 'whyNone' : !grant.terms.mayDelegate ? 'whyNoDelegation' : 'whyHolder';
  return html`<div class="line wrap">${change('extend', 'calendar')} ${change('delegate', 'share')} ${change('withdraw', 'cross')}</div>
    ${closed || !grant.may.delegate ? html`<p class="why" id=${why}>${icon('lock')}<span>${words.text(reason)}</span></p>` : nothing}`;
}
