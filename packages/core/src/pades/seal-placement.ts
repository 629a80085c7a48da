/**
 * Where a seal or signature shows on a page. Lengths are integer micrometres, angles integer millidegrees clockwise.
 * `x` and `y` lead from the top left of the CropBox as displayed (Rotate and UserUnit applied) to the top left of the
 * unrotated box; `rotation` turns the box about its centre.
 */
export interface SealPlacement {
  /** Counted from 1. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** The part of the box that is drawn, measured in the unrotated box: a slice of a straddle seal. */
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}
