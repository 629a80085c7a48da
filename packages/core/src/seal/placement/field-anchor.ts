import type { SealPlacement } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import type { FieldPlace } from './field-places.ts';
import type { SealBox } from './page-anchor.ts';
import { roundHalfAway } from './units.ts';

/** A seal keeps its size about the field's centre, or shrinks so that it fits the field whole; it never grows. */
export type FieldFit = 'centre' | 'contain';

/**
 * The places on a named field, one for each of its widgets that shows.
 *
 * @throws {@link SealError} `PLACEMENT_FIELD_MISSING` when no field has the name, `PLACEMENT_FIELD_NOT_SHOWN` when it stands on no page.
 */
export function placeOnField(
  fields: readonly FieldPlace[],
  name: string,
  box: SealBox,
  fit: FieldFit = 'centre',
): readonly SealPlacement[] {
  const named = fields.filter(({ field }) => field === name);
  if (named.length === 0) throw new SealError('PLACEMENT_FIELD_MISSING', 'expected a form field of that name', { facts: { field: name } });
  const shown = named.flatMap(({ place }) => (place === null ? [] : [place]));
  if (shown.length === 0)
    throw new SealError('PLACEMENT_FIELD_NOT_SHOWN', 'expected the field to show on a page', { facts: { field: name } });
  return shown.map((place) => fitInto(place, box, fit));
}

function fitInto(place: SealPlacement, box: SealBox, fit: FieldFit): SealPlacement {
  const scale = fit === 'centre' ? 1 : Math.min(1, place.width / box.widthUm, place.height / box.heightUm);
  const width = scale === 1 ? box.widthUm : Math.max(1, Math.floor(box.widthUm * scale));
  const height = scale === 1 ? box.heightUm : Math.max(1, Math.floor(box.heightUm * scale));
  return {
    page: place.page,
    x: roundHalfAway(place.x + (place.width - width) / 2),
    y: roundHalfAway(place.y + (place.height - height) / 2),
    width,
    height,
    rotation: box.rotation ?? 0,
  };
}
