import { decodeLatin1 } from '../../bytes/index.ts';
import { parseFaceSvg } from '../../pades/index.ts';
import type { SealPicture } from '../statement/seal-info.ts';
import { darknessOfPaths } from './darkness-of-paths.ts';
import { paperAndInk } from './paper-and-ink.ts';
import type { InkRaster } from './ink-raster.ts';

/** Pixels of the longer side that are looked at: a tenth of a millimetre on a face of 40 mm. */
const LONGEST_SIDE = 400;

/**
 * The ink of a face whatever its colour, or null where there is none. Ink is what differs from white; paper that is not quite
 * white and ink that is not quite dark are stretched to 0 and 1.
 *
 * @throws {@link PadesError} `PADES_FACE_…` where the face is not of the closed profile or the PNG cannot be read.
 */
export async function inkOfFace(face: SealPicture): Promise<InkRaster | null> {
  const darkness = await darknessOfFace(face);
  const levels = paperAndInk(darkness.ink);
  if (levels === null) return null;
  const { paper, ink } = levels;
  return { ...darkness, ink: darkness.ink.map((value) => Math.min(1, Math.max(0, (value - paper) / (ink - paper)))) };
}

/** A page that compares drawn faces alone loads no PNG. */
async function darknessOfFace({ type, bytes }: SealPicture): Promise<InkRaster> {
  if (type === 'SVG') return darknessOfPaths(parseFaceSvg(decodeLatin1(bytes)), LONGEST_SIDE);
  const { darknessOfPng } = await import('./darkness-of-png.ts');
  return darknessOfPng(bytes, LONGEST_SIDE);
}
