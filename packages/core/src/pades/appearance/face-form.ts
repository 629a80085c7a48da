import { type Bytes, encodeLatin1 } from '../../bytes/index.ts';
import { points, POINTS_PER_MICROMETRE } from '../geometry/points.ts';
import { formatDecimal, multiply, rational } from '../geometry/rational.ts';
import { type FaceSvg, type FaceSvgPath, parseFaceSvg } from './face-svg.ts';

/** A form XObject's content: what a face draws, in points from its lower left corner. */
export interface FaceForm {
  readonly content: Bytes;
  readonly bbox: readonly [string, string, string, string];
  readonly widthUm: number;
  readonly heightUm: number;
}

const PAINT = { nonzero: 'f', evenodd: 'f*' } as const;

/**
 * The form of a drawn face: pure and total, so that a verifier rebuilds it from the face in the seal statement and
 * compares octets. Colours in DeviceRGB, lengths with four decimals.
 *
 * @throws {@link PadesError} `PADES_FACE_SVG_OUTSIDE_PROFILE`, `PADES_FACE_TOO_LARGE`.
 */
export function faceToForm(svg: string): FaceForm {
  const face = parseFaceSvg(svg);
  const lines = face.paths.map((path) => pathOperators(path, face));
  return {
    content: encodeLatin1(`${lines.join('\n')}\n`),
    bbox: ['0', '0', formatDecimal(points(face.widthUm)), formatDecimal(points(face.heightUm))],
    widthUm: face.widthUm,
    heightUm: face.heightUm,
  };
}

function pathOperators(path: FaceSvgPath, face: FaceSvg): string {
  const operators = [`${colourOperands(path.fill)} rg`];
  for (const { command, coordinates } of path.segments) {
    if (command === 'Z') operators.push('h');
    else
      operators.push(`${coordinates.map((value, index) => coordinate(value, index % 2 === 0, face)).join(' ')} ${command.toLowerCase()}`);
  }
  operators.push(PAINT[path.fillRule]);
  return operators.join('\n');
}

/** From thousandths of a drawing unit, y downwards, to points, y upwards. */
function coordinate(value: number, horizontal: boolean, face: FaceSvg): string {
  const [left, top, width, height] = face.viewBox;
  const distance = horizontal ? value - left : top + height - value;
  const micrometres = rational(BigInt(distance) * BigInt(horizontal ? face.widthUm : face.heightUm), horizontal ? width : height);
  return formatDecimal(multiply(micrometres, POINTS_PER_MICROMETRE));
}

function colourOperands(fill: string): string {
  return [1, 3, 5].map((start) => formatDecimal(rational(Number.parseInt(fill.slice(start, start + 2), 16), 255))).join(' ');
}
