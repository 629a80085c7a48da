/** A part of a drawn page, in its pixels. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of a page as they are read from a canvas: four octets each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** Side of the squares that are compared; a difference in one is shown as the whole square. */
const CELL = 8;
/** Squares with this many squares or fewer between them belong to one place. */
const GAP = 2;
/** Below this a difference of a channel is the smoothing of edges. */
const THRESHOLD = 48;
const MOST_PLACES = 24;

/** Where two drawings of a page differ, from top to bottom. Many scattered places are given as one that holds them all. */
export function differentPlaces(before: Pixels, after: Pixels): readonly PixelBox[] {
  const columns = Math.ceil(Math.max(before.width, after.width) / CELL);
  const rows = Math.ceil(Math.max(before.height, after.height) / CELL);
  const left = new Set<number>();
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) if (cellDiffers(before, after, column, row)) left.add(row * columns + column);
  const places: PixelBox[] = [];
  // What belongs to a place leaves the set, and is not come to again.
  for (const start of left) places.push(boxOf(takePlace(left, start, columns), columns));
  return places.length > MOST_PLACES ? [around(places)] : places;
}

/** The smallest box around several. */
export function around(boxes: readonly PixelBox[]): PixelBox {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function cellDiffers(before: Pixels, after: Pixels, column: number, row: number): boolean {
  for (let y = row * CELL; y < (row + 1) * CELL; y += 1)
    for (let x = column * CELL; x < (column + 1) * CELL; x += 1)
      for (let channel = 0; channel < 3; channel += 1)
        if (Math.abs(valueAt(before, x, y, channel) - valueAt(after, x, y, channel)) > THRESHOLD) return true;
  return false;
}

/** Beyond its edge a page is as white as paper. */
function valueAt({ width, height, data }: Pixels, x: number, y: number, channel: number): number {
  return x < width && y < height ? (data[(y * width + x) * 4 + channel] ?? 255) : 255;
}

/** Takes out all squares that hang together with the first. */
function takePlace(left: Set<number>, start: number, columns: number): readonly number[] {
  left.delete(start);
  const taken = [start];
  for (const cell of taken) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    for (let down = -GAP - 1; down <= GAP + 1; down += 1)
      for (let along = -GAP - 1; along <= GAP + 1; along += 1) {
        const at = column + along;
        const other = (row + down) * columns + at;
        if (at >= 0 && at < columns && left.delete(other)) taken.push(other);
      }
  }
  return taken;
}

function boxOf(cells: readonly number[], columns: number): PixelBox {
  return around(cells.map((cell) => ({ x: (cell % columns) * CELL, y: Math.floor(cell / columns) * CELL, width: CELL, height: CELL })));
}
