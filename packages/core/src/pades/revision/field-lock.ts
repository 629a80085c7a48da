import {
  type PdfDict,
  type PdfObject,
  dictOf,
  entryOf,
  integerOf,
  nameOf,
  pdfArray,
  pdfDict,
  pdfInteger,
  pdfName,
  pdfRef,
} from '../../pdf/index.ts';
import { frameDict } from '../frame/frame-object.ts';
import type { FrameLock } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import type { SigningAct } from '../signing-act.ts';
import { pdfTextString } from './text-string.ts';

type Lock = NonNullable<SigningAct['lock']>;

/** Whether a lock that binds already forbids a change of the field of this name (ISO 32000-2 §12.8.2.4). */
export function isLocked(name: string, locks: readonly FrameLock[]): boolean {
  const within = (fields: readonly string[]): boolean => fields.some((field) => field === name || name.startsWith(`${field}.`));
  return locks.some(({ action, fields }) => action === 'All' || (action === 'Include' ? within(fields) : !within(fields)));
}

/** The `/Lock` dictionary of a new field (ISO 32000-2 table 235). */
export function signatureFieldLock(lock: Lock): PdfDict {
  return pdfDict(new Map<string, PdfObject>([['Type', pdfName('SigFieldLock')], ...lockEntries(lock)]));
}

/** The signature reference by which a signature puts a field's lock into force (ISO 32000-2 table 255 and 259). */
export function fieldMdpReference(lock: Lock, root: { readonly number: number; readonly generation: number }): PdfDict {
  return signatureReference('FieldMDP', lockEntries(lock), [['Data', pdfRef(root.number, root.generation)]]);
}

/** The same for the `/Lock` of a prepared field, as the frame holds it; its `/P` goes along, as readers expect it there. */
export function preparedFieldMdpReference(lock: string, root: { readonly number: number; readonly generation: number }): PdfDict {
  const dict = frameDict(lock, 'lock');
  const entries: [string, PdfObject][] = [];
  for (const key of ['Action', 'Fields', 'P']) {
    const value = entryOf(dict, key);
    if (value !== undefined) entries.push([key, value]);
  }
  const action = nameOf(entryOf(dict, 'Action'));
  if (action !== 'All' && action !== 'Include' && action !== 'Exclude')
    throw new PadesError('PADES_FRAME_MALFORMED', 'lock: expected an action');
  return signatureReference('FieldMDP', entries, [['Data', pdfRef(root.number, root.generation)]]);
}

/** The signature reference of a certification (ISO 32000-2 table 257). */
export function docMdpReference(permission: 1 | 2 | 3): PdfDict {
  return signatureReference('DocMDP', [['P', pdfInteger(permission)]], []);
}

/** The permission that a lock's `/P` sets, if any. */
export function lockPermission(lock: PdfObject | undefined): number | undefined {
  const dict = dictOf(lock);
  return dict === undefined ? undefined : integerOf(entryOf(dict, 'P'));
}

function lockEntries({ action, fields }: Lock): readonly [string, PdfObject][] {
  if ((action === 'All') !== (fields.length === 0))
    throw new PadesError('PADES_ACT_MALFORMED', 'lock: expected fields for Include and Exclude, none for All');
  return [
    ['Action', pdfName(action)],
    ...(action === 'All' ? [] : [['Fields', pdfArray(fields.map(pdfTextString))] satisfies [string, PdfObject]]),
  ];
}

function signatureReference(method: string, parameters: readonly [string, PdfObject][], more: readonly [string, PdfObject][]): PdfDict {
  const transform = new Map<string, PdfObject>([['Type', pdfName('TransformParams')], ['V', pdfName('1.2')], ...parameters]);
  return pdfDict(
    new Map<string, PdfObject>([
      ['Type', pdfName('SigRef')],
      ['TransformMethod', pdfName(method)],
      ['TransformParams', pdfDict(transform)],
      ...more,
    ]),
  );
}
