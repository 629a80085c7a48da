import { PadesError } from '../pades-error.ts';

/** One step of an outline, absolute, in thousandths of a drawing unit. */
export interface FaceSegment {
  readonly command: 'M' | 'L' | 'C' | 'Z';
  /** Alternately x and y: two numbers for M and L, six for C, none for Z. */
  readonly coordinates: readonly number[];
}

export interface FacePath {
  /** The path's text as received. */
  readonly d: string;
  readonly segments: readonly FaceSegment[];
}

const ARITY = { M: 2, L: 2, C: 6, Z: 0 } as const;
const COMMAND = /[\s,]*([MLCZ])/y;
const NUMBER = /[\s,]*(-?)(\d{1,6})(?:\.(\d{1,3}))?(?![\d.])/y;

/**
 * Reads path data of absolute `M`, `L`, `C` and `Z` with at most three decimals, one letter before each step. Every
 * subpath starts with `M`.
 *
 * @throws {@link PadesError} `PADES_FACE_SVG_OUTSIDE_PROFILE`
 */
export function parseFacePath(d: string): FacePath {
  const segments: FaceSegment[] = [];
  let position = 0;
  const end = d.trimEnd().length;
  while (position < end) {
    COMMAND.lastIndex = position;
    const command = commandOf(COMMAND.exec(d)?.[1]);
    position = COMMAND.lastIndex;
    const previous = segments.at(-1)?.command;
    if (command !== 'M' && (previous === undefined || previous === 'Z')) throw outside('expected M at the start of a subpath');
    const coordinates: number[] = [];
    while (coordinates.length < ARITY[command]) {
      NUMBER.lastIndex = position;
      const match = NUMBER.exec(d);
      if (match === null) throw outside(`expected ${ARITY[command]} coordinates with at most three decimals after ${command}`);
      coordinates.push(thousandths(match));
      position = NUMBER.lastIndex;
    }
    segments.push({ command, coordinates });
  }
  if (segments.length === 0) throw outside('expected path data');
  return { d, segments };
}

function commandOf(letter: string | undefined): FaceSegment['command'] {
  if (letter === 'M' || letter === 'L' || letter === 'C' || letter === 'Z') return letter;
  throw outside('expected one of M, L, C, Z before each step');
}

function thousandths(match: RegExpExecArray): number {
  const magnitude = Number(match[2]) * 1000 + Number((match[3] ?? '').padEnd(3, '0'));
  return match[1] === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

function outside(expectation: string): PadesError {
  return new PadesError('PADES_FACE_SVG_OUTSIDE_PROFILE', `face is outside the closed SVG profile: ${expectation}`);
}
