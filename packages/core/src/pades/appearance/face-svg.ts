import { PadesError } from '../pades-error.ts';
import { type FacePath, parseFacePath } from './face-path.ts';

/**
 * A drawn face: SVG of one closed profile. `svg[width mm, height mm, viewBox]` holds `path[d, fill, fill-rule]` and
 * nothing else: no text, style, script, reference, entity or comment. What is not in the profile is refused, so that a
 * face means the same to every reader, and page, server and verifier draw it from the parsed paths alone.
 */
export interface FaceSvg {
  readonly widthUm: number;
  readonly heightUm: number;
  /** Left, top, width, height in thousandths of a drawing unit. */
  readonly viewBox: readonly [number, number, number, number];
  readonly paths: readonly FaceSvgPath[];
}

export interface FaceSvgPath extends FacePath {
  /** `#RRGGBB`, upper case. */
  readonly fill: string;
  readonly fillRule: 'nonzero' | 'evenodd';
}

/** The longest face that is read: a picture in a seal statement is at most 256 KiB. */
export const FACE_SVG_LIMIT = 262_144;

const OPENING = /^<svg((?:\s+[A-Za-z:-]+="[^"<&]*")*)\s*>/;
const PATH = /\s*<path((?:\s+[A-Za-z:-]+="[^"<&]*")*)\s*(?:\/>|><\/path>)/y;
const CLOSING = /\s*<\/svg>\s*$/y;
const ATTRIBUTE = /\s+([A-Za-z:-]+)="([^"<&]*)"/g;
const MILLIMETRES = /^(0|[1-9]\d{0,3})(?:\.(\d{1,3}))?mm$/;
const VIEW_BOX = /^(-?\d{1,6}(?:\.\d{1,3})?) (-?\d{1,6}(?:\.\d{1,3})?) (\d{1,6}(?:\.\d{1,3})?) (\d{1,6}(?:\.\d{1,3})?)$/;
const COLOUR = /^#[0-9A-Fa-f]{6}$/;
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * Reads a drawn face.
 *
 * @throws {@link PadesError} `PADES_FACE_SVG_OUTSIDE_PROFILE`, `PADES_FACE_TOO_LARGE`.
 */
export function parseFaceSvg(svg: string): FaceSvg {
  if (svg.length > FACE_SVG_LIMIT) throw new PadesError('PADES_FACE_TOO_LARGE', `expected a face of at most ${FACE_SVG_LIMIT} characters`);
  const opening = OPENING.exec(svg);
  if (opening === null) throw outside('expected <svg> with quoted attributes at the start');
  const size = parseSize(attributes(opening[1] ?? '', ['xmlns', 'width', 'height', 'viewBox']));
  const paths: FaceSvgPath[] = [];
  let position = opening[0].length;
  for (;;) {
    PATH.lastIndex = position;
    const path = PATH.exec(svg);
    if (path === null) break;
    paths.push(parsePath(attributes(path[1] ?? '', ['d', 'fill', 'fill-rule'])));
    position = PATH.lastIndex;
  }
  CLOSING.lastIndex = position;
  if (!CLOSING.test(svg)) throw outside('expected paths alone between <svg> and </svg>');
  if (paths.length === 0) throw outside('expected at least one path');
  return { ...size, paths };
}

function attributes(text: string, allowed: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (!allowed.includes(name)) throw outside(`attribute ${name.slice(0, 40)} is not in the profile`);
    if (found.has(name)) throw outside(`attribute ${name} stands twice`);
    found.set(name, value);
  }
  return found;
}

function parseSize(found: ReadonlyMap<string, string>): Omit<FaceSvg, 'paths'> {
  const namespace = found.get('xmlns');
  if (namespace !== undefined && namespace !== SVG_NAMESPACE) throw outside('expected the SVG namespace');
  const widthUm = parseMillimetres(found.get('width'));
  const heightUm = parseMillimetres(found.get('height'));
  const match = VIEW_BOX.exec(found.get('viewBox') ?? '');
  if (match === null) throw outside('expected viewBox of four decimals, one space between them');
  const [left = 0, top = 0, width = 0, height = 0] = match.slice(1).map(thousandths);
  if (width === 0 || height === 0) throw outside('expected a viewBox with an area');
  if (BigInt(widthUm) * BigInt(height) !== BigInt(heightUm) * BigInt(width)) throw outside('expected viewBox and size of one aspect ratio');
  return { widthUm, heightUm, viewBox: [left, top, width, height] };
}

function parseMillimetres(text: string | undefined): number {
  const match = MILLIMETRES.exec(text ?? '');
  if (match === null) throw outside('expected width and height in mm with at most three decimals');
  const length = Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'));
  if (length === 0) throw outside('expected a size above zero');
  return length;
}

function parsePath(found: ReadonlyMap<string, string>): FaceSvgPath {
  const fill = found.get('fill') ?? '';
  const fillRule = found.get('fill-rule') ?? 'nonzero';
  if (!COLOUR.test(fill)) throw outside('expected fill of the form #RRGGBB');
  if (fillRule !== 'nonzero' && fillRule !== 'evenodd') throw outside('expected fill-rule nonzero or evenodd');
  return { ...parseFacePath(found.get('d') ?? ''), fill: fill.toUpperCase(), fillRule };
}

function thousandths(text: string): number {
  const [whole = '', fraction = ''] = text.split('.');
  const magnitude = Number(whole.replace('-', '')) * 1000 + Number(fraction.padEnd(3, '0'));
  return text.startsWith('-') && magnitude !== 0 ? -magnitude : magnitude;
}

function outside(expectation: string): PadesError {
  return new PadesError('PADES_FACE_SVG_OUTSIDE_PROFILE', `face is outside the closed SVG profile: ${expectation}`);
}
