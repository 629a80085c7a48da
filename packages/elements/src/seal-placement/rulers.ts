import { html, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { PageStack } from '../document-viewer/page-stack.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import { halfExtent, centreOf } from './placement-geometry.ts';
import type { PlacementScene } from './placement-scene.ts';

const MILLIMETRE = 1000;
/** Millimetres between two lines, two long lines, and two numbers, at true size and at small sizes. */
const FINE = { line: 5, long: 10, number: 20 } as const;
const COARSE = { line: 10, long: 50, number: 50 } as const;

/** Rulers along the current page; they follow its scrolling and shade what is selected. */
export function rulers(scene: PlacementScene): TemplateResult {
  const { stack, sizes, words } = scene;
  const size = sizes[stack.page - 1];
  if (!size || stack.layout.boxes.length === 0) return html``;
  const { zoom } = stack.layout;
  const item = scene.lift?.overPage ? scene.lift.items[0] : scene.editor.selectedSeals[0];
  const range = item?.page === stack.page ? { centre: centreOf(item), half: halfExtent(item) } : undefined;
  const shade = (axis: 'x' | 'y'): unknown => {
    if (!range) return null;
    const start = toPixels(range.centre[axis] - range.half[axis], zoom);
    const length = toPixels(2 * range.half[axis], zoom);
    return axis === 'x'
      ? svg`<rect class="extent" x=${start} y="0" width=${length} height="18"></rect>`
      : svg`<rect class="extent" x="0" y=${start} width="18" height=${length}></rect>`;
  };
  return html`<svg class="ruler x" aria-hidden="true" focusable="false">
      <g>${shade('x')}${guard([zoom, size.widthUm], () => marks('x', size.widthUm, zoom))}</g>
    </svg>
    <svg class="ruler y" aria-hidden="true" focusable="false">
      <g>${shade('y')}${guard([zoom, size.heightUm], () => marks('y', size.heightUm, zoom))}</g>
    </svg>
    <span class="ruler-corner" aria-hidden="true">${words.text('millimetre')}</span>`;
}

/** Puts the rulers where the current page begins; called while it scrolls, without drawing the element anew. */
export function alignRulers(root: ShadowRoot | null, stack: PageStack): void {
  const canvas = root?.querySelector<HTMLElement>('.canvas');
  const scroller = stack.scroller.value;
  const box = stack.layout.boxes[stack.page - 1];
  if (!canvas || !scroller || !box) return;
  canvas.style.setProperty('--_page-left', `${stack.leftOf(box) - scroller.scrollLeft}px`);
  canvas.style.setProperty('--_page-top', `${box.top - scroller.scrollTop}px`);
}

function marks(axis: 'x' | 'y', length: number, zoom: number): TemplateResult {
  const step = toPixels(20 * MILLIMETRE, zoom) < 30 ? COARSE : FINE;
  let lines = '';
  const numbers: TemplateResult[] = [];
  for (let at = 0; at * MILLIMETRE <= length; at += step.line) {
    const pixel = round(toPixels(at * MILLIMETRE, zoom));
    const from = at % step.long === 0 ? 8 : 13;
    lines += axis === 'x' ? `M${pixel} ${from}V18` : `M${from} ${pixel}H18`;
    if (at === 0 || at % step.number !== 0) continue;
    numbers.push(
      axis === 'x'
        ? svg`<text x=${pixel + 3} y="9">${at}</text>`
        : svg`<text x="8" y=${pixel} dx="3" transform="rotate(-90 8 ${pixel})">${at}</text>`,
    );
  }
  return svg`<path d=${lines}></path>${numbers}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
