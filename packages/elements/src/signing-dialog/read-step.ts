import { html, nothing, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { formatFileSize, formatPageRanges, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { textField } from '../foundation/form-fields.ts';
import { earlierCount, earlierNote, type EarlierOptions } from './earlier-note.ts';
import { readingNote, type ReadingTermsShown } from './reading-note.ts';
import type { DialogId } from './signing-dialog.messages.ts';
import type { StepWords } from './step-words.ts';

export interface FactsOptions {
  /** Where the document needs the room, what is known about it is folded away until it is asked for. */
  readonly factsOpen: boolean;
  readonly onFacts: (open: boolean) => void;
}

export interface ReasonOptions {
  /** Why the seal is used, as far as it is written; null where nobody has to approve. */
  readonly reason: string | null;
  readonly reasonMissing: boolean;
  readonly onReason: (reason: string) => void;
}

/** The document to read, and beside it what will be done with it. */
export function readStep(
  state: SigningState,
  shown: StepWords & EarlierOptions & FactsOptions & ReasonOptions & { readonly viewer: Node | null; readonly reading: ReadingTermsShown },
): TemplateResult {
  const { words, vocabulary } = shown;
  const { request, reading, seal } = state;
  if (!request) return html``;
  const pages = [...new Set(request.placements.map((placement) => placement.page))];
  const fact = (id: DialogId, value: unknown): TemplateResult =>
    html`<dt>${words.text(id)}</dt>
      <dd>${value}</dd>`;
  return html`<div class="reading">
    <div class="reading-document"><slot name="document">${shown.viewer}</slot></div>
    <aside class="reading-side ${shown.factsOpen ? 'open' : ''}">
      ${readingNote(shown.reading, shown)} ${earlierNote(state, shown)}
      ${shown.reason === null ? nothing : reasonField(shown.reason, shown)} ${factsToggle(shown)}
      <div class="reading-facts" id="reading-facts">
        <dl class="facts one">
          ${fact(
            'seal',
            seal
              ? html`<span class="line"
                  ><span class="chip face-small">${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span
                  ><span
                    ><bdi>${seal.name}</bdi>
                    ${seal.current ? html`<span class="small muted">${vocabulary.text('version', { version: seal.current.version })}</span>` : nothing}</span
                  ></span
                >`
              : request.sealNumber === null
                ? words.text('noSeal')
                : html`<i class="skeleton text"></i>`,
          )}
          ${
            request.placements.length === 0
              ? nothing
              : fact(
                  'places',
                  html`<span class="num places"
                    >${words.text('placesOnPages', {
                      count: request.placements.length,
                      pages: formatPageRanges(pages),
                      pagesCount: pages.length,
                    })}</span
                  >`,
                )
          }
          ${
            reading
              ? html`${fact('pages', html`<span class="num">${reading.pages}</span>`)}
                ${fact('digest', html`<code class="digest" title=${reading.digest}>${shortDigest(reading.digest)}</code>`)}`
              : html`${fact('pages', html`<i class="skeleton text"></i>`)}${fact('digest', html`<i class="skeleton text"></i>`)}`
          }
          ${fact('size', html`<span class="num">${formatFileSize(request.document.size, shown.locale)}</span>`)}
          ${fact('earlier', earlierCount(state, shown))}
        </dl>
        <p class="why">${icon('offline')}<span>${words.text('stays')}</span></p>
      </div>
    </aside>
  </div>`;
}

function factsToggle({ words, factsOpen, onFacts }: StepWords & FactsOptions): TemplateResult {
  return html`<button
    type="button"
    class="button quiet compact facts-toggle"
    aria-expanded=${factsOpen ? 'true' : 'false'}
    aria-controls="reading-facts"
    @click=${() => onFacts(!factsOpen)}
  >
    ${icon(factsOpen ? 'chevron-up' : 'chevron-down')}<span>${words.text('aboutDocument')}</span>
  </button>`;
}

function reasonField(reason: string, { words, reasonMissing, onReason }: StepWords & ReasonOptions): TemplateResult {
  return html`<div class="use-reason stack">
    <p class="note info">${icon('clock')}<span>${words.text('approvalNeeded')}</span></p>
    ${textField({
      label: words.text('useReasonLabel'),
      value: reason,
      change: onReason,
      long: true,
      maxlength: 500,
      invalid: reasonMissing,
      ...(reasonMissing ? { hint: words.text('useReasonMissing') } : {}),
    })}
  </div>`;
}
