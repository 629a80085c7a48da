import { displayedSize, type FramePage, type SealPlacement } from '@sealkit/core/pades';
import { html, nothing, type TemplateResult } from 'lit';
import { formatMillimetres, formatPageRanges } from '../foundation/format.ts';
import { centreOf, fromBottom } from '../seal-placement/placement-geometry.ts';
import type { StepWords } from './step-words.ts';

/** Groups that are shown at once; a longer list opens on request. */
const SHOWN = 3;

/** The same place on one page or several. Lengths are micrometres to the centre, Y from the bottom, as in the placement. */
export interface PlaceGroup {
  readonly pages: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Degrees clockwise. */
  readonly angle: number;
}

/** By page, then from top to bottom, then from the left. */
export function inPageOrder<Place extends SealPlacement>(placements: readonly Place[]): readonly Place[] {
  return [...placements].sort((left, right) => left.page - right.page || left.y - right.y || left.x - right.x);
}

/** Places in page order; equal ones on several pages are one group, so that a seal on every page is one line. */
export function placeGroups(placements: readonly SealPlacement[], pages: readonly FramePage[]): readonly PlaceGroup[] {
  const groups = new Map<string, PlaceGroup>();
  for (const placement of inPageOrder(placements)) {
    const frame = pages.find(({ index }) => index === placement.page);
    const { x, y } = centreOf(placement);
    const place = { x, y: frame ? fromBottom(placement, displayedSize(frame)) : y, angle: Math.round(placement.rotation / 1000) };
    const key = [formatMillimetres(place.x), formatMillimetres(place.y), place.angle].join(' ');
    groups.set(key, { ...place, pages: [...(groups.get(key)?.pages ?? []), placement.page] });
  }
  return [...groups.values()];
}

/** Where the seal will be, in the numbers and words of the placement. */
export function placeList(placements: readonly SealPlacement[], pages: readonly FramePage[], { words }: StepWords): TemplateResult {
  const groups = placeGroups(placements, pages);
  const line = (group: PlaceGroup): TemplateResult =>
    html`<span class="place"
      >${words.text('placeAt', {
        count: group.pages.length,
        pages: formatPageRanges(group.pages),
        x: formatMillimetres(group.x),
        y: formatMillimetres(group.y),
        angle: group.angle,
      })}</span
    >`;
  const rest = groups.slice(groups.length > SHOWN ? SHOWN - 1 : SHOWN);
  return html`<dt>${words.text('places')}</dt>
    <dd class="num">
      ${groups.slice(0, groups.length - rest.length).map(line)}
      ${
        rest.length === 0
          ? nothing
          : html`<details class="more-places">
              <summary>${words.text('morePlaces', { count: rest.length })}</summary>
              ${rest.map(line)}
            </details>`
      }
      <span class="small muted">${words.text('origin')}</span>
    </dd>`;
}
