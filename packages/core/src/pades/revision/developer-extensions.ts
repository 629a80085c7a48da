import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import {
  type PdfDict,
  type PdfDocument,
  type PdfObject,
  dictOf,
  documentCatalog,
  entryOf,
  integerOf,
  nameOf,
  pdfArray,
  pdfDict,
  pdfInteger,
  pdfName,
  pdfString,
} from '../../pdf/index.ts';
import { isSpongeDigest } from '../../crypto/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../../ports/index.ts';
import { resolveDeep } from '../reading/resolve-deep.ts';

/** ISO/TS 32001 adds SHA-3 and SHAKE256 to PDF 2.0, ISO/TS 32002 EdDSA and the brainpool curves; both name their pages. */
const PAGES = { 32001: 'https://www.iso.org/standard/45874.html', 32002: 'https://www.iso.org/standard/45875.html' } as const;

type ExtensionLevel = keyof typeof PAGES;

/**
 * The entries of the catalog that declare what a signature uses beyond ISO 32000-2: `/Extensions` with the document's own
 * declarations kept, and `/Version` where the document is older than what they extend. None where nothing is to be declared.
 *
 * @see ISO 32000-2 §7.12
 */
export async function developerExtensions(
  document: PdfDocument,
  algorithm: SignatureAlgorithm<SigningDigest>,
  options?: CallOptions,
): Promise<ReadonlyMap<string, PdfObject>> {
  const { dict: catalog } = await documentCatalog(document, options);
  const present = entryOf(catalog, 'Extensions');
  const extensions = dictOf(present === undefined ? undefined : await resolveDeep(document, present, options)) ?? pdfDict({});
  const iso = entryOf(extensions, 'ISO_');
  const declared = iso === undefined ? [] : iso.kind === 'array' ? iso.items : [iso];
  const missing = levelsOf(algorithm).filter((level) => !declared.some((one) => levelOf(one) === level));
  if (missing.length === 0) return new Map();
  const entries = new Map([...extensions.entries, ['ISO_', pdfArray([...declared, ...missing.map(extension)])] as const]);
  const version = nameOf(entryOf(catalog, 'Version')) ?? '';
  const older = Math.max(Number(version) || 0, Number(document.version) || 0) < 2;
  return new Map<string, PdfObject>([['Extensions', pdfDict(entries)], ...(older ? [['Version', pdfName('2.0')] as const] : [])]);
}

function levelsOf(algorithm: SignatureAlgorithm<SigningDigest>): readonly ExtensionLevel[] {
  const edwards = algorithm.name === 'Ed25519' || algorithm.name === 'Ed448';
  const brainpool = algorithm.name === 'ECDSA' && algorithm.curve.startsWith('brainpool');
  return [...(isSpongeDigest(algorithm.digest) ? [32001 as const] : []), ...(edwards || brainpool ? [32002 as const] : [])];
}

function levelOf(extension: PdfObject): number | undefined {
  const dict = dictOf(extension);
  return dict === undefined ? undefined : integerOf(entryOf(dict, 'ExtensionLevel'));
}

function extension(level: ExtensionLevel): PdfDict {
  return pdfDict({
    Type: pdfName('DeveloperExtensions'),
    BaseVersion: pdfName('2.0'),
    ExtensionLevel: pdfInteger(level),
    ExtensionRevision: pdfString(encodeLatin1(':2022')),
    URL: pdfString(encodeLatin1(PAGES[level])),
  });
}
