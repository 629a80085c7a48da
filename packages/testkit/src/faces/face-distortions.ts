import { type Colour, type FacePicture, type PaintOptions, paintFace } from './face-picture.ts';
import { blur, cut, grain, saltAndPepper } from './picture-damage.ts';
import { encodePicture } from './picture-png.ts';
import { jpegLoss } from './jpeg-loss.ts';
import { seededRandom } from './seeded-random.ts';

type Damage = (picture: FacePicture, random: () => number) => FacePicture;

interface Distortion {
  /** At an angle of chance where none is named. */
  readonly paint: PaintOptions;
  readonly damage?: readonly Damage[];
  /** As this ink on a transparent ground. */
  readonly transparentInk?: Colour;
}

const BLUE = [32, 60, 170] as const;
const BLACK = [25, 25, 25] as const;
const VIOLET = [120, 40, 150] as const;
const GREEN = [20, 130, 60] as const;

const jpeg =
  (quality: number): Damage =>
  (picture) =>
    jpegLoss(picture, quality);
const soft =
  (deviation: number): Damage =>
  (picture) =>
    blur(picture, deviation);
const noisy =
  (deviation: number): Damage =>
  (picture, random) =>
    grain(picture, deviation, random);
const dusty =
  (share: number): Damage =>
  (picture, random) =>
    saltAndPepper(picture, share, random);

/** What happens to a face on its way through printers, scanners, messengers and the hands of a counterfeiter. */
export const FACE_DISTORTIONS: Readonly<Record<string, Distortion>> = {
  turned: { paint: { side: 400, margin: 10 } },
  'turned, 250 px': { paint: { side: 250, margin: 6 } },
  'turned, 150 px': { paint: { side: 150, margin: 4 } },
  'straight, 1000 px': { paint: { side: 1000, angle: 0 } },
  'blue on transparent': { paint: { side: 320, margin: 3 }, transparentInk: BLUE },
  'black on grey': { paint: { side: 300, margin: 12, ink: BLACK, paper: [226, 226, 222] } },
  'pale violet': { paint: { side: 300, margin: 9, ink: [196, 160, 208], paper: [250, 250, 245] } },
  'salt and pepper 4 %': { paint: { side: 300, margin: 10 }, damage: [dusty(0.04)] },
  'grain 25': { paint: { side: 300, margin: 10, ink: VIOLET }, damage: [noisy(25)] },
  'blur of 0.2 mm': { paint: { side: 300, margin: 10, ink: GREEN }, damage: [soft(1.5)] },
  'JPEG 30': { paint: { side: 300, margin: 8 }, damage: [jpeg(30)] },
  'JPEG 50, 200 px': { paint: { side: 200, margin: 8, ink: BLUE }, damage: [jpeg(50)] },
  'JPEG 70, 150 px': { paint: { side: 150, margin: 5 }, damage: [jpeg(70)] },
  'cut by 5 %': { paint: { side: 300 }, damage: [(picture, random) => cut(picture, 0.05, Math.floor(random() * 4))] },
  'off centre': { paint: { side: 260, margin: 60 }, damage: [(picture) => cut(cut(picture, 0.12, 0), 0.1, 2)] },
  scanned: { paint: { side: 240, margin: 14, paper: [240, 238, 230] }, damage: [soft(0.7), noisy(10), jpeg(50)] },
};

export type FaceDistortion = keyof typeof FACE_DISTORTIONS;

/** A PNG of the face, distorted by name; chance by seed. */
export function distortFace(svg: string, name: FaceDistortion, seed: number): Uint8Array<ArrayBuffer> {
  const distortion = FACE_DISTORTIONS[name];
  if (distortion === undefined) throw new RangeError(`name: expected a distortion, got ${name}`);
  const random = seededRandom(seed);
  const { paint, damage = [], transparentInk } = distortion;
  const ink = transparentInk === undefined ? {} : { ink: [0, 0, 0] as const };
  const painted = paintFace(svg, { angle: random() * 360, ...paint, ...ink });
  const damaged = damage.reduce((picture, step) => step(picture, random), painted);
  return encodePicture(damaged, transparentInk);
}
