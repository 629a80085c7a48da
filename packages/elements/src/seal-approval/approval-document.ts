import type { ApprovalView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { PageMark } from '../document-viewer/page-marks.ts';
import { formatFileSize, formatMillimetres, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { inPageOrder } from '../signing-dialog/place-list.ts';
import { centreOf, fromBottom } from '../seal-placement/placement-geometry.ts';
import type { ApprovalScene } from './approval-scene.ts';
import type { SeenState } from './seen-document.ts';

/** The places of a request as marks over the pages of its file, in page order. */
export function approvalMarks(approval: ApprovalView, seen: SeenState, { words }: ApprovalScene): readonly PageMark[] {
  return inPageOrder(approval.placements).map((placement) => ({
    placement,
    face: approval.seal.face,
    label: `${approval.seal.name}${words.text('gap')}${placeWords(placement, seen, words)}`,
  }));
}

function placeWords(placement: ApprovalView['placements'][number], seen: SeenState, words: ApprovalScene['words']): string {
  const size = seen.status === 'seen' ? seen.sizes.get(placement.page) : undefined;
  const { x, y } = centreOf(placement);
  return size
    ? words.text('place', { x: formatMillimetres(x), y: formatMillimetres(fromBottom(placement, size)) })
    : words.text('placeFromTop', { x: formatMillimetres(x), y: formatMillimetres(y) });
}

export interface ApprovalDocumentOptions {
  /** The viewer; null where the page has not registered it. */
  readonly viewer: HTMLElement | null;
  readonly place: number;
  readonly goTo: (place: number) => void;
  readonly over: boolean;
  readonly back: (() => void) | null;
}

/** The document with the exact places, or the way to bring it here. */
export function approvalDocument(approval: ApprovalView, scene: ApprovalScene, options: ApprovalDocumentOptions): TemplateResult {
  const { words } = scene;
  const { state } = scene.seen;
  const count = approval.placements.length;
  const step = (label: string, name: 'chevron-left' | 'chevron-right', to: number): TemplateResult =>
    html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      ?disabled=${to < 0 || to >= count}
      @click=${() => options.goTo(to)}
    >
      ${icon(name)}
    </button>`;
  return html`<section class="document" aria-label=${words.text('document')}>
    <header class="document-head line">
      ${
        options.back
          ? html`<button
              type="button"
              class="icon-button back"
              aria-label=${words.text('back')}
              title=${words.text('back')}
              @click=${options.back}
            >
              ${icon('chevron-left')}
            </button>`
          : nothing
      }
      <b class="grow file-name"
        ><bdi>${state.status === 'none' || state.status === 'loading' ? approval.envelope.name : state.name}</bdi></b
      >
      ${
        state.status === 'seen' && count > 0
          ? html`<div class="line places">
              ${step(words.text('previousPlace'), 'chevron-left', options.place - 1)}
              <span class="small num nowrap">${words.text('placeOf', { place: options.place + 1, count })}</span>
              ${step(words.text('nextPlace'), 'chevron-right', options.place + 1)}
            </div>`
          : nothing
      }
    </header>
    ${
      state.status === 'seen'
        ? html`<p class="seen small">
              ${verdictMark('pass', 16)}<span>${words.text('seen', { digest: shortDigest(state.attestation.digest) })}</span>
            </p>
            ${options.viewer ?? nothing}`
        : bringFile(approval, state, scene, options)
    }
  </section>`;
}

function bringFile(approval: ApprovalView, state: SeenState, scene: ApprovalScene, { over }: ApprovalDocumentOptions): TemplateResult {
  const { words, vocabulary } = scene;
  if (state.status === 'loading' || state.status === 'reading')
    return html`<div class="bring" role="status" aria-label=${vocabulary.text('loading')}>
      <i class="skeleton page-skeleton"></i>
      <p class="small secondary">${words.text(state.status === 'loading' ? 'loading' : 'reading')}</p>
    </div>`;
  const take = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) scene.take(file);
    input.value = '';
  };
  return html`<div class="bring ${over ? 'over' : ''}">
    ${fault(approval, state, scene)}
    <div class="drop">
      ${icon('page')}
      <p>${words.parts('bring', { document: html`<bdi>${approval.envelope.name}</bdi>` })}</p>
      <p class="small secondary num">
        ${formatFileSize(approval.document.length, scene.locale)} ·
        <code title=${approval.document.digest}>${shortDigest(approval.document.digest)}</code>
      </p>
      <label class="button compact choose">
        ${icon('upload')}<span>${words.text('choose')}</span
        ><input class="visually-hidden" type="file" accept="application/pdf,.pdf" @change=${take} />
      </label>
      <p class="small secondary">${words.text('bringNote')}</p>
    </div>
    ${approval.placements.length === 0 ? nothing : placeTable(approval, state, words)}
  </div>`;
}

/** Why the file at hand is not the one of the request. */
function fault(approval: ApprovalView, state: SeenState, { words, refusals, locale }: ApprovalScene): TemplateResult | typeof nothing {
  if (state.status === 'none' || state.status === 'loading' || state.status === 'reading' || state.status === 'seen') return nothing;
  const name = html`<bdi>${state.name}</bdi>`;
  const detail =
    state.status === 'wrong'
      ? state.digest === null
        ? words.parts('wrongLength', {
            name,
            length: formatFileSize(state.length, locale),
            expected: formatFileSize(approval.document.length, locale),
          })
        : words.parts('wrongDigest', {
            name,
            digest: html`<code>${shortDigest(state.digest)}</code>`,
            expected: html`<code>${shortDigest(approval.document.digest)}</code>`,
          })
      : state.status === 'frame-differs'
        ? words.parts('frameDiffers', { name })
        : words.parts('unreadable', { name, reason: refusalWords(state.code, refusals).reason });
  return html`<div class="note danger wrong" role="alert">
    ${icon('stop')}
    <p>${detail}</p>
  </div>`;
}

/** The places in numbers, where the file is not at hand. */
function placeTable(approval: ApprovalView, state: SeenState, words: ApprovalScene['words']): TemplateResult {
  return html`<div class="stack place-table">
    <h3>${words.text('places')}</h3>
    <ul class="small num">
      ${inPageOrder(approval.placements).map(
        (placement) => html`<li>${words.text('placeOnPage', { page: placement.page, place: placeWords(placement, state, words) })}</li>`,
      )}
    </ul>
  </div>`;
}
