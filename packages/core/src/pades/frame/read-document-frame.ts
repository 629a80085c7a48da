import type { ByteSource, CallOptions } from '../../bytes/index.ts';
import { digestSource, formatDigest } from '../../crypto/index.ts';
import {
  type PageTree,
  type PdfDict,
  type PdfDocument,
  PdfError,
  type PdfRevision,
  documentCatalog,
  entryOf,
  integerOf,
  openPdf,
  walkPageTree,
} from '../../pdf/index.ts';
import { encodeHex } from '../../bytes/index.ts';
import type { DigestAlgorithm, DigestEngine } from '../../ports/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { type FieldTree, walkFieldTree } from '../reading/field-tree.ts';
import { readPdfaClaim } from '../reading/pdfa-claim.ts';
import { readPermissions } from '../reading/permissions.ts';
import { signatureFieldsOf } from '../reading/signature-fields.ts';
import { assertNoMac } from './assert-no-mac.ts';
import { assertOpen } from './assert-open.ts';
import { readFormFrame, readPreparedFields } from './form-frame.ts';
import { frameXrefForm, readFrameXref } from './frame-xref.ts';
import { firstFreeNumber, lazySurvey, surveyObjects } from './object-survey.ts';
import { readFramePages } from './page-frames.ts';
import { spell } from './spell.ts';
import type { StructureFrame, StructureFrameOptions } from './structure-frame.ts';

export interface DocumentFrameOptions extends CallOptions {
  readonly algorithm: DigestAlgorithm;
  /** The pages that may get a place, from 1; page 1 when there is none, for an invisible signature. */
  readonly pages: readonly number[];
  /**
   * `explained` (the default) refuses all that explained signing refuses; `direct` takes what whoever holds the document
   * can sign safely: octets before the header and after the end, a cross-reference that does not hold where each object is
   * in one place only, forms whose appearances readers make, odd page trees.
   */
  readonly mode?: 'explained' | 'direct';
  /**
   * What is to be appended: a signature (the default), or what a certification that permits no change permits all the same,
   * validation material and document time-stamps (ISO 32000-2 §12.8.2.2).
   */
  readonly purpose?: 'signature' | 'augmentation';
  readonly engine?: DigestEngine;
  /** User or owner password of an encrypted document, which only the mode `direct` takes. */
  readonly password?: string;
  /** The digest of the whole original as `sha256:<hex>`, where it is known already; else it is computed here. */
  readonly digest?: string;
}

/** Faults by which two readers may number pages, or see them, differently. */
const PAGE_FAULTS = new Set(['kid-not-a-reference', 'kid-missing', 'kids-missing', 'count-wrong', 'parent-wrong']);

/**
 * Reads the frame of a document: what signing redefines or depends on, a function of the file alone.
 *
 * @throws {@link PadesError} naming what is refused (explained signing, rule 11); `PdfError` for what is no PDF.
 */
export async function readDocumentFrame(source: ByteSource, options: DocumentFrameOptions): Promise<DocumentFrame> {
  return frameOfDocument(await openPdf(source, options), options);
}

/** The same for a document that is open already. */
export async function frameOfDocument(document: PdfDocument, options: DocumentFrameOptions): Promise<DocumentFrame> {
  try {
    return await frameAsOpened(document, options);
  } catch (error) {
    // What is encrypted would need its password again.
    if (options.mode !== 'direct' || document.encrypted || !isXrefFault(error)) throw error;
    return frameAsOpened(await rebuiltOf(document, error, options), options);
  }
}

/** A cross-reference of which some entries lead elsewhere: a search of the file may find each object in one place. */
function isXrefFault(error: unknown): error is PadesError | PdfError {
  if (error instanceof PdfError) return error.code === 'PDF_XREF_MISMATCH';
  return error instanceof PadesError && error.code === 'PADES_XREF_REPAIRED';
}

async function rebuiltOf(document: PdfDocument, fault: PadesError | PdfError, options: DocumentFrameOptions): Promise<PdfDocument> {
  if (document.notices.includes('xref-rebuilt')) throw fault;
  const { signal, engine } = options;
  const opening = { ...(signal === undefined ? {} : { signal }), ...(engine === undefined ? {} : { engine }), limits: document.limits };
  try {
    return await openPdf(document.source, { ...opening, xref: 'rebuild' });
  } catch (error) {
    throw error instanceof PdfError ? fault : error;
  }
}

async function frameAsOpened(document: PdfDocument, options: DocumentFrameOptions): Promise<DocumentFrame> {
  const direct = options.mode === 'direct';
  const last = assertSignable(document, direct);
  const xref = direct ? await readFrameXref(document, options) : undefined;
  const catalog = await documentCatalog(document, options);
  const pages = options.pages.length === 0 ? [1] : options.pages;
  // Whoever holds the document needs no more of it than signing redefines; an attester tells of the whole.
  const survey = direct ? lazySurvey(document, options) : await surveyObjects(document, { ...options, tolerant: false });
  const firstFree = await firstFreeNumber(document, options);
  const tree = assertPageTree(await walkPageTree(document, { ...options, ...(direct ? { until: Math.max(...pages) } : {}) }), direct);
  const fieldTree = assertFieldTree(await walkFieldTree(document, options), direct);
  const fields = await signatureFieldsOf(document, fieldTree, { ...options, placesOf: direct ? 'empty' : 'all' });
  if (document.repaired && fields.some(({ value }) => value !== undefined))
    throw new PadesError('PADES_XREF_REPAIRED', 'expected a document without signatures, or with a cross-reference that holds');
  const permissions = await readPermissions(document, fields, options);
  if (permissions.docMdp === 1 && options.purpose !== 'augmentation')
    throw new PadesError('PADES_CERTIFIED_NO_CHANGES', 'the document is certified and permits no change');
  const form = await readFormFrame(document, catalog.dict, survey.references, { ...options, direct });
  const framed = await readFramePages(document, tree, pages, survey.references, options);
  const preparedFields = await readPreparedFields(document, fields, options);
  const structure = await structureFrame(document, catalog.dict, {
    ...signalOf(options),
    references: survey.references,
    signed: fields.some(({ value }) => value !== undefined),
    taken: [spell(catalog.ref, 'root'), ...partReferences({ ...form, pages: framed, preparedFields })],
  });
  const info = entryOf(last.trailer, 'Info');
  const id = fileIdentifiers(last);
  const pdfa = await readPdfaClaim(document, options);
  return {
    n: document.size,
    algorithm: options.algorithm,
    digest: options.digest ?? formatDigest(options.algorithm, await digestSource(options.algorithm, document.source, options)),
    headerAt: document.headerOffset,
    endOfLine: last.endOfLine,
    startxref: last.startxref,
    xrefForm: frameXrefForm(document, xref),
    ...(xref === undefined ? {} : { xref }),
    size: integerOf(entryOf(last.trailer, 'Size')) ?? firstFree,
    firstFree,
    root: spell(catalog.ref, 'root'),
    ...(info?.kind === 'ref' ? { info: spell(info, 'info') } : {}),
    ...(id === undefined ? {} : { id }),
    encrypted: document.encrypted,
    pageCount: tree.count,
    catalog: spell(catalog.dict, 'catalog'),
    ...form,
    pages: framed,
    preparedFields,
    ...permissions,
    activeContent: survey.activeContent,
    ...structure,
    ...(pdfa === undefined ? {} : { pdfa }),
  };
}

/** The reader of structure trees is loaded for documents that have one. */
async function structureFrame(document: PdfDocument, catalog: PdfDict, options: StructureFrameOptions): Promise<StructureFrame> {
  if (entryOf(catalog, 'StructTreeRoot') === undefined) return {};
  const { readStructureFrame } = await import('./structure-frame.ts');
  return readStructureFrame(document, catalog, options);
}

/** References of what signing redefines besides catalog and structure tree, and of what the pages hang on. */
function partReferences({
  acroForm,
  fieldsArray,
  pages,
  preparedFields,
}: Pick<DocumentFrame, 'acroForm' | 'fieldsArray' | 'pages' | 'preparedFields'>): readonly string[] {
  const ofPages = pages.flatMap(({ ref, annots, parents }) => [ref, annots?.ref, ...parents]);
  const references = [acroForm?.ref, fieldsArray?.ref, ...ofPages, ...preparedFields.map(({ ref }) => ref)];
  return references.filter((ref) => ref !== undefined && ref !== null);
}

function signalOf({ signal }: CallOptions): CallOptions {
  return signal === undefined ? {} : { signal };
}

/** The newest revision, when one may be appended behind it. */
function assertSignable(document: PdfDocument, direct: boolean): PdfRevision {
  // Explained signing takes no encrypted document: the server would have to be told its key.
  if (document.encrypted && !direct) throw new PadesError('PADES_ENCRYPTED', 'expected a document that is not encrypted');
  assertOpen(document);
  assertNoMac(document);
  if (document.headerOffset !== 0 && !direct) throw new PadesError('PADES_JUNK_BEFORE_HEADER', 'expected %PDF- as the first octets');
  if (document.repaired && !direct)
    throw new PadesError('PADES_XREF_REPAIRED', 'expected a cross-reference that holds, got one that had to be rebuilt');
  const last = document.revisions.at(-1);
  if (last === undefined || document.notices.includes('revisions-out-of-order'))
    throw new PadesError('PADES_XREF_UNUSABLE', 'expected revisions one behind the other');
  if (!direct && (!last.closed || last.end !== document.size))
    throw new PadesError('PADES_TRAILING_BYTES', 'expected %%EOF and at most one end of line at the end of the file');
  return last;
}

function assertPageTree(tree: PageTree, direct: boolean): PageTree {
  const numbers = (faults: readonly string[]): readonly number[] =>
    tree.faults.filter(({ fault }) => faults.includes(fault)).map(({ number }) => number);
  const repeated = numbers(['page-repeated', 'node-repeated', 'node-loop']);
  if (repeated.length > 0)
    throw new PadesError('PADES_PAGE_TWICE_IN_TREE', 'expected each page once in the page tree', { facts: { objects: repeated } });
  const odd = numbers(direct ? ['kid-not-a-reference'] : [...PAGE_FAULTS]);
  // Even a hidden signature has a widget, and a widget a page (ISO 32000-2 §12.5.6.19).
  if (tree.pages.length === 0) throw new PadesError('PADES_NO_PAGES', 'expected a document with pages');
  if (odd.length > 0)
    throw new PadesError('PADES_PAGE_TREE_UNUSABLE', 'expected a page tree that all readers read alike', { facts: { objects: odd } });
  return tree;
}

/** Whoever holds the document reads around faults, but not around fields that were not read: one may be a signature. */
function assertFieldTree(tree: FieldTree, direct: boolean): FieldTree {
  const faults = direct ? tree.faults.filter((fault) => fault === 'tree-too-large' || fault === 'tree-too-deep') : tree.faults;
  if (faults.length > 0) throw new PadesError('PADES_FIELD_TREE_UNUSABLE', 'expected a sound field tree', { facts: { faults } });
  return tree;
}

/** The two strings of the trailer's `/ID`, where they stand there directly. */
function fileIdentifiers({ trailer }: PdfRevision): DocumentFrame['id'] {
  const id = entryOf(trailer, 'ID');
  if (id?.kind !== 'array') return undefined;
  const [first, second] = id.items;
  if (id.items.length !== 2 || first?.kind !== 'string' || second?.kind !== 'string') return undefined;
  return [encodeHex(first.bytes), encodeHex(second.bytes)];
}
