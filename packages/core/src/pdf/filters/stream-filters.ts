import { type Bytes, copyBytes } from '../../bytes/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import { type PdfDict, type PdfObject, entryOf, integerOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import type { Decoded } from './decoded-octets.ts';
import { inflate } from './inflate.ts';
import { decodeLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';
import { decodeAscii85, decodeAsciiHex, decodeRunLength } from './text-filters.ts';

/** One filter with its parameters, references resolved. */
export interface StreamFilter {
  readonly name: string;
  readonly parameters?: PdfDict;
}

export interface DecodedStream {
  readonly bytes: Bytes;
  /** False when the encoding was damaged or cut; the octets are what could be decoded. */
  readonly complete: boolean;
  /** The filter of an image (DCT, JPX, CCITT, JBIG2) at which decoding stopped: the octets are in its format. */
  readonly imageFilter?: string;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  AHx: 'ASCIIHexDecode',
  A85: 'ASCII85Decode',
  LZW: 'LZWDecode',
  Fl: 'FlateDecode',
  RL: 'RunLengthDecode',
  CCF: 'CCITTFaxDecode',
  DCT: 'DCTDecode',
};

const IMAGE_FILTERS: readonly string[] = ['DCTDecode', 'JPXDecode', 'CCITTFaxDecode', 'JBIG2Decode'];

/** The filters that /Filter and /DecodeParms name; both resolved, arrays of direct objects. */
export function streamFilters(
  filter: PdfObject | undefined,
  parameters: PdfObject | undefined,
  limits: PdfLimits,
): readonly StreamFilter[] {
  const names = listOf(filter);
  assertWithin('filters', names.length, limits);
  const dicts = listOf(parameters);
  return names.map((name, index) => {
    if (name.kind !== 'name') throw new PdfError('PDF_STREAM_MALFORMED', 'expected names of filters');
    const own = dicts[index];
    const full = ABBREVIATIONS[name.value] ?? name.value;
    return own?.kind === 'dict' ? { name: full, parameters: own } : { name: full };
  });
}

function listOf(object: PdfObject | undefined): readonly PdfObject[] {
  if (object === undefined || object.kind === 'null') return [];
  return object.kind === 'array' ? object.items : [object];
}

/** What may decode in the place of JavaScript. */
export type InflateEngine = Pick<DigestEngine, 'inflate'>;

/**
 * Decodes a stream through its filters up to the first filter of an image.
 *
 * @throws {@link PdfError} `PDF_FILTER_UNSUPPORTED`, `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.4
 */
export function decodeFilters(raw: Uint8Array, filters: readonly StreamFilter[], limits: PdfLimits, engine?: InflateEngine): DecodedStream {
  let current: Decoded | undefined;
  for (const filter of filters) {
    const source = current?.bytes ?? raw;
    if (IMAGE_FILTERS.includes(filter.name)) {
      return { bytes: current?.bytes ?? copyBytes(raw), complete: current?.complete ?? true, imageFilter: filter.name };
    }
    const decoded = decodeFilter(source, filter, limits, engine);
    current = { bytes: decoded.bytes, complete: decoded.complete && (current?.complete ?? true) };
  }
  return current ?? { bytes: copyBytes(raw), complete: true };
}

function decodeFilter(source: Uint8Array, filter: StreamFilter, limits: PdfLimits, engine: InflateEngine | undefined): Decoded {
  const number = (key: string, otherwise: number): number =>
    (filter.parameters === undefined ? undefined : integerOf(entryOf(filter.parameters, key))) ?? otherwise;
  const predicted = (decoded: Decoded): Decoded =>
    undoPredictor(
      decoded,
      {
        predictor: number('Predictor', 1),
        colors: number('Colors', 1),
        bitsPerComponent: number('BitsPerComponent', 8),
        columns: number('Columns', 1),
      },
      limits,
    );
  switch (filter.name) {
    case 'FlateDecode':
      return predicted(inflateBy(engine, source, limits));
    case 'LZWDecode':
      return predicted(decodeLzw(source, number('EarlyChange', 1) === 0 ? 0 : 1, limits));
    case 'ASCIIHexDecode':
      return decodeAsciiHex(source, limits);
    case 'ASCII85Decode':
      return decodeAscii85(source, limits);
    case 'RunLengthDecode':
      return decodeRunLength(source, limits);
    default:
      throw new PdfError('PDF_FILTER_UNSUPPORTED', 'expected a filter of ISO 32000-2 table 6', { facts: { filter: filter.name } });
  }
}

function inflateBy(engine: InflateEngine | undefined, source: Uint8Array, limits: PdfLimits): Decoded {
  const bytes = engine?.inflate?.(source, limits.decodedBytes);
  return bytes === undefined ? inflate(source, limits) : { bytes, complete: true };
}
