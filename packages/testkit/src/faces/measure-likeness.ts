import { encodeUtf8 } from '@sealkit/core/bytes';
import { faceLikeness, likenessOfFace } from '@sealkit/core/seal';
import { distortFace, FACE_DISTORTIONS } from './face-distortions.ts';
import { differenceOf, type FacePair, type MeasuredFace } from './face-families.ts';

export interface MeasuredLikeness {
  /** Likeness of each distorted picture to the face that it shows, by distortion. */
  readonly same: ReadonlyMap<string, readonly number[]>;
  /** Likeness of each distorted picture to each other face, by what the two differ in. */
  readonly other: ReadonlyMap<FacePair, readonly number[]>;
  /** Milliseconds for one fingerprint and for one comparison, on average. */
  readonly fingerprintMs: number;
  readonly comparisonMs: number;
}

export interface MeasureOptions {
  readonly draw: (face: MeasuredFace) => string;
  /** Milliseconds since any point in time. */
  readonly now: () => number;
  /** Takes every n-th face to be distorted; all are compared with. */
  readonly every?: number;
  /** Other angles, cuts and noise. */
  readonly seed?: number;
}

/** Distorts faces in every way there is and compares each picture with every face. Same faces, same figures. */
export async function measureLikeness(faces: readonly MeasuredFace[], options: MeasureOptions): Promise<MeasuredLikeness> {
  const { draw, now, every = 1, seed = 0 } = options;
  const drawn = faces.map(draw);
  const known = await Promise.all(drawn.map((svg) => fingerprint({ type: 'SVG', bytes: encodeUtf8(svg) })));
  const same = new Map<string, number[]>();
  const other = new Map<FacePair, number[]>();
  const spent = { fingerprints: 0, fingerprintMs: 0, comparisons: 0, comparisonMs: 0 };
  for (let index = 0; index < faces.length; index += every) {
    const face = faces[index];
    if (face === undefined) continue;
    for (const [at, name] of Object.keys(FACE_DISTORTIONS).entries()) {
      const picture = distortFace(drawn[index] ?? '', name, seed * 1_000_003 + index * 100 + at);
      const started = now();
      const likeness = await fingerprint({ type: 'PNG', bytes: picture });
      const measured = now();
      const found = known.map((against) => faceLikeness(likeness, against));
      spent.fingerprints += 1;
      spent.fingerprintMs += measured - started;
      spent.comparisons += found.length;
      spent.comparisonMs += now() - measured;
      for (const [against, value] of found.entries()) {
        if (against === index) add(same, name, value);
        else add(other, differenceOf(face, faces[against] ?? face), value);
      }
    }
  }
  return {
    same,
    other,
    fingerprintMs: spent.fingerprintMs / spent.fingerprints,
    comparisonMs: spent.comparisonMs / spent.comparisons,
  };
}

/** Percent of the values that reach the threshold. */
export function percentLike(values: readonly number[], threshold: number): number {
  return (100 * values.filter((value) => value >= threshold).length) / values.length;
}

async function fingerprint(face: Parameters<typeof likenessOfFace>[0]) {
  const likeness = await likenessOfFace(face);
  if (likeness === null) throw new RangeError('face: expected one with ink');
  return likeness;
}

function add<K>(map: Map<K, number[]>, key: K, value: number): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
