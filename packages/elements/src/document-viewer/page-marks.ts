import type { SealPlacement } from '@sealkit/core/pades';
import { html, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { sealPicture, type FacePicture } from '../foundation/seal-picture.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import { cssProperties } from '../foundation/css-properties.ts';
import type { PageBox } from './page-layout.ts';

/** A place on a page at which something is going to be: shown over the page, never part of the document. */
export interface PageMark {
  readonly placement: SealPlacement;
  /** What will be there; null shows its outline alone. */
  readonly face: FacePicture | null;
  /** Name of the place, for instance with its distances. */
  readonly label: string;
}

/** The marks of one page, each with a frame; the one that is looked at with its name. */
export function pageMarks(marks: readonly PageMark[], current: number, box: PageBox, zoom: number): TemplateResult {
  return html`${marks.map((mark, index) => (mark.placement.page === box.page ? pageMark(mark, index === current, zoom) : ''))}`;
}

function pageMark({ placement, face, label }: PageMark, current: boolean, zoom: number): TemplateResult {
  const { x, y, width, height, rotation, clip } = placement;
  const pixels = (length: number): string => `${toPixels(length, zoom).toFixed(2)}px`;
  const part = clip ?? { x: 0, y: 0, width, height };
  const cut = [part.y, width - part.x - part.width, height - part.y - part.height, part.x].map((length) => pixels(length)).join(' ');
  return html`<div
    class="page-mark ${current ? 'current' : ''}"
    part="mark"
    role="img"
    aria-label=${label}
    ${cssProperties({ left: pixels(x), top: pixels(y), width: pixels(width), height: pixels(height), rotate: `${rotation / 1000}deg` })}
  >
    <div class="mark-stamp" ${cssProperties({ 'clip-path': `inset(${cut})` })}>${face ? sealPicture(face) : icon('seal', 'face')}</div>
    <div class="mark-frame" ${cssProperties({ inset: cut })}></div>
    ${current ? html`<div class="mark-label num" aria-hidden="true" ${cssProperties({ rotate: `${-rotation / 1000}deg` })}>${label}</div>` : ''}
  </div>`;
}
