import type { DocumentFrame, FramePage, FramePreparedField } from '../document-frame.ts';
import { frameDict } from '../frame/frame-object.ts';
import { type PlacementGeometry, placementToRect } from '../geometry/placement-geometry.ts';
import { compare, parseDecimal, rational, subtract } from '../geometry/rational.ts';
import { entryOf, integerOf } from '../../pdf/index.ts';
import type { SigningDigest } from '../../ports/index.ts';
import { PadesError } from '../pades-error.ts';
import type { SigningAct, SigningPlace } from '../signing-act.ts';
import { isLocked } from './field-lock.ts';
import { assertSeedValueMet } from './seed-value.ts';

/** A field that an act signs, checked against the frame: a new one on its page, or a prepared one. */
export interface PlannedPlace {
  readonly name: string;
  readonly field: { readonly kind: 'new'; readonly page: FramePage } | { readonly kind: 'prepared'; readonly prepared: FramePreparedField };
  /** Absent for an invisible signature. */
  readonly geometry?: PlacementGeometry;
}

/** Explained signing, rule 12. */
const MAX_PLACES = 2_000;
const MAX_NAME = 512;
/** Invisible, Hidden, NoView (ISO 32000-2 table 167). */
const NOT_SHOWN = 1 | 2 | 32;
/** A prepared field's rectangle in points and the permitted place in whole micrometres may differ by their rounding. */
const RECT_TOLERANCE = rational(1, 100);

/**
 * The places of an act in their order, each refused by name where the document does not take it, or the digest of the signature.
 *
 * @throws {@link PadesError}
 */
export function planPlaces(frame: DocumentFrame, act: SigningAct, digestAlgorithm: SigningDigest): readonly PlannedPlace[] {
  if (act.places.length > MAX_PLACES) throw new PadesError('PADES_TOO_MANY_PLACES', `expected at most ${MAX_PLACES} places`);
  if (act.places.length > 0 && (act.face === null || act.invisibleField !== undefined))
    throw new PadesError('PADES_ACT_MALFORMED', 'act: expected a face and no invisible field with places');
  if (act.places.length === 0 && (act.face !== null || act.invisibleField === undefined))
    throw new PadesError('PADES_ACT_MALFORMED', 'act: expected an invisible field and no face without places');
  const planned =
    act.invisibleField === undefined ? act.places.map((place) => visiblePlace(frame, place)) : [invisiblePlace(frame, act.invisibleField)];
  if (new Set(planned.map(({ name }) => name)).size !== planned.length)
    throw new PadesError('PADES_FIELD_NAME_TAKEN', 'act: expected a field of its own for each place');
  for (const place of planned) assertFieldFree(frame, act, place, digestAlgorithm);
  return planned;
}

function visiblePlace(frame: DocumentFrame, { placement, field }: SigningPlace): PlannedPlace {
  const page = framePage(frame, placement.page);
  const geometry = placementToRect(placement, page);
  if (field.kind === 'new') return { name: field.name, geometry, field: { kind: 'new', page } };
  const prepared = preparedField(frame, field.name);
  if (prepared.page !== placement.page || !sameRectangle(prepared.rect, geometry.rect))
    throw new PadesError('PADES_PREPARED_FIELD_ELSEWHERE', `field ${field.name}: expected its own page and rectangle as the place`);
  assertShown(prepared);
  return { name: field.name, geometry, field: { kind: 'prepared', prepared } };
}

function invisiblePlace(frame: DocumentFrame, field: NonNullable<SigningAct['invisibleField']>): PlannedPlace {
  if (field.kind === 'new') return { name: field.name, field: { kind: 'new', page: framePage(frame, 1) } };
  return { name: field.name, field: { kind: 'prepared', prepared: preparedField(frame, field.name) } };
}

function framePage(frame: DocumentFrame, index: number): FramePage {
  const page = frame.pages.find((candidate) => candidate.index === index);
  if (page === undefined)
    throw new PadesError('PADES_PLACE_NOT_IN_FRAME', `expected page ${index} in the frame`, { facts: { page: index } });
  return page;
}

function preparedField(frame: DocumentFrame, name: string): FramePreparedField {
  const found = frame.preparedFields.find((candidate) => candidate.name === name);
  if (found === undefined) throw new PadesError('PADES_PREPARED_FIELD_MISSING', `expected an empty signature field ${name}`);
  return found;
}

function sameRectangle(left: readonly string[], right: readonly string[]): boolean {
  return left.every((text, index) => {
    const [a, b] = [parseDecimal(text), parseDecimal(right[index] ?? '')];
    if (a === undefined || b === undefined) return false;
    const difference = compare(a, b) < 0 ? subtract(b, a) : subtract(a, b);
    return compare(difference, RECT_TOLERANCE) <= 0;
  });
}

/** A seal in a field that a reader hides would be signed and not seen. */
function assertShown({ name, dictionary }: FramePreparedField): void {
  const dict = frameDict(dictionary, `field ${name}`);
  const flags = integerOf(entryOf(dict, 'F')) ?? 0;
  if ((flags & NOT_SHOWN) !== 0 || entryOf(dict, 'OC') !== undefined)
    throw new PadesError('PADES_PREPARED_FIELD_HIDDEN', `field ${name}: expected a field that readers show`);
}

function assertFieldFree(frame: DocumentFrame, act: SigningAct, { name, field }: PlannedPlace, digestAlgorithm: SigningDigest): void {
  if (frame.docMdp === 1) throw new PadesError('PADES_CERTIFIED_NO_CHANGES', 'the document is certified and permits no change');
  if (isLocked(name, frame.locks)) throw new PadesError('PADES_LOCKED', `field ${name}: locked by an earlier signature`);
  if (field.kind === 'prepared') {
    if (field.prepared.seedValue !== undefined) assertSeedValueMet(field.prepared.seedValue, act, digestAlgorithm, name);
    return;
  }
  if (frame.docMdp !== null)
    throw new PadesError('PADES_NEW_FIELD_AFTER_CERTIFICATION', 'the document is certified and permits signatures in prepared fields only');
  if (name === '' || name.length > MAX_NAME || name.includes('.'))
    throw new PadesError('PADES_ACT_MALFORMED', 'act: expected a field name without periods');
  if (frame.preparedFields.some((prepared) => prepared.name === name || prepared.name.startsWith(`${name}.`)))
    throw new PadesError('PADES_FIELD_NAME_TAKEN', `field ${name}: the name is taken`);
}
