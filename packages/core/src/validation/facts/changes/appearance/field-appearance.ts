import { type PdfDict, type PdfObject, type PdfStream, nameOf, sameRef } from '../../../../pdf/index.ts';
import type { Comparison } from '../comparison.ts';
import { equalObjects } from '../equal-objects.ts';
import type { FieldNode } from '../field-tree.ts';
import { type RevisionSnapshot, type RevisionStep, catalogOf, dictAt, valueAt } from '../revision-step.ts';
import { isLookedAt, reachesTouched } from './appearance-reach.ts';
import { appearanceEntries, areaOf, displayedValue, hasFieldFlag, valueState } from './field-value.ts';
import { type AppearanceContext, type ShownAppearance, readShownAppearance } from './shown-text.ts';

const FLAG_PASSWORD = 14;
const FLAG_PUSH_BUTTON = 17;

type AppearanceCode = 'FIELD_APPEARANCE_CHANGED' | 'FIELD_APPEARANCE_DIFFERS' | 'FIELD_APPEARANCE_NOT_COMPARABLE';

/**
 * Filling a field changes its value and makes it show that value. An appearance that shows something else, or of which nobody can
 * say what it shows, is a change of its own. @see ISO 32000-2 §12.7.4.3, §12.8.2.2
 */
export function compareFieldAppearance(comparison: Comparison, before: FieldNode, after: FieldNode): void {
  const { step } = comparison;
  if (!isLookedAt(step, before, after)) return;
  const code = after.type === 'Btn' ? buttonFault(step, before, after) : textFault(step, before, after);
  if (code === undefined) return;
  const object = `${after.ref.number} ${after.ref.generation}`;
  comparison.report({ code, level: 'forbidden', subject: after.name, object, field: after.name });
}

/** A button shows one of the pictures that were signed: the one that its value says. */
function buttonFault(step: RevisionStep, before: FieldNode, after: FieldNode): AppearanceCode | undefined {
  const { older, newer, touched } = step;
  const was = appearanceEntries(older, before.dict);
  const now = appearanceEntries(newer, after.dict);
  const same = was.size === now.size && [...now].every(([key, value]) => isSameObject(was.get(key), value));
  if (!same || reachesTouched(newer, after.dict.entries.get('AP'), touched)) return 'FIELD_APPEARANCE_CHANGED';
  if (hasFieldFlag(newer, after.dict, FLAG_PUSH_BUTTON) || now.size === 0) return undefined;
  const value = valueState(newer, after.dict);
  const expected = value !== undefined && now.has(`N ${value}`) ? value : 'Off';
  return (nameOf(valueAt(newer, after.dict, 'AS')) ?? 'Off') === expected ? undefined : 'FIELD_APPEARANCE_DIFFERS';
}

/** One stream by its number, whatever place it was written to; whether it changed is asked elsewhere. */
function isSameObject(before: PdfObject | undefined, after: PdfObject): boolean {
  return before?.kind === 'stream' && after.kind === 'stream' ? sameRef(before.ref, after.ref) : equalObjects(before, after);
}

function textFault(step: RevisionStep, before: FieldNode, after: FieldNode): AppearanceCode | undefined {
  const { older, newer } = step;
  const value = displayedValue(newer, after.dict, after.type);
  const isSameValue = displayedValue(older, before.dict, before.type) === value;
  const isUntouched =
    equalObjects(before.dict.entries.get('AP'), after.dict.entries.get('AP')) &&
    !reachesTouched(newer, after.dict.entries.get('AP'), step.touched);
  const was = appearanceEntries(older, before.dict);
  for (const [key, stream] of appearanceEntries(newer, after.dict)) {
    const now = read(step, newer, after.dict, stream);
    const earlier = read(step, older, before.dict, was.get(key));
    if (now === undefined || value === undefined || !isDrawnBefore(now, earlier)) return 'FIELD_APPEARANCE_NOT_COMPARABLE';
    const shown = plain(now.text);
    // What shows nothing, as it did when it was signed, contradicts no value: a reader has yet to draw it.
    const isAsSigned = isUntouched ? shown === '' : isSameValue && earlier !== undefined && plain(earlier.text) === shown;
    if (isAsSigned) continue;
    if (shown === plain(value)) {
      if (isSameValue && wasSeenOtherwise(earlier, shown)) return 'FIELD_APPEARANCE_CHANGED';
      continue;
    }
    if (hasFieldFlag(newer, after.dict, FLAG_PASSWORD) && isMasked(shown, value)) continue;
    return RIGHT_TO_LEFT.test(value) ? 'FIELD_APPEARANCE_NOT_COMPARABLE' : 'FIELD_APPEARANCE_DIFFERS';
  }
  return undefined;
}

/** Nobody filled the field in, and what a signer saw there gives way to a value that lay behind it. */
function wasSeenOtherwise(earlier: ShownAppearance | undefined, shown: string): boolean {
  const seen = earlier === undefined ? '' : plain(earlier.text);
  return seen !== '' && seen !== shown;
}

function read(step: RevisionStep, snapshot: RevisionSnapshot, widget: PdfDict, stream: PdfObject | undefined): ShownAppearance | undefined {
  if (stream?.kind !== 'stream' || isScaled(snapshot, widget, stream)) return undefined;
  const catalog = catalogOf(snapshot);
  const form = catalog && dictAt(snapshot, catalog, 'AcroForm');
  const context: AppearanceContext = {
    snapshot,
    octetsOf: (each) => step.contents.get(each.rawRange.start),
    content: (own, dict, key) => {
      const value = valueAt(own, dict, key);
      return value.kind === 'stream' ? step.contents.get(value.rawRange.start) : undefined;
    },
    defaultResources: form && dictAt(snapshot, form, 'DR'),
  };
  return readShownAppearance(context, stream);
}

/** A box that is drawn much smaller or larger than it is hides or cuts what it shows. */
function isScaled(snapshot: RevisionSnapshot, widget: PdfDict, stream: PdfStream): boolean {
  const ratio = areaOf(snapshot, stream.dict, 'BBox') / areaOf(snapshot, widget, 'Rect');
  return !(ratio > 0.25 && ratio < 4);
}

/** Paths within the box, such as the lines between the cells of a comb, must have been there when it was signed. */
function isDrawnBefore(now: ShownAppearance, earlier: ShownAppearance | undefined): boolean {
  return now.paths.every((path) => earlier?.paths.includes(path) === true);
}

/** Line breaks and blanks are where the appearance's writer put them. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, '');
}

/** Hebrew, Arabic and what stands beside them may be drawn in the order of the eye. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

function isMasked(shown: string, value: string): boolean {
  return shown.length === value.length && /^(?:\*+|•+|●+)$/.test(shown);
}
