import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, entryOf } from '../../pdf/index.ts';
import type { DocumentFrame, FramePreparedField } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { resolveDeep } from '../reading/resolve-deep.ts';
import type { SignatureField } from '../reading/signature-fields.ts';
import type { ReferenceCount } from './object-survey.ts';
import { spell } from './spell.ts';

/** What signing redefines of the interactive form. */
export type FormFrame = Pick<DocumentFrame, 'acroForm' | 'fieldsArray'>;

/**
 * The AcroForm dictionary and its `/Fields`, where they lie.
 *
 * @throws {@link PadesError} `PADES_XFA`, `PADES_NEED_APPEARANCES` unless `direct`; `PADES_CATALOG_UNUSABLE`, `PADES_SHARED_FIELDS`.
 */
export async function readFormFrame(
  document: PdfDocument,
  catalog: PdfDict,
  references: ReferenceCount,
  options: CallOptions & { readonly direct: boolean },
): Promise<FormFrame> {
  const entry = entryOf(catalog, 'AcroForm');
  const form = entry === undefined ? undefined : await document.resolve(entry, options);
  if (entry === undefined || form === undefined || form.kind === 'null') return {};
  if (form.kind !== 'dict') throw new PadesError('PADES_CATALOG_UNUSABLE', 'expected a dictionary as /AcroForm of the catalog');
  if (!options.direct) await assertPlainForm(document, form, options);
  const fields = entryOf(form, 'Fields');
  const array = fields === undefined ? undefined : await document.resolve(fields, options);
  const acroForm = { ref: entry.kind === 'ref' ? spell(entry, 'AcroForm') : null, dictionary: spell(form, 'AcroForm') };
  if (fields === undefined || array?.kind !== 'array') return { acroForm };
  if (fields.kind !== 'ref') return { acroForm, fieldsArray: { ref: null, array: spell(array, 'Fields') } };
  if ((await references(fields.number)) > 1)
    throw new PadesError('PADES_SHARED_FIELDS', 'expected a /Fields array that is referred to once');
  return { acroForm, fieldsArray: { ref: spell(fields, 'Fields'), array: spell(array, 'Fields') } };
}

async function assertPlainForm(document: PdfDocument, form: PdfDict, options: CallOptions): Promise<void> {
  if (entryOf(form, 'XFA') !== undefined) throw new PadesError('PADES_XFA', 'expected a form without XFA');
  const need = await document.lookup(form, 'NeedAppearances', options);
  if (need?.kind === 'boolean' && need.value)
    throw new PadesError('PADES_NEED_APPEARANCES', 'expected a form whose appearances readers do not make themselves');
}

/** Empty signature fields merged with their widget, which an act can fill. */
export async function readPreparedFields(
  document: PdfDocument,
  fields: readonly SignatureField[],
  options?: CallOptions,
): Promise<readonly FramePreparedField[]> {
  const prepared: FramePreparedField[] = [];
  for (const { name, ref, dict, value, merged, widgets } of fields) {
    const [widget] = widgets;
    if (value !== undefined || entryOf(dict, 'V') !== undefined || !merged || ref === undefined || widget === undefined) continue;
    const lock = await spelledStructure(document, dict, 'Lock', options);
    const seedValue = await spelledStructure(document, dict, 'SV', options);
    prepared.push({
      name,
      ref: spell(ref, 'field'),
      dictionary: spell(dict, 'field'),
      page: widget.page,
      rect: widget.rect ?? ['0', '0', '0', '0'],
      ...(lock === undefined ? {} : { lock }),
      ...(seedValue === undefined ? {} : { seedValue }),
    });
  }
  return prepared;
}

async function spelledStructure(document: PdfDocument, dict: PdfDict, key: string, options?: CallOptions): Promise<string | undefined> {
  const entry = entryOf(dict, key);
  const value = entry === undefined ? undefined : await resolveDeep(document, entry, options);
  return value?.kind === 'dict' ? spell(value, key) : undefined;
}
