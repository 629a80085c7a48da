import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { cssProperties } from '../foundation/css-properties.ts';
import { pageSurface } from '../document-viewer/page-surface.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { toPixels, type PageSize } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { isSealItem, type SealItem } from './placement-item.ts';
import type { PlacementScene } from './placement-scene.ts';
import { findSeal } from './placement-words.ts';
import type { RovingFocus } from './roving-focus.ts';

const WIDTH = 66;
const FACES_AROUND = 6;
const MARGIN = 12;
const NONE: readonly SealItem[] = [];

/** All pages small, each with its number and how many seals lie on it. */
export function thumbnails(scene: PlacementScene, document: RenderedDocument, roving: RovingFocus): TemplateResult {
  const { words, stack, sizes, editor, seals, locale } = scene;
  // Hundreds of pages: the list is gone through only when something in it has changed, and in it only what has.
  return html`<nav class="thumbnails" aria-label=${words.text('thumbnails')}>
    ${guard([document, sizes, stack.page, editor.items, seals, locale], () => {
      const byPage = groupByPage(editor.items.filter(isSealItem));
      return html`<ul @keydown=${roving.key} @focusin=${roving.entered}>
        ${sizes.map((size, index) => {
          const distance = Math.abs(index + 1 - stack.page);
          const items = byPage.get(index + 1) ?? NONE;
          const shows = [
            document,
            size,
            distance === 0,
            distance <= FACES_AROUND && items.length > 0,
            JSON.stringify(items),
            seals,
            locale,
          ];
          return html`<li>${guard(shows, () => thumbnail(scene, document, size, index + 1, items))}</li>`;
        })}
      </ul>`;
    })}
  </nav>`;
}

/** Keeps the current page's thumbnail in the strip's window. The strip alone is scrolled, nothing around it. */
export function revealThumbnail(root: ShadowRoot | null): void {
  const strip = root?.querySelector<HTMLElement>('.thumbnails');
  const current = strip?.querySelector<HTMLElement>('.thumbnail.current');
  if (!strip || !current) return;
  const window = strip.getBoundingClientRect();
  const shown = current.getBoundingClientRect();
  if (shown.top < window.top) strip.scrollTop -= window.top - shown.top + MARGIN;
  else if (shown.bottom > window.bottom) strip.scrollTop += shown.bottom - window.bottom + MARGIN;
}

function thumbnail(
  scene: PlacementScene,
  document: RenderedDocument,
  size: PageSize,
  page: number,
  items: readonly SealItem[],
): TemplateResult {
  const { words, stack } = scene;
  const current = page === stack.page;
  const zoom = WIDTH / toPixels(size.widthUm, 1);
  const box = { 'inline-size': `${WIDTH}px`, 'block-size': `${Math.round(toPixels(size.heightUm, zoom))}px` };
  return html`<button
    type="button"
    tabindex="-1"
    class="thumbnail ${current ? 'current' : ''}"
    part="thumbnail"
    aria-label=${words.text('thumbnail', { page: String(page), count: items.length })}
    aria-current=${current ? 'page' : nothing}
    @click=${() => stack.goTo(page)}
  >
    <span class="thumbnail-page on-paper" ${cssProperties(box)}>
      <span class="surface" ${pageSurface({ document, page, zoom, text: false, delay: 0, density: 3, lazy: true })}></span>
      ${items.map((item) => mini(scene, item, size))}
    </span>
    <span class="thumbnail-label num" data-seals=${items.length || nothing}>${page}</span>
  </button>`;
}

/** A seal on a small page: its face near the current page, else its outline, since hundreds of faces would cost too much. */
function mini({ stack, seals }: PlacementScene, item: SealItem, size: PageSize): TemplateResult {
  const version = Math.abs(item.page - stack.page) <= FACES_AROUND ? findSeal(seals, item.sealNumber)?.current : undefined;
  const box = cssProperties(miniBox(item, size));
  return version ? html`<span class="mini" ${box}>${sealPicture(version.face)}</span>` : html`<span class="mini outline" ${box}></span>`;
}

function miniBox(item: SealItem, size: PageSize): Readonly<Record<string, string>> {
  const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)}%`;
  return {
    left: percent(item.x, size.widthUm),
    top: percent(item.y, size.heightUm),
    width: percent(item.width, size.widthUm),
    height: percent(item.height, size.heightUm),
  };
}

function groupByPage(items: readonly SealItem[]): ReadonlyMap<number, readonly SealItem[]> {
  const groups = new Map<number, SealItem[]>();
  for (const item of items) {
    const group = groups.get(item.page);
    if (group) group.push(item);
    else groups.set(item.page, [item]);
  }
  return groups;
}
