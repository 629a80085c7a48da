import type { Bytes, CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, type PdfRange, type PdfRef, entryOf, latin1Of, nameOf } from '../../pdf/index.ts';
import { type SignatureField, findSignatureFields } from './signature-fields.ts';
import { textOf } from './text-string.ts';

/** A signature dictionary as the file has it, without judgement (ISO 32000-2 table 255). */
export interface SignatureDictionary {
  /** Absent for a dictionary that lies directly in its field. */
  readonly ref?: PdfRef;
  readonly dict: PdfDict;
  /** Fields that share it, in the order of `/Fields`. */
  readonly fields: readonly SignatureField[];
  readonly type?: string;
  readonly filter?: string;
  readonly subFilter?: string;
  /** Decimal texts of `/ByteRange`; undefined when it is not an array of integers. */
  readonly byteRange?: readonly string[];
  /** The octets of `/Contents`, and where the file has them: from `<` to behind `>`. */
  readonly contents?: { readonly bytes: Bytes; readonly range?: PdfRange; readonly written?: 'literal' | 'hexadecimal' };
  /** `/M` as written: what the signer claims. */
  readonly claimedSigningTime?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
  readonly name?: string;
}

/**
 * The value of a signature field, or undefined while it is empty. `fields` are all signature fields of the document where
 * they are known already.
 */
export async function readSignatureDictionary(
  document: PdfDocument,
  field: SignatureField,
  options: CallOptions & { readonly fields?: readonly SignatureField[] } = {},
): Promise<SignatureDictionary | undefined> {
  const { value } = field;
  const dict = value === undefined ? undefined : await document.resolve(value, options);
  if (value === undefined || dict?.kind !== 'dict') return undefined;
  const all = options.fields ?? (await findSignatureFields(document, options));
  const shares = (other: SignatureField): boolean =>
    other.value?.kind === 'ref' && value.kind === 'ref' && other.value.number === value.number;
  return {
    ...(value.kind === 'ref' ? { ref: value } : {}),
    dict,
    fields: value.kind === 'ref' ? all.filter(shares) : [field],
    ...(await readEntries(document, dict, options)),
  };
}

async function readEntries(
  document: PdfDocument,
  dict: PdfDict,
  options: CallOptions,
): Promise<Omit<SignatureDictionary, 'ref' | 'dict' | 'fields'>> {
  const lookup = (key: string): ReturnType<PdfDocument['lookup']> => document.lookup(dict, key, options);
  const contents = entryOf(dict, 'Contents');
  const byteRange = await lookup('ByteRange');
  const integers =
    byteRange?.kind === 'array'
      ? byteRange.items.map((item) => (item.kind === 'number' && item.form === 'integer' ? item.text : undefined))
      : [];
  const whole = integers.filter((text) => text !== undefined);
  return {
    ...present('type', nameOf(await lookup('Type'))),
    ...present('filter', nameOf(await lookup('Filter'))),
    ...present('subFilter', nameOf(await lookup('SubFilter'))),
    ...(byteRange?.kind === 'array' && whole.length === integers.length ? { byteRange: whole } : {}),
    ...(contents?.kind === 'string'
      ? { contents: { bytes: contents.bytes, ...present('range', contents.range), ...present('written', contents.written) } }
      : {}),
    ...present('claimedSigningTime', latin1Of(await lookup('M'))),
    ...present('reason', textOf(await lookup('Reason'))),
    ...present('location', textOf(await lookup('Location'))),
    ...present('contactInfo', textOf(await lookup('ContactInfo'))),
    ...present('name', textOf(await lookup('Name'))),
  };
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } {
  if (value === undefined) return {};
  const entry: { [name in Key]?: Value } = {};
  entry[key] = value;
  return entry;
}
