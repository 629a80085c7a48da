import { type CallOptions, decodeLatin1, decodeUtf8 } from '../../bytes/index.ts';
import { type PdfDocument, type PdfObject, PdfError, dictOf, documentCatalog, entryOf } from '../../pdf/index.ts';

/** What a document says of itself: which part of PDF/A it claims to keep. */
export interface PdfaClaim {
  readonly part: 1 | 2 | 3 | 4;
  /** `A`, `B`, `U`, `E`, `F`; empty where the part has none. */
  readonly conformance: string;
  /** Colour space of its output intent, `RGB`, `CMYK` or `GRAY`; undefined without one. */
  readonly outputColours?: string;
}

const MAX_METADATA = 1024 * 1024;
const PART = /pdfaid:part\s*(?:=\s*["']|>)\s*([1-4])/;
const CONFORMANCE = /pdfaid:conformance\s*(?:=\s*["']|>)\s*([A-Za-z])/;

/** The claim in the XMP metadata of the catalog (ISO 19005-1 §6.7.11); undefined when there is none. */
export async function readPdfaClaim(document: PdfDocument, options?: CallOptions): Promise<PdfaClaim | undefined> {
  const catalog = await documentCatalog(document, options);
  const metadata = await octetsOf(document, entryOf(catalog.dict, 'Metadata'), options);
  if (metadata === undefined || metadata.length > MAX_METADATA) return undefined;
  const xmp = textOf(metadata);
  const part = Number(PART.exec(xmp)?.[1]);
  if (part !== 1 && part !== 2 && part !== 3 && part !== 4) return undefined;
  const outputColours = await readOutputColours(document, entryOf(catalog.dict, 'OutputIntents'), options);
  return {
    part,
    conformance: CONFORMANCE.exec(xmp)?.[1]?.toUpperCase() ?? '',
    ...(outputColours === undefined ? {} : { outputColours }),
  };
}

/** The data colour space in the header of the ICC profile (ISO 15076-1 §7.2.6). */
async function readOutputColours(document: PdfDocument, entry: PdfObject | undefined, options?: CallOptions): Promise<string | undefined> {
  const intents = entry === undefined ? undefined : await document.resolve(entry, options);
  if (intents?.kind !== 'array') return undefined;
  for (const item of intents.items) {
    const intent = dictOf(await document.resolve(item, options));
    const profile = intent === undefined ? undefined : await octetsOf(document, entryOf(intent, 'DestOutputProfile'), options);
    if (profile !== undefined && profile.length >= 20) return decodeLatin1(profile.subarray(16, 20)).trim();
  }
  return undefined;
}

async function octetsOf(document: PdfDocument, entry: PdfObject | undefined, options?: CallOptions): Promise<Uint8Array | undefined> {
  if (entry === undefined) return undefined;
  try {
    const stream = await document.resolve(entry, options);
    return stream.kind === 'stream' ? (await document.decodeStream(stream, options)).bytes : undefined;
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

/** XMP is UTF-8, or UTF-16 with its mark; ASCII is all that the claim is made of. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe || bytes[0] === 0xff) return decodeLatin1(bytes.filter((octet) => octet !== 0));
  try {
    return decodeUtf8(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
}
