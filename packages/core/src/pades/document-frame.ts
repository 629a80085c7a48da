import type { PdfaClaim } from './reading/pdfa-claim.ts';
import type { DigestAlgorithm } from '../ports/index.ts';

/**
 * The document frame: the little of a PDF that a signing revision redefines or depends on, in clear, and a function of the
 * file alone. It is a plain JSON value. PDF objects in it are strings in the one spelling of `spellObject`, references
 * are `n g R`.
 */
export interface DocumentFrame {
  /** Length of the original in octets. */
  readonly n: number;
  readonly algorithm: DigestAlgorithm;
  /** Digest of the whole original, `sha256:<hex>` or its siblings. */
  readonly digest: string;
  /** Octets before `%PDF-`; 0 in explained signing. */
  readonly headerAt: number;
  /** What ends the original after its last %%EOF. */
  readonly endOfLine: 'none' | 'LF' | 'CR' | 'CRLF';
  /** Offset of the last cross-reference section. */
  readonly startxref: number;
  readonly xrefForm: 'table' | 'stream';
  /** Only in the mode `direct`, and only where the new section differs from one of explained signing. */
  readonly xref?: FrameXref;
  /** `/Size` of the last trailer. */
  readonly size: number;
  /** The lowest object number that nothing in any revision defines or refers to. */
  readonly firstFree: number;
  readonly root: string;
  readonly info?: string;
  /** The two strings of the trailer's `/ID`, lower-case hexadecimal. */
  readonly id?: readonly [string, string];
  /** True only where the frame was read in the mode `direct`, by whoever has the password. */
  readonly encrypted: boolean;
  readonly pageCount: number;
  /** The catalog's dictionary. */
  readonly catalog: string;
  readonly acroForm?: { readonly ref: string | null; readonly dictionary: string };
  /** `ref` is null when the array is direct. */
  readonly fieldsArray?: { readonly ref: string | null; readonly array: string };
  /** The pages that get a place, in page order. */
  readonly pages: readonly FramePage[];
  /** Empty signature fields that exist already. */
  readonly preparedFields: readonly FramePreparedField[];
  /** The strictest DocMDP permission of a certification in the file. */
  readonly docMdp: 1 | 2 | 3 | null;
  readonly locks: readonly FrameLock[];
  /** Names of what can change what a reader shows: JavaScript, actions, optional content, multimedia. Sorted. */
  readonly activeContent: readonly string[];
  /** The structure tree of a tagged document that nobody has signed: visible new fields are entered in it. */
  readonly structure?: FrameStructure;
  /** Why new fields of a tagged document stay out of its structure tree. */
  readonly untagged?: UntaggedReason;
  /** What the document claims of PDF/A, which it is to stay. */
  readonly pdfa?: PdfaClaim;
}

/**
 * Where a structure tree takes new elements, and where its parent tree takes their keys (ISO 32000-2 §14.7.2, §14.7.5.4).
 * Each of the four parts is one object of its own where `ref` is given, and else lies in the part that leads to it.
 */
export interface FrameStructure {
  /** The structure tree root. */
  readonly root: { readonly ref: string; readonly dictionary: string };
  /** The only element below the root, where that is the `/Document`; without it the root takes new elements. */
  readonly document?: { readonly ref: string; readonly dictionary: string };
  /** `/K` of what takes new elements, where it is an indirect array. */
  readonly kids?: { readonly ref: string; readonly array: string };
  /** The root node of the parent tree. */
  readonly parentTree: { readonly ref: string | null; readonly dictionary: string };
  /** `/Nums` or `/Kids` of that node, where it is an indirect array. */
  readonly parentTreeEntries?: { readonly ref: string; readonly array: string };
  /** The first key that neither the parent tree nor `/ParentTreeNextKey` gives away. */
  readonly nextKey: number;
}

/**
 * `signed`: no rule lets a later revision change the structure, and validators refuse it for the earlier signature's sake;
 * `malformed`: a tree that readers follow differently or not at all; `shared`: an array of it serves something else too;
 * `too-large`: more than a frame takes.
 */
export type UntaggedReason = 'signed' | 'malformed' | 'shared' | 'too-large';

/** What a section needs behind a file whose own cross-reference is not what explained signing takes. */
export interface FrameXref {
  /** Added to the offsets that the file states; they count from its header then. 0 when absent. */
  readonly base?: number;
  /** A cross-reference stream gets offsets as wide as they are, not of four octets. */
  readonly wide?: true;
  /** The objects of a file whose own cross-reference does not hold: the new section lists them all and has no `/Prev`. */
  readonly objects?: readonly FrameXrefEntry[];
}

/** `[number, generation, offset]`, or `[number, [container, index]]` of an object in an object stream. */
export type FrameXrefEntry = readonly [number, number, number] | readonly [number, readonly [number, number]];

export interface FramePage {
  /** Counted from 1. */
  readonly index: number;
  readonly ref: string;
  readonly dictionary: string;
  readonly annots: { readonly ref: string | null; readonly array: string } | null;
  /** Effective boxes, inherited values resolved: four numbers each in the one spelling. */
  readonly mediaBox: readonly [string, string, string, string];
  readonly cropBox: readonly [string, string, string, string];
  readonly rotate: 0 | 90 | 180 | 270;
  readonly userUnit: string;
  /** References of the page tree nodes from the page's parent up to the root of the tree. */
  readonly parents: readonly string[];
}

export interface FramePreparedField {
  /** Fully qualified name. */
  readonly name: string;
  readonly ref: string;
  readonly dictionary: string;
  /** Page on which the widget lies, from 1; null when it lies on none. */
  readonly page: number | null;
  /** `/Rect` in the one spelling. */
  readonly rect: readonly [string, string, string, string];
  /** The `/Lock` dictionary with references resolved, and whether `/SV` holds required constraints. */
  readonly lock?: string;
  readonly seedValue?: string;
}

export interface FrameLock {
  readonly source: string;
  readonly action: 'All' | 'Include' | 'Exclude';
  readonly fields: readonly string[];
}
