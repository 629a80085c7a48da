import type { SealKind } from '../lifecycle/states.ts';

/** What a face shows. */
export interface SealFaceSpec {
  readonly kind: SealKind;
  /** The name around the face: at most 40 characters. */
  readonly ringText: string;
  /** Outer edge of the ink; the usual size of the kind when left out. */
  readonly diameterMm?: number;
  /** The horizontal line of contract, finance and HR seals; the usual words of the kind when left out. */
  readonly line?: string;
  /** At most 20 characters on the lower arc. */
  readonly code?: string;
  /** Draws the three marks of test material. */
  readonly testMaterial: boolean;
}

export type FaceIssueCode =
  /** This kind is not drawn here: its picture comes as a file. */
  | 'FACE_KIND_NOT_DRAWN'
  /** The kind does not come in this size. */
  | 'FACE_SIZE_NOT_DRAWN'
  | 'RING_EMPTY'
  /** Over 40 characters: a larger face does not help, a registered short name does. */
  | 'RING_TOO_LONG'
  /** Below the narrowest glyph that can be read: a larger face or a registered short name. */
  | 'RING_TOO_NARROW'
  | 'LINE_TOO_SHORT'
  | 'LINE_TOO_LONG'
  | 'LINE_NOT_IN_KIND'
  | 'CODE_TOO_LONG';

export interface FaceIssue {
  readonly code: FaceIssueCode;
  /** Characters that were asked for, and the most or least that fit; for sizes, millimetres. */
  readonly actual?: number;
  readonly limit?: number;
}

/** A face, or the reasons why it is not drawn: `svg` is null exactly when there are issues. */
export type SealFace =
  | { readonly svg: string; readonly widthUm: number; readonly heightUm: number; readonly issues: readonly [] }
  | { readonly svg: null; readonly widthUm: number; readonly heightUm: number; readonly issues: readonly FaceIssue[] };

/** Seal red, one flat colour. */
export const SEAL_RED = '#CF111B';
