/** How much ink there is in each pixel, row by row from the top: 0 is paper, 1 full ink. */
export interface InkRaster {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}
