import { decodeLatin1 } from '../../../bytes/index.ts';
import { type PdfDict, type PdfObject, nameOf } from '../../../pdf/index.ts';
import type { Comparison } from './comparison.ts';
import { differentKeys, equalObjects } from './equal-objects.ts';
import type { FieldNode } from './field-tree.ts';
import { dictAt, valueOf } from './revision-step.ts';

/** The dictionaries of a form before and after, and the fields it had before. */
export interface FormDictionaries {
  readonly was: PdfDict;
  readonly after: PdfDict;
  readonly fields: readonly FieldNode[];
}

/** What makes a reader draw fields anew, or otherwise. */
const REDRAWING: readonly string[] = ['NeedAppearances', 'DA', 'Q'];
/** A font operand of a default appearance (ISO 32000-2 §12.7.4.3). */
const FONT_OPERAND = /\/([^\s/()<>[\]{}%]+)\s+[\d.+-]+\s+Tf/g;
/** Entries of a font that a reader draws with glyphs of its own, in an order that it knows. */
const PLAIN_FONT_KEYS: ReadonlySet<string> = new Set(['Type', 'Subtype', 'BaseFont', 'Name', 'Encoding']);

/**
 * What readers draw fields with: `/DR`, `/DA`, `/Q` and `/NeedAppearances` of the form. Programs that fill forms add fonts and ask
 * for a new drawing, and that is named. The fonts that the signed fields draw with stay what they were: another font under the
 * same name shows another text for the same value.
 *
 * @see ISO 32000-2 §12.7.3, §12.7.4.3
 */
export function compareDefaultResources(comparison: Comparison, form: FormDictionaries): void {
  const { was, after, fields } = form;
  const drawn = fields.some(({ type }) => type !== undefined && type !== 'Sig');
  for (const key of differentKeys(was, after).filter((name) => REDRAWING.includes(name))) {
    const replaced = key !== 'NeedAppearances' && was.entries.has(key) && drawn;
    comparison.report({ code: 'FORM_CHANGED', level: replaced ? 'forbidden' : 'form-filling', subject: key });
  }
  if (drawn) keepFonts(comparison, form);
  compareResources(comparison, was, after);
}

function compareResources(comparison: Comparison, was: PdfDict, after: PdfDict): void {
  const { older, newer } = comparison.step;
  const now = after.entries.get('DR');
  const touched = comparison.allow(now);
  if (!touched && equalObjects(was.entries.get('DR'), now)) return;
  const resources = valueOf(newer, now);
  const plain = now === undefined || resources.kind === 'dict' || resources.kind === 'null';
  comparison.report({
    code: 'FORM_RESOURCES_CHANGED',
    level: plain ? 'form-filling' : 'forbidden',
    ...(dictAt(older, was, 'DR') === undefined ? { subject: 'added' } : {}),
  });
}

function keepFonts(comparison: Comparison, { was, after, fields }: FormDictionaries): void {
  const { older, newer } = comparison.step;
  const before = fontsOf(dictAt(older, was, 'DR'), (dict) => dictAt(older, dict, 'Font'));
  const now = fontsOf(dictAt(newer, after, 'DR'), (dict) => dictAt(newer, dict, 'Font'));
  const used = [was, after, ...fields.map(({ dict }) => dict)].flatMap((dict) => fontNames(dict.entries.get('DA')));
  for (const name of new Set(used)) {
    const font = now.get(name);
    const place = { code: 'FORM_RESOURCES_CHANGED', subject: name };
    if (equalObjects(before.get(name), font)) comparison.keep(font, place);
    else if (before.has(name) || !isPlainFont(comparison, font)) comparison.report({ ...place, level: 'forbidden' });
  }
}

function fontsOf(resources: PdfDict | undefined, fontOf: (dict: PdfDict) => PdfDict | undefined): ReadonlyMap<string, PdfObject> {
  return (resources && fontOf(resources)?.entries) ?? new Map<string, PdfObject>();
}

function fontNames(appearance: PdfObject | undefined): readonly string[] {
  if (appearance?.kind !== 'string') return [];
  return [...decodeLatin1(appearance.bytes).matchAll(FONT_OPERAND)].map(([, name = '']) => name);
}

/** A font without a program or an order of its own: a name that readers draw alike. */
function isPlainFont({ step: { newer } }: Comparison, object: PdfObject | undefined): boolean {
  const font = valueOf(newer, object);
  if (font.kind !== 'dict' || nameOf(font.entries.get('Subtype')) === 'Type3') return false;
  const encoding = font.entries.get('Encoding');
  return [...font.entries.keys()].every((key) => PLAIN_FONT_KEYS.has(key)) && (encoding === undefined || encoding.kind === 'name');
}
