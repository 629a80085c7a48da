/** Pixels of a picture, row by row from the top, four octets each: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Distance of colours, of 441 at most, up to which a pixel is paper, and from which it is ink. */
const PAPER = 40;
const INK = 110;

/** The picture without its paper: what is near to the colour of its edges becomes transparent, softly at the border of the ink. */
export function withoutPaper({ width, height, data }: Pixels): Pixels {
  const paper = edgeColour({ width, height, data });
  const clear = new Uint8ClampedArray(data);
  for (let at = 0; at < clear.length; at += 4) {
    const away = Math.hypot((data[at] ?? 0) - paper[0], (data[at + 1] ?? 0) - paper[1], (data[at + 2] ?? 0) - paper[2]);
    const share = Math.min(1, Math.max(0, (away - PAPER) / (INK - PAPER)));
    clear[at + 3] = (data[at + 3] ?? 0) * share;
  }
  return { width, height, data: clear };
}

/** The rectangle around what can be seen; null where nothing can. */
export function visibleBox({ width, height, data }: Pixels) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < 24) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The middle of the colours along the four edges: a line that runs out of the picture does not change it. */
function edgeColour({ width, height, data }: Pixels): readonly [number, number, number] {
  const edge: number[] = [];
  for (let x = 0; x < width; x += 1) edge.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y += 1) edge.push(y * width, y * width + width - 1);
  const middle = (channel: number): number => {
    const values = edge.map((pixel) => data[pixel * 4 + channel] ?? 0).sort((left, right) => left - right);
    return values[Math.floor(values.length / 2)] ?? 255;
  };
  return [middle(0), middle(1), middle(2)];
}
