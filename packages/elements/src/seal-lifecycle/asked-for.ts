import type { Decided, SealDraftView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant, formatMillimetres } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { LifecycleId } from './seal-lifecycle.messages.ts';

/** What a draft asks for: whoever approves the seal approves this. */
export function askedFor(
  draft: SealDraftView,
  {
    words,
    vocabulary,
    timeZone,
  }: { readonly words: Words<LifecycleId>; readonly vocabulary: Words<VocabularyId>; readonly timeZone: string },
): TemplateResult {
  const { design } = draft;
  const fact = (id: LifecycleId, value: unknown): TemplateResult =>
    html`<dt>${words.text(id)}</dt>
      <dd>${value}</dd>`;
  const decided = (id: 'askedBy' | 'revisedBy', { by, at, reason }: Decided): TemplateResult =>
    html`<li>
      ${words.parts(id, { person: html`<bdi>${by.name}</bdi>`, date: html`<span class="num">${formatInstant(at, timeZone)}</span>` })}
      <bdi>${personalWords(reason, vocabulary, timeZone)}</bdi>
    </li>`;
  return html`<section class="stack asked-for">
    <h3>${words.text('askedTitle')}</h3>
    <div class="line top">
      ${design?.type === 'picture' ? html`<span class="chip asked-face">${sealPicture({ type: 'PNG', base64: design.base64 })}</span>` : nothing}
      <dl class="facts small grow">
        ${fact('askedName', html`<bdi>${draft.name}</bdi>`)} ${fact('askedKeeper', html`<bdi>${draft.keeper?.name ?? '—'}</bdi>`)}
        ${design?.type === 'drawn' ? drawnFacts(design, fact) : nothing}
        ${design?.type === 'picture' ? fact('size', html`<span class="num">${formatMillimetres(design.widthUm)} × ${formatMillimetres(design.heightUm)} mm</span>`) : nothing}
      </dl>
    </div>
    <ul class="small secondary asked-marks">
      ${draft.requested ? decided('askedBy', draft.requested) : nothing}
      ${draft.revisions.map((revision) => decided('revisedBy', revision))}
    </ul>
  </section>`;
}

function drawnFacts(
  { ringText, ringTextReason, line, code, diameterUm }: Extract<SealDraftView['design'], { readonly type: 'drawn' }>,
  fact: (id: LifecycleId, value: unknown) => TemplateResult,
): readonly unknown[] {
  return [
    fact('askedRing', html`<bdi>${ringText}</bdi>`),
    ringTextReason === undefined ? nothing : fact('askedRingReason', html`<bdi>${ringTextReason}</bdi>`),
    line === undefined || line === '' ? nothing : fact('askedLine', html`<bdi>${line}</bdi>`),
    code === undefined || code === '' ? nothing : fact('askedCode', html`<code>${code}</code>`),
    diameterUm === undefined ? nothing : fact('size', html`<span class="num">Ø${formatMillimetres(diameterUm)} mm</span>`),
  ];
}
