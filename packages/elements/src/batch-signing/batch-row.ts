import { html, nothing, type TemplateResult } from 'lit';
import { type BatchRow, type BatchState, isChoosable } from '../controllers/batch-state.ts';
import { formatFileSize, formatPageRanges, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { BatchId } from './batch-signing.messages.ts';

export interface BatchRowScene {
  readonly words: Words<BatchId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly locale: string;
  readonly requireView: boolean;
  readonly choose: (row: BatchRow, chosen: boolean) => void;
  readonly view: (row: BatchRow, opener: HTMLElement) => void;
  readonly download: (row: BatchRow) => void;
}

/** One document: whether it is chosen, what it is, what is put where, how far it is, and what can be done with it. */
export function batchRow(row: BatchRow, state: BatchState, scene: BatchRowScene): TemplateResult {
  const { words } = scene;
  const { name } = row.request;
  return html`<li class="row ${row.stage}" part="row">
    ${state.step === 'choose' ? chooser(row, state, scene) : html`<span class="row-mark">${stageMark(row, state)}</span>`}
    <div class="row-document">
      <b class="row-name"><bdi>${name}</bdi></b>
      <span class="small muted num">${documentFacts(row, scene)}</span>
      ${sealLine(row, scene)} ${row.failure === null || row.stage !== 'failed' ? nothing : failureLine(row.failure, scene)}
    </div>
    <span class="row-stage small">${words.text(stageId(row, state))}</span>
    <div class="row-actions line wrap">
      ${
        row.signed === null
          ? html`<button
              type="button"
              class="button compact view"
              aria-label=${words.text('viewName', { name })}
              @click=${(event: Event) => scene.view(row, event.currentTarget as HTMLElement)}
            >
              ${icon('eye')}<span>${words.text('view')}</span>
            </button>`
          : html`<button
              type="button"
              class="button compact download"
              aria-label=${words.text('downloadName', { name })}
              @click=${() => scene.download(row)}
            >
              ${icon('download')}<span>${words.text('download')}</span>
            </button>`
      }
      ${
        scene.requireView && row.signed === null
          ? html`<span class="small ${row.opened ? 'secondary' : 'muted'}">${words.text(row.opened ? 'viewed' : 'notViewed')}</span>`
          : nothing
      }
    </div>
  </li>`;
}

function chooser(row: BatchRow, { work }: BatchState, { words, choose }: BatchRowScene): TemplateResult {
  const open = isChoosable(row) && work === null;
  return html`<label class="row-mark"
    ><input
      type="checkbox"
      class="choose"
      aria-label=${words.text('choose', { name: row.request.name })}
      .checked=${row.chosen}
      ?disabled=${!open}
      @change=${(event: Event) => choose(row, (event.target as HTMLInputElement).checked)}
  /></label>`;
}

function documentFacts({ read, request }: BatchRow, { words, locale }: BatchRowScene): TemplateResult {
  const size = formatFileSize(request.document.size, locale);
  if (read === null) return html`<span>${size}</span>`;
  const { pages, digest } = read.reading;
  return html`<span>${words.text('pages', { count: pages })}</span> · <span>${size}</span> ·
    <span title=${digest}>${words.parts('digest', { digest: html`<code>${shortDigest(digest)}</code>` })}</span>`;
}

function sealLine({ read, request }: BatchRow, { words, vocabulary }: BatchRowScene): TemplateResult {
  const { placements } = request;
  const pages = [...new Set(placements.map(({ page }) => page))];
  const places =
    placements.length === 0
      ? nothing
      : html`<span class="muted num"
          >${words.text('places', { count: placements.length, pages: formatPageRanges(pages), pagesCount: pages.length })}</span
        >`;
  if (request.sealNumber === null) return html`<span class="line wrap small"><span>${words.text('noSeal')}</span> ${places}</span>`;
  const seal = read?.seal ?? null;
  if (seal === null) return html`<i class="skeleton text"></i>`;
  return html`<span class="line wrap small">
    <span class="chip row-face">${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span>
    <span
      ><bdi>${seal.name}</bdi>
      ${seal.current ? html`<span class="muted">${vocabulary.text('version', { version: seal.current.version })}</span>` : nothing}</span
    >
    ${places}
  </span>`;
}

function failureLine({ code, facts }: NonNullable<BatchRow['failure']>, { refusals }: BatchRowScene): TemplateResult {
  const { reason, next } = refusalWords(code, refusals, facts['reason'], facts);
  return html`<span class="row-failure small">${reason} ${next} <code class="muted">${code}</code></span>`;
}

/** A word for how far it is; one that was confirmed waits for its turn. */
function stageId({ stage }: BatchRow, { step }: BatchState): BatchId {
  return stage === 'waiting' && step === 'sign' ? 'stage-queued' : `stage-${stage}`;
}

function stageMark({ stage }: BatchRow, { step }: BatchState): TemplateResult {
  if (stage === 'signed') return verdictMark('pass', 18);
  if (stage === 'failed') return verdictMark('fail', 18);
  return icon(stage === 'waiting' && step === 'confirm' ? 'sign' : 'clock');
}
