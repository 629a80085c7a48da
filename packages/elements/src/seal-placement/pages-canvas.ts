import { html, nothing } from 'lit';
import { cssProperties } from '../foundation/css-properties.ts';
import type { DocumentState } from '../document-viewer/document-loading.ts';
import { failedDocument, loadingDocument } from '../document-viewer/document-states.ts';
import type { LayoutSpacing } from '../document-viewer/page-layout.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { pageItems, type PageItemsOptions } from './page-items.ts';
import type { PlacementScene } from './placement-scene.ts';
import { findSeal } from './placement-words.ts';
import { rulers } from './rulers.ts';

const WIDE_SPACING: LayoutSpacing = { gap: 20, block: 20, inline: 28 };
const NARROW_SPACING: LayoutSpacing = { gap: 16, block: 16, inline: 16 };
/** Width of the pages' window below which every pixel counts. */
const NARROW = 560;

/** Room around the pages in a window of a width. */
export function pageSpacing(width: number): LayoutSpacing {
  return width < NARROW ? NARROW_SPACING : WIDE_SPACING;
}

export interface PagesCanvasOptions extends PageItemsOptions {
  readonly state: DocumentState;
  /** Whether another document is being opened behind this one. */
  readonly replacing: boolean;
  readonly withRulers: boolean;
  readonly failedPages: ReadonlySet<number>;
  readonly onRetry: () => void;
}

/** The pages with what lies on them, or what there is to say instead. */
export function pagesCanvas(scene: PlacementScene, options: PagesCanvasOptions): unknown {
  const { state } = options;
  if (state.status === 'empty') return nothing;
  if (state.status === 'loading') return loadingDocument(scene);
  if (state.status === 'error') return failedDocument(scene, state.error, options.onRetry);
  const { document, sizes } = state;
  // The pages are arranged as they are rendered; the rulers go by that.
  const pages = scene.stack.render({
    document,
    sizes,
    label: scene.words.text('canvas'),
    pageLabel: (page) => scene.viewer.text('pageOf', { page, pages: document.pageCount }),
    pinned: pinnedPages(scene),
    overlay: (box) => html`${pageItems(scene, options, box)} ${pageFailure(scene, options, box.page)}`,
  });
  return html`${options.withRulers ? rulers(scene) : nothing}
    <div class="pages-frame">${pages} ${lockNote(scene, document)} ${options.replacing ? replacingNote(scene) : nothing}</div>`;
}

/** A dragged seal that is over no page follows the pointer at true size. `origin` is the element's corner on the screen. */
export function floatingGhost({ lift, seals, stack }: PlacementScene, origin: { readonly left: number; readonly top: number }): unknown {
  const [item] = lift?.items ?? [];
  if (!lift || !item || lift.overPage || lift.mode !== 'drag') return nothing;
  const face = findSeal(seals, item.sealNumber)?.current?.face;
  const width = toPixels(item.width, stack.layout.zoom);
  const height = toPixels(item.height, stack.layout.zoom);
  const place = {
    left: `${lift.client.x - origin.left - width / 2}px`,
    top: `${lift.client.y - origin.top - height / 2}px`,
    width: `${width}px`,
    height: `${height}px`,
  };
  return html`<div class="item ghost floating" aria-hidden="true" ${cssProperties(place)}>
    <div class="stamp">${face ? sealPicture(face) : nothing}</div>
    <div class="ghost-frame"></div>
  </div>`;
}

/** Pages that hold the focus or the seal in hand stay, wherever the window is. */
function pinnedPages({ editor, lift }: PlacementScene): readonly number[] {
  const carried = lift?.items.slice(0, 1) ?? [];
  return [...carried, ...editor.selectedSeals.slice(0, 1)].map((item) => item.page);
}

function pageFailure({ viewer }: PlacementScene, { failedPages }: PagesCanvasOptions, page: number): unknown {
  if (!failedPages.has(page)) return nothing;
  return html`<p class="note warn page-failure">${icon('warning')}<span>${viewer.text('pageFailed', { page })}</span></p>`;
}

function lockNote({ words }: PlacementScene, { facts }: RenderedDocument): unknown {
  if (facts.locked === null) return nothing;
  const reason = words.text(facts.locked === 'encrypted' ? 'lockedEncrypted' : 'lockedCertified');
  return html`<p class="note lock-note" role="status">
    ${icon('lock')}<span><b>${words.text('lockedTitle')}</b> ${reason}</span>
  </p>`;
}

function replacingNote({ viewer }: PlacementScene): unknown {
  return html`<p class="note lock-note replacing" role="status">${icon('clock')}<span>${viewer.text('loadingDocument')}</span></p>`;
}
