import type { UntaggedReason } from './document-frame.ts';
import type { SealPlacement } from './seal-placement.ts';

/** What every place of an act shows. Octets are base64 so that an act is a plain JSON value. */
export type SignatureFace =
  | { readonly kind: 'vector'; readonly svg: string }
  | {
      readonly kind: 'raster';
      readonly format: 'png' | 'jpeg';
      readonly base64: string;
      readonly widthUm: number;
      readonly heightUm: number;
    }
  | TextFace;

/** Text with the outlines of its glyphs, laid out by `layOutText`. Acts without a permit only: a seal's face is its statement's. */
export interface TextFace {
  readonly kind: 'text';
  readonly widthUm: number;
  readonly heightUm: number;
  /** `#rrggbb` */
  readonly colour: string;
  readonly glyphs: readonly TextGlyph[];
  readonly runs: readonly TextRun[];
}

/** One character's outline in thousandths of the em square, y upwards: absolute `M`, `L`, `C`, `Z`. */
export interface TextGlyph {
  readonly codePoint: number;
  readonly advance: number;
  readonly path: string;
}

/** Characters on one baseline, measured from the top left of the face. */
export interface TextRun {
  readonly text: string;
  readonly xUm: number;
  readonly baselineUm: number;
  readonly sizeUm: number;
}

export interface SigningPlace {
  readonly placement: SealPlacement;
  /** Fully qualified name of the prepared field to fill, or the partial name of a new field. */
  readonly field: { readonly kind: 'new' | 'prepared'; readonly name: string };
}

/**
 * One act of signing: what is written into the document, and nothing else. Without places it is an invisible signature
 * with one hidden widget on page 1. A plain JSON value.
 */
export interface SigningAct {
  readonly places: readonly SigningPlace[];
  /** Field of an act without places. */
  readonly invisibleField?: { readonly kind: 'new' | 'prepared'; readonly name: string };
  readonly face: SignatureFace | null;
  readonly reason?: string;
  readonly location?: string;
  readonly contactInfo?: string;
  readonly name?: string;
  /** What a tagged document says of the places to whoever does not see them: `/TU` of the fields, `/Alt` of their elements. */
  readonly description?: string;
  /** Language of `description` (RFC 5646), where it may be another than the document's: `/Lang` of the elements. */
  readonly language?: string;
  /** Certification signature with this DocMDP permission; the command line only. */
  readonly certify?: 1 | 2 | 3;
  /** FieldMDP lock of the new field; the command line only. */
  readonly lock?: { readonly action: 'All' | 'Include' | 'Exclude'; readonly fields: readonly string[] };
  /** First 16 octets of SHA-256 over the permit digest and the frame digest, lower-case hexadecimal: the new second /ID. */
  readonly fileIdentifier: string;
}

/** The revision that a signing act appends, with a hole of zeros where the signature goes. */
export interface SigningRevision {
  /** Octets to append, the hole filled with `0` digits between `<` and `>`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset of `<` within `bytes`, and of the octet after `>`. */
  readonly holeStart: number;
  readonly holeEnd: number;
  /** ByteRange in octets of the whole file. */
  readonly byteRange: readonly [number, number, number, number];
  /** Fully qualified names of the fields that carry the signature, in the order of the places. */
  readonly fields: readonly string[];
  readonly notices: readonly SigningNotice[];
}

/** What a signature leaves undone, and why: a new field stays out of the structure tree of a tagged document. */
export interface SigningNotice {
  readonly code: 'FIELD_UNTAGGED';
  readonly reason: UntaggedReason;
}
