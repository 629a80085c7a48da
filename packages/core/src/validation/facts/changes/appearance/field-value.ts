import { type PdfDict, type PdfObject, integerOf } from '../../../../pdf/index.ts';
import { decodeTextString } from '../field-tree.ts';
import { type RevisionSnapshot, dictAt, itemsAt, valueAt, valueOf } from '../revision-step.ts';
import { decodePdfDoc } from './character-sets.ts';

const LONGEST_CHAIN = 64;

/** A field's own or inherited entry. @see ISO 32000-2 §12.7.4.1 */
export function inheritedEntry(snapshot: RevisionSnapshot, dict: PdfDict, key: string): PdfObject {
  let node: PdfDict | undefined = dict;
  for (let depth = 0; node !== undefined && depth < LONGEST_CHAIN; depth += 1) {
    const value = valueAt(snapshot, node, key);
    if (value.kind !== 'null') return value;
    node = dictAt(snapshot, node, 'Parent');
  }
  return { kind: 'null' };
}

export function hasFieldFlag(snapshot: RevisionSnapshot, dict: PdfDict, position: number): boolean {
  return Math.floor((integerOf(inheritedEntry(snapshot, dict, 'Ff')) ?? 0) / 2 ** (position - 1)) % 2 === 1;
}

/** What a field with this value should show; undefined for values that are no text. @see ISO 32000-2 §12.7.5.3, §12.7.5.4 */
export function displayedValue(snapshot: RevisionSnapshot, dict: PdfDict, type: string | undefined): string | undefined {
  const value = inheritedEntry(snapshot, dict, 'V');
  if (value.kind === 'null') return '';
  const items = value.kind === 'array' ? value.items.map((item) => textOf(valueOf(snapshot, item))) : [textOf(value)];
  if (items.includes(undefined)) return undefined;
  const texts = items.flatMap((item) => item ?? []);
  if (type !== 'Ch') return texts.join('\n');
  const displays = displayTexts(snapshot, dict);
  return texts.map((text) => displays.get(text) ?? text).join('\n');
}

/** Display texts of options by export value. */
function displayTexts(snapshot: RevisionSnapshot, dict: PdfDict): ReadonlyMap<string, string> {
  const options = inheritedEntry(snapshot, dict, 'Opt');
  const texts = new Map<string, string>();
  for (const item of options.kind === 'array' ? options.items : []) {
    const option = valueOf(snapshot, item);
    if (option.kind !== 'array') continue;
    const [exported, shown] = option.items.map((each) => textOf(valueOf(snapshot, each)));
    if (exported !== undefined && shown !== undefined && !texts.has(exported)) texts.set(exported, shown);
  }
  return texts;
}

function textOf(object: PdfObject): string | undefined {
  if (object.kind !== 'string') return undefined;
  const { bytes } = object;
  const isMarked = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[0] === 0xef;
  return isMarked ? decodeTextString(bytes) : decodePdfDoc(bytes);
}

/** The state that a check box or radio button has by its field's value. @see ISO 32000-2 §12.7.5.2.3, §12.7.5.2.4 */
export function valueState(snapshot: RevisionSnapshot, dict: PdfDict): string | undefined {
  const value = inheritedEntry(snapshot, dict, 'V');
  if (value.kind === 'null') return 'Off';
  return value.kind === 'name' ? value.value : textOf(value);
}

/** The streams of an appearance that a field's text shows in, or that a button may show; by their keys. */
export function appearanceEntries(snapshot: RevisionSnapshot, dict: PdfDict): ReadonlyMap<string, PdfObject> {
  const entries = new Map<string, PdfObject>();
  const appearance = dictAt(snapshot, dict, 'AP');
  for (const [key, value] of appearance?.entries ?? []) {
    const object = valueOf(snapshot, value);
    if (object.kind === 'dict') for (const [state, stream] of object.entries) entries.set(`${key} ${state}`, valueOf(snapshot, stream));
    else if (object.kind !== 'null') entries.set(key, object);
  }
  return entries;
}

/** The area of a rectangle. */
export function areaOf(snapshot: RevisionSnapshot, dict: PdfDict, key: string): number {
  const [a = 0, b = 0, c = 0, d = 0] = (itemsAt(snapshot, dict, key) ?? []).map((item) => (item.kind === 'number' ? item.value : 0));
  return Math.abs(c - a) * Math.abs(d - b);
}
