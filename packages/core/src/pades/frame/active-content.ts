import { type PdfDict, type PdfObject, entryOf, nameOf } from '../../pdf/index.ts';

/** Keys whose presence alone can change what a reader shows or does. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ['JS', 'JavaScript'],
  ['AA', 'AdditionalActions'],
  ['OpenAction', 'OpenAction'],
  ['OCProperties', 'OptionalContent'],
  ['XFA', 'XFA'],
  ['RichMediaContent', 'RichMedia'],
  ['Requirements', 'Requirements'],
  ['Trans', 'Transition'],
  ['PresSteps', 'Transition'],
]);
/** Action types (ISO 32000-2 table 201) but GoTo and URI, which show nothing else of this document. */
const ACTIONS = new Set([
  'GoToR',
  'GoToE',
  'GoToDp',
  'Launch',
  'Sound',
  'Movie',
  'Hide',
  'SubmitForm',
  'ResetForm',
  'ImportData',
  'JavaScript',
  'SetOCGState',
  'Rendition',
  'Trans',
  'GoTo3DView',
  'RichMediaExecute',
]);
/** Annotation types that play, run or embed something. */
const ANNOTATIONS = new Set(['Screen', 'Movie', 'Sound', '3D', 'RichMedia']);

/** Every name that {@link activeContentOf} gives. */
export const ACTIVE_CONTENT: ReadonlySet<string> = new Set([...KEYS.values(), ...ACTIONS, ...ANNOTATIONS]);

/** Names of the active content in one dictionary. */
export function activeContentOf(dict: PdfDict): readonly string[] {
  const names: string[] = [];
  for (const [key, name] of KEYS) if (entryOf(dict, key) !== undefined) names.push(name);
  const action = nameOf(entryOf(dict, 'S'));
  if (action !== undefined && ACTIONS.has(action)) names.push(action);
  const subtype = nameOf(entryOf(dict, 'Subtype'));
  if (subtype !== undefined && ANNOTATIONS.has(subtype)) names.push(subtype);
  return names;
}

/** Calls back with every dictionary and every reference in an object. */
export function visitParts(object: PdfObject, onDict: (dict: PdfDict) => void, onRef: (number: number) => void): void {
  const open: PdfObject[] = [object];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (current.kind === 'ref') onRef(current.number);
    else if (current.kind === 'array') for (const item of current.items) open.push(item);
    else if (current.kind === 'dict' || current.kind === 'stream') {
      const dict = current.kind === 'dict' ? current : current.dict;
      onDict(dict);
      for (const value of dict.entries.values()) open.push(value);
    }
  }
}
