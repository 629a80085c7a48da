import type { SealVersionView, SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatMillimetres, shortDigest } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { isAskedFor } from '../seal-lifecycle/draft-reading.ts';
import { actRow } from './act-row.ts';
import type { CenterScene } from './center-scene.ts';
import { designDraftOf } from './design-draft.ts';
import { facePreview } from './face-preview.ts';
import type { OpenSealAct } from './seal-acts.ts';

const VERSION_LOOKS: Readonly<Record<SealVersionView['state'], readonly [kind: string, icon: IconName]>> = {
  prepared: ['accent', 'clock'],
  current: ['pass', 'check'],
  superseded: ['', 'history'],
  discarded: ['danger', 'archive'],
};

/** The face, its versions, and what can be done with the seal. */
export function faceTab(seal: SealView, scene: CenterScene): TemplateResult {
  scene.open.needVersions();
  const { words } = scene;
  return html`${faceAndFacts(seal, scene)} ${scene.steps.renderAsked(seal)} ${askedPreview(seal, scene)}
    ${seal.prepared ? preparedVersion(seal, seal.prepared, scene) : nothing}
    <section class="stack">
      <h3>${words.text('versions')}</h3>
      ${versionList(seal, scene)}
      <p class="small secondary">${words.text('versionsNote')}</p>
    </section>
    <section class="stack">
      <h3>${words.text('whatYouCanDo')}</h3>
      <div class="steps">
        ${seal.state === 'draft' ? actRow('revise', seal, scene) : nothing} ${seal.prepared ? nothing : actRow('produce', seal, scene)}
        ${seal.state === 'active' || seal.state === 'suspended' ? actRow('new-face', seal, scene) : nothing}
        ${scene.steps.renderSteps(seal)}
        <slot name="actions"></slot>
      </div>
      ${scene.steps.renderError()}
    </section>
    <section class="stack">
      <h3>${words.text('records')}</h3>
      ${recordedActs(seal, scene)}
      <div class="steps">${(['filing', 'collection', 'destruction'] as const).map((act) => actRow(act, seal, scene))}</div>
      <p class="small secondary">${words.text('recordsNote')}</p>
    </section>`;
}

function faceAndFacts(seal: SealView, { words, vocabulary, timeZone }: CenterScene): TemplateResult {
  const size = formatMillimetres(seal.widthUm);
  const round = seal.widthUm === seal.heightUm;
  const fact = (id: Parameters<typeof words.text>[0], value: unknown): TemplateResult =>
    html`<dt>${words.text(id)}</dt>
      <dd>${value}</dd>`;
  return html`<div class="facts-and-face">
    <span class="chip millimetres ${seal.state === 'active' ? '' : 'off'}"
      >${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span
    >
    <dl class="facts small">
      ${fact('number', html`<code>${seal.number}</code>`)}
      ${fact('kind', seal.kind === 'custom' ? html`<bdi>${seal.name}</bdi>` : vocabulary.text(`kind-${seal.kind}`))}
      ${
        seal.ordinal === 0
          ? nothing
          : fact(
              'ordinal',
              html`${seal.ordinal}${seal.ordinalReason === null ? nothing : html` <bdi class="muted">${seal.ordinalReason}</bdi>`}`,
            )
      }
      ${fact('organisation', html`<bdi>${seal.organisation.name}</bdi>`)} ${fact('keeper', html`<bdi>${seal.keeper?.name ?? '—'}</bdi>`)}
      ${seal.widthUm === 0 ? nothing : fact('size', html`<span class="num">${round ? `Ø${size} mm` : `${size} × ${formatMillimetres(seal.heightUm)} mm`}</span>`)}
      ${
        seal.current
          ? html`${fact('expires', html`<span class="num">${formatDay(seal.current.validTo, timeZone)}</span>`)}
            ${fact('statement', html`<code title=${seal.current.statementDigest}>${shortDigest(seal.current.statementDigest)}</code>`)}`
          : nothing
      }
      ${seal.stateReason === null ? nothing : fact('reason', html`<bdi>${personalWords(seal.stateReason, vocabulary, timeZone)}</bdi>`)}
    </dl>
  </div>`;
}

/** The face that would be drawn from what is asked for, where the page can draw it. */
function askedPreview(seal: SealView, { steps, acts, glyphs, words, refusals }: CenterScene): TemplateResult | typeof nothing {
  const design = steps.asked.value?.design;
  if (!isAskedFor(seal) || design?.type !== 'drawn' || !glyphs.isGiven || acts.draft?.act === 'revise') return nothing;
  const organisation = seal.organisation.verifiedName;
  const draft = designDraftOf(design, seal.kind, organisation);
  return facePreview(draft, { kind: seal.kind, organisation, glyphs, testMaterial: seal.testMaterial, words, refusals });
}

function versionList(seal: SealView, scene: CenterScene): TemplateResult {
  const { words, vocabulary, timeZone, open } = scene;
  const whole = open.versions.value ?? [];
  const face = (version: number): SealVersionView['face'] | undefined =>
    [seal.current, seal.prepared, ...whole].find((known) => known?.version === version)?.face;
  const versions = [...seal.versions].sort((left, right) => right.version - left.version);
  if (versions.length === 0) return html`<p class="small muted">${words.text('noVersion')}</p>`;
  return html`<ul class="versions">
      ${versions.map(({ version, state, validFrom, validTo }) => {
        const picture = face(version);
        const [kind, look] = VERSION_LOOKS[state];
        return html`<li class="line">
          <span class="chip row-face ${state === 'current' ? '' : 'off'}">${picture ? sealPicture(picture) : icon('seal')}</span>
          <span class="grow row-words"
            ><b>${vocabulary.text('version', { version })}</b
            ><span class="small muted num">${formatDay(validFrom, timeZone)} – ${formatDay(validTo, timeZone)}</span></span
          >
          <span class="badge ${kind}">${icon(look)}${vocabulary.text(`version-${state}`)}</span>
        </li>`;
      })}
    </ul>
    ${refusalNotice(open.versions.error, { title: words.text('versionsNotRead') }, scene)}`;
}

/** The next version, made and not in use yet: what it looks like, whom it is like, and the decisions on it. */
function preparedVersion(seal: SealView, prepared: NonNullable<SealView['prepared']>, scene: CenterScene): TemplateResult {
  const { words, vocabulary } = scene;
  const decisions: readonly OpenSealAct[] = [
    ...(prepared.like.length > 0 && !prepared.likenessAccepted ? (['accept-likeness'] as const) : []),
    'activate',
    'discard',
  ];
  return html`<section class="prepared stack">
    <h3>${words.text('preparedTitle', { version: prepared.version })}</h3>
    <div class="line top">
      <span class="chip prepared-face">${sealPicture(prepared.face)}</span>
      <div class="stack grow">
        <p class="small secondary num">${formatDay(prepared.validFrom, scene.timeZone)} – ${formatDay(prepared.validTo, scene.timeZone)}</p>
        ${
          prepared.like.length === 0
            ? html`<p class="small">${words.text('likeNone')}</p>`
            : html`<div class="note ${prepared.likenessAccepted ? '' : 'warn'}">
                ${icon(prepared.likenessAccepted ? 'check' : 'warning')}
                <div class="stack">
                  <p>${words.text(prepared.likenessAccepted ? 'likeAccepted' : 'likeFound', { count: prepared.like.length })}</p>
                  <ul class="small">
                    ${prepared.like.map(
                      (like) =>
                        html`<li>
                          ${words.parts('likeHit', {
                            number: html`<code>${like.sealNumber}</code>`,
                            version: vocabulary.text('version', { version: like.version }),
                            organisation: html`<bdi>${like.organisation.name}</bdi>`,
                            percent: (like.likeness / 10).toFixed(1),
                          })}
                        </li>`,
                    )}
                  </ul>
                </div>
              </div>`
        }
      </div>
    </div>
    <div class="steps">${decisions.map((act) => actRow(act, seal, scene))}</div>
  </section>`;
}

function recordedActs(seal: SealView, { words, vocabulary, timeZone }: CenterScene): TemplateResult {
  if (seal.acts.length === 0) return html`<p class="small muted">${words.text('noRecord')}</p>`;
  return html`<ul class="versions">
    ${seal.acts.map(
      (act) =>
        html`<li class="stack record">
          <span class="line wrap"
            ><b>${words.text(`did-${act.act}`)}</b><span class="num">${act.at.slice(0, 10)}</span><code>${act.reference}</code></span
          >
          ${act.note === '' ? nothing : html`<span class="small"><bdi>${personalWords(act.note, vocabulary, timeZone)}</bdi></span>`}
          <span class="small muted"
            >${words.parts('recordedBy', { person: html`<bdi>${act.recordedBy.name}</bdi>`, date: formatDay(act.recordedAt, timeZone) })}</span
          >
        </li>`,
    )}
  </ul>`;
}
