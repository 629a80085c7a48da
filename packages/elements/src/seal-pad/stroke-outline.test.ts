import { faceToForm, parseFacePath, parseFaceSvg } from '@sealkit/core/pades';
import { inkBounds, inkFace, inkFault, padPlace } from './ink-face.ts';
import { NO_STROKES, type PadStroke, redone, undone, withStrokes } from './pad-strokes.ts';
import { DEFAULT_PEN, strokeOutline } from './stroke-outline.ts';

const stroke = (places: readonly (readonly [number, number])[], pressure = 0.5, measured = false): PadStroke => ({
  points: places.map(([x, y], index) => ({ x, y, pressure, time: index * 16 })),
  measured,
});
const WAVE = stroke(
  Array.from({ length: 60 }, (_, index) => [5000 + index * 700, 12_000 + Math.round(6000 * Math.sin(index / 4))] as const),
);

/** Twice the area of each closed part, with its sign. */
function turns(d: string): readonly number[] {
  const areas: number[] = [];
  let part: (readonly [number, number])[] = [];
  for (const { command, coordinates } of parseFacePath(d).segments) {
    if (command === 'M') part = [];
    if (command !== 'Z') part.push([coordinates.at(-2) ?? 0, coordinates.at(-1) ?? 0]);
    else
      areas.push(
        part.reduce(
          (sum, [x, y], index) => sum + x * (part[(index + 1) % part.length]?.[1] ?? 0) - (part[(index + 1) % part.length]?.[0] ?? 0) * y,
          0,
        ),
      );
  }
  return areas;
}

describe('the outline of a stroke', () => {
  it('is path data of the closed profile whose parts all run the same way round', () => {
    const areas = turns(strokeOutline(WAVE, DEFAULT_PEN));
    expect(areas.length).to.be.greaterThan(100);
    expect(areas.every((area) => area > 0)).to.equal(true);
  });

  it('is wider where the pen was pressed, and without pressure where the hand was slow', () => {
    const width = (of: PadStroke): number => inkFaceHeight(of);
    const line = [
      [5000, 12_000],
      [30_000, 12_000],
      [55_000, 12_000],
    ] as const;
    expect(width(stroke(line, 1, true))).to.be.greaterThan(width(stroke(line, 0.1, true)));
    const slow = Array.from({ length: 50 }, (_, index) => [5000 + index * 1000, 12_000] as const);
    expect(width(stroke(slow))).to.be.greaterThan(width(stroke(line)));
  });

  it('gives one disc for a dot', () => {
    expect(turns(strokeOutline(stroke([[30_000, 12_000]]), DEFAULT_PEN)).length).to.equal(1);
  });
});

/** Height of what is painted, in micrometres of the page. */
function inkFaceHeight(of: PadStroke): number {
  const ys = parseFacePath(strokeOutline(of, DEFAULT_PEN)).segments.flatMap(({ coordinates }) =>
    coordinates.filter((_, index) => index % 2 === 1),
  );
  return Math.max(...ys) - Math.min(...ys);
}

describe('strokes as a face', () => {
  it('is read by core as a drawn face of the size of the ink, and becomes a form', () => {
    const svg = inkFace([WAVE], DEFAULT_PEN, '#17212B') ?? '';
    const face = parseFaceSvg(svg);
    const { width, height } = inkBounds([WAVE], DEFAULT_PEN.most / 2 + 250);
    expect([face.widthUm, face.heightUm]).to.deep.equal([width, height]);
    expect(faceToForm(svg).content.length).to.be.greaterThan(0);
  });

  it('stays within the longest face that is read; what does not fit by any means is none', () => {
    const rows = (count: number): readonly PadStroke[] =>
      Array.from({ length: count }, (_, row) =>
        stroke(Array.from({ length: 400 }, (_, index) => [index * 150, 500 + row * 580 + (index % 7) * 60] as const)),
      );
    expect(parseFaceSvg(inkFace(rows(20), DEFAULT_PEN, '#000000') ?? '').paths.length).to.equal(20);
    expect(inkFace([...rows(40), ...rows(40), ...rows(40), ...rows(40)], DEFAULT_PEN, '#000000')).to.equal(null);
  });

  it('refuses nothing, a dot and a slip of the hand; one long stroke is a name', () => {
    expect(inkFault([])).to.equal('empty');
    expect(inkFault([stroke([[30_000, 12_000]])])).to.equal('too-small');
    expect(
      inkFault([
        stroke([
          [30_000, 12_000],
          [33_000, 12_000],
        ]),
      ]),
    ).to.equal('too-small');
    expect(
      inkFault([
        stroke([
          [10_000, 12_000],
          [30_000, 12_000],
        ]),
      ]),
    ).to.equal(null);
  });

  it('takes the same place of the pad from any size and place of the screen', () => {
    const at = (left: number, top: number, width: number) =>
      padPlace({ x: left + width / 4, y: top + (width * 24) / 60 / 2 }, new DOMRect(left, top, width, (width * 24) / 60));
    for (const place of [at(0, 0, 300), at(17, -900, 600), at(3, 4, 1234)]) expect(place).to.deep.equal({ x: 15_000, y: 12_000 });
  });
});

describe('the history of strokes', () => {
  it('goes back and on again, and a new stroke ends what was taken back', () => {
    const dot = stroke([[1, 1]]);
    const two = withStrokes(withStrokes(NO_STROKES, [WAVE]), [WAVE, dot]);
    expect(undone(two).strokes).to.deep.equal([WAVE]);
    expect(redone(undone(two)).strokes).to.deep.equal([WAVE, dot]);
    expect(redone(withStrokes(undone(two), [dot])).strokes).to.deep.equal([dot]);
    expect([undone(NO_STROKES), redone(two)]).to.deep.equal([NO_STROKES, two]);
  });
});
