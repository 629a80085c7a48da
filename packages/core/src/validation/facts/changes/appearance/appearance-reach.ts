import type { PdfDict, PdfObject, PdfStream } from '../../../../pdf/index.ts';
import { equalObjects } from '../equal-objects.ts';
import type { FieldNode } from '../field-tree.ts';
import { type RevisionSnapshot, type RevisionStep, dictAt, valueAt, valueOf } from '../revision-step.ts';
import { appearanceEntries, inheritedEntry } from './field-value.ts';

type Step = Pick<RevisionStep, 'older' | 'newer' | 'touched'>;

const VISITS_LIMIT = 2_000;
const FORMS_LIMIT = 64;

/** Whether a step changed what a field says or how it shows. A field without an appearance shows nothing that could be wrong. */
export function isLookedAt({ older, newer, touched }: Step, before: FieldNode, after: FieldNode): boolean {
  const appearance = after.dict.entries.get('AP');
  if (after.type === 'Sig' || appearance === undefined || valueOf(newer, appearance).kind === 'null') return false;
  const own = ['AP', 'AS'].some((key) => !equalObjects(before.dict.entries.get(key), after.dict.entries.get(key)));
  const inherited = ['V', 'Opt', 'Ff'].some(
    (key) => !equalObjects(inheritedEntry(older, before.dict, key), inheritedEntry(newer, after.dict, key)),
  );
  return own || inherited || reachesTouched(newer, appearance, touched);
}

/** Whether something below an object was added or changed; an object with more below it than is looked at counts as changed. */
export function reachesTouched(snapshot: RevisionSnapshot, object: PdfObject | undefined, touched: RevisionStep['touched']): boolean {
  const seen = new Set<number>();
  const open: PdfObject[] = object === undefined ? [] : [object];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'array') open.push(...next.items.slice(0, VISITS_LIMIT));
    else if (next.kind === 'dict') open.push(...entriesBelow(next));
    else if (next.kind === 'stream') open.push(...entriesBelow(next.dict));
    else if (next.kind === 'ref' && !seen.has(next.number)) {
      if (touched.has(next.number) || seen.size >= VISITS_LIMIT) return true;
      seen.add(next.number);
      open.push(snapshot.object(next));
    }
  }
  return false;
}

function entriesBelow(dict: PdfDict): readonly PdfObject[] {
  return [...dict.entries].filter(([key]) => key !== 'Parent' && key !== 'P').map(([, value]) => value);
}

/** The streams that say what a field shows: its forms, forms in these, and /ToUnicode of their fonts. */
export function streamsOfAppearance(snapshot: RevisionSnapshot, dict: PdfDict, defaults: PdfDict | undefined): readonly PdfStream[] {
  const streams = new Set<PdfStream>();
  const forms = [...appearanceEntries(snapshot, dict).values()].filter((object) => object.kind === 'stream');
  for (let form = forms.pop(); form !== undefined; form = forms.pop()) {
    if (streams.size > FORMS_LIMIT || streams.has(form)) continue;
    streams.add(form);
    const resources = dictAt(snapshot, form.dict, 'Resources');
    for (const each of [resources, defaults]) for (const stream of unicodeMaps(snapshot, each)) streams.add(stream);
    for (const object of valuesAt(snapshot, resources, 'XObject')) if (object.kind === 'stream' && isForm(object)) forms.push(object);
  }
  return [...streams];
}

function isForm(stream: PdfStream): boolean {
  const subtype = stream.dict.entries.get('Subtype');
  return subtype?.kind === 'name' && subtype.value === 'Form';
}

function unicodeMaps(snapshot: RevisionSnapshot, resources: PdfDict | undefined): readonly PdfStream[] {
  return valuesAt(snapshot, resources, 'Font').flatMap((font) => {
    const map = font.kind === 'dict' ? valueAt(snapshot, font, 'ToUnicode') : undefined;
    return map?.kind === 'stream' ? [map] : [];
  });
}

function valuesAt(snapshot: RevisionSnapshot, resources: PdfDict | undefined, key: string): readonly PdfObject[] {
  const entry = resources && dictAt(snapshot, resources, key);
  return [...(entry?.entries.values() ?? [])].slice(0, FORMS_LIMIT).map((value) => valueOf(snapshot, value));
}
