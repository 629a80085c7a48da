import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { faultLine, textField } from '../foundation/form-fields.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { actObstacle } from './act-rules.ts';
import type { CenterScene } from './center-scene.ts';
import { designFields } from './design-fields.ts';
import { facePreview } from './face-preview.ts';
import { actFault, isRecorded, type ActDraft, type OpenSealAct } from './seal-acts.ts';

const ICONS: Readonly<Record<OpenSealAct, IconName>> = {
  revise: 'edit',
  produce: 'refresh',
  'new-face': 'seal',
  activate: 'play',
  discard: 'archive',
  'accept-likeness': 'eye',
  filing: 'building',
  collection: 'folder',
  destruction: 'archive',
};

/** An act with what it does or why it cannot be done now, and its form below once it is open. */
export function actRow(act: OpenSealAct, seal: SealView, scene: CenterScene): TemplateResult {
  const { words, acts } = scene;
  const unread = act === 'revise' && !scene.steps.asked.value;
  const obstacle = actObstacle(act, seal) ?? (unread ? 'whyNotRead' : null);
  const open = acts.draft?.act === act ? acts.draft : null;
  const label = words.text(act === 'produce' && seal.current === null ? 'act-produce-first' : `act-${act}`);
  const why = `why-act-${act}`;
  return html`<div class="step">
      <button
        type="button"
        class="button"
        data-act=${act}
        aria-disabled=${obstacle === null ? 'false' : 'true'}
        aria-expanded=${obstacle === null ? (open ? 'true' : 'false') : nothing}
        aria-describedby=${why}
        @click=${() => obstacle === null && acts.open(act, seal)}
      >
        ${icon(ICONS[act])}<span>${label}</span>
      </button>
      <span class="why" id=${why}
        >${obstacle === null ? nothing : icon('lock')}<span
          >${obstacle === null ? words.text(act === 'produce' && seal.current === null ? 'effect-produce-first' : `effect-${act}`) : obstacle === 'whyNotRecordable' ? words.text(`why-${recordedName(act)}`) : words.text(obstacle)}</span
        ></span
      >
    </div>
    ${open && obstacle === null ? actForm(open, seal, label, scene) : nothing}`;
}

function recordedName(act: OpenSealAct): 'filing' | 'collection' | 'destruction' {
  return isRecorded(act) ? act : 'filing';
}

function actForm(draft: ActDraft, seal: SealView, label: string, scene: CenterScene): TemplateResult {
  const { words, vocabulary, refusals, acts } = scene;
  const fault = draft.tried ? actFault(draft) : null;
  const final = draft.act === 'discard' || draft.act === 'destruction';
  return html`<form
    class="form stack act-form"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      void acts.send(seal);
    }}
  >
    <h4>${label}</h4>
    ${
      draft.act === 'revise'
        ? textField({
            label: words.text('name'),
            value: draft.name,
            name: 'name',
            invalid: fault === 'nameMissing',
            maxlength: 60,
            change: (name) => acts.change({ name }),
          })
        : nothing
    }
    ${
      draft.act === 'new-face' || draft.act === 'revise'
        ? html`${designFields(draft.design, {
            kind: seal.kind,
            organisation: seal.organisation.verifiedName,
            fault,
            words,
            change: (part) => acts.change({ design: { ...draft.design, ...part } }),
          })}
          ${facePreview(draft.design, {
            kind: seal.kind,
            organisation: seal.organisation.verifiedName,
            glyphs: scene.glyphs,
            testMaterial: seal.testMaterial,
            words,
            refusals,
          })}`
        : nothing
    }
    ${isRecorded(draft.act) ? recordFields(draft, fault, scene) : reasonField(draft, fault, scene)}
    ${faultLine(fault === null ? null : words.text(fault))}
    ${refusalNotice(acts.asking.error, { title: words.text('notDone'), kept: words.text('keptWritten') }, { refusals, vocabulary })}
    <div class="line wrap">
      <button type="submit" class="button ${final ? 'danger' : 'primary'}" aria-disabled=${acts.asking.busy ? 'true' : 'false'}>
        ${icon(ICONS[draft.act])}<span>${label}</span>
      </button>
      <button type="button" class="button" @click=${() => acts.close()}>${vocabulary.text('cancel')}</button>
    </div>
  </form>`;
}

function reasonField(draft: ActDraft, fault: string | null, { words, acts }: CenterScene): TemplateResult {
  return textField({
    label: words.text('reasonLabel'),
    value: draft.reason,
    name: 'reason',
    invalid: fault === 'reasonMissing',
    maxlength: 500,
    change: (reason) => acts.change({ reason }),
  });
}

function recordFields(draft: ActDraft, fault: string | null, { words, acts }: CenterScene): TemplateResult {
  return html`<div class="pair">
      ${textField({
        label: words.text('reference'),
        value: draft.reference,
        name: 'reference',
        invalid: fault === 'referenceMissing',
        maxlength: 100,
        change: (reference) => acts.change({ reference }),
      })}
      ${textField({
        label: words.text('day'),
        value: draft.day,
        name: 'day',
        type: 'date',
        invalid: fault === 'dayMissing',
        change: (day) => acts.change({ day }),
      })}
    </div>
    ${textField({ label: words.text('note'), value: draft.note, name: 'note', maxlength: 500, change: (note) => acts.change({ note }) })}`;
}
