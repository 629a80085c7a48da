/** Drawn faces of round seals (seal face geometry §1 to §4, §8). */
import type { GlyphSource } from '../../ports/index.ts';
import { circle } from './circle.ts';
import { codeText, lineLayout, lineText, ringText } from './face-text.ts';
import { type Outline, spellLength, spellOutline } from './outline.ts';
import { ROUND_KINDS, type RoundFacePlan, planRoundFace } from './round-face.ts';
import { type FaceIssue, SEAL_RED, type SealFace, type SealFaceSpec } from './seal-face.ts';
import { star } from './star.ts';
import { brokenBorder, testBand } from './test-marks.ts';

interface Shape {
  readonly outline: Outline;
  readonly fillRule: 'nonzero' | 'evenodd';
}

/**
 * The face of a seal as SVG of the closed profile: glyphs as outlines, one path each for border, name, star or test mark,
 * line and code. The same specification and glyphs give the same octets in every runtime. What does not fit is an issue,
 * never squeezed.
 *
 * @throws {@link SealError} `FACE_GLYPH_MISSING` naming the code point, `FACE_GLYPH_MALFORMED`.
 */
export function drawSealFace(spec: SealFaceSpec, glyphs: GlyphSource): SealFace {
  const kind = ROUND_KINDS[spec.kind];
  if (kind === undefined) return { svg: null, widthUm: 0, heightUm: 0, issues: [{ code: 'FACE_KIND_NOT_DRAWN' }] };
  const { plan, issues } = planRoundFace(spec, kind);
  const size = Math.round(plan.diameter * 1000);
  if (issues.length > 0) return { svg: null, widthUm: size, heightUm: size, issues };
  return { svg: spellFace(plan.diameter, roundShapes(plan, spec.testMaterial, glyphs)), widthUm: size, heightUm: size, issues: [] };
}

/** Every reason against drawing a face that needs no glyphs to be found; none where it can be drawn, glyphs provided. */
export function findFaceIssues(spec: SealFaceSpec): readonly FaceIssue[] {
  const kind = ROUND_KINDS[spec.kind];
  return kind === undefined ? [{ code: 'FACE_KIND_NOT_DRAWN' }] : planRoundFace(spec, kind).issues;
}

function roundShapes(plan: RoundFacePlan, testMaterial: boolean, glyphs: GlyphSource): readonly Shape[] {
  const { diameter, name, line, code, ring } = plan;
  const shapes: Shape[] = [border(diameter, ring.border, testMaterial), solid(ringText(name, ring, glyphs))];
  const middle = testMaterial ? band(plan, glyphs) : emblem(plan);
  if (middle !== undefined) shapes.push(middle);
  const lineStandsInMiddle = !plan.hasStar;
  if (line.length > 0 && !(testMaterial && lineStandsInMiddle))
    shapes.push(solid(lineText(line, lineLayout(line.length, diameter, plan.hasStar), glyphs)));
  if (code.length > 0) shapes.push(solid(codeText(code, diameter, glyphs)));
  return shapes;
}

function border(diameter: number, width: number, broken: boolean): Shape {
  const outer = diameter / 2;
  const inner = outer - width;
  return broken ? solid(brokenBorder(outer, inner)) : { outline: [...circle(outer), ...circle(inner)], fillRule: 'evenodd' };
}

function emblem(plan: RoundFacePlan): Shape | undefined {
  if (!plan.hasStar) return undefined;
  const tipRadius = plan.line.length > 0 ? 6 * (plan.diameter / 40) : plan.diameter >= 45 ? 7.5 : 7;
  return solid(star(tipRadius, middleOf(plan)));
}

function band(plan: RoundFacePlan, glyphs: GlyphSource): Shape {
  const outline = testBand(plan.ring.feetRadius - 0.5, middleOf(plan), 6.6 * (plan.diameter / 40), glyphs);
  return { outline, fillRule: 'evenodd' };
}

/** Height of the star's centre: above the line where there is one. */
function middleOf(plan: RoundFacePlan): number {
  return plan.hasStar && plan.line.length > 0 ? -1.6 * (plan.diameter / 40) : 0;
}

function solid(outline: Outline): Shape {
  return { outline, fillRule: 'nonzero' };
}

function spellFace(size: number, shapes: readonly Shape[]): string {
  const corner = spellLength(-size / 2);
  const side = spellLength(size);
  const paths = shapes.map(({ outline, fillRule }) => `<path d="${spellOutline(outline)}" fill="${SEAL_RED}" fill-rule="${fillRule}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}mm" height="${side}mm" viewBox="${corner} ${corner} ${side} ${side}">\n${paths.join('\n')}\n</svg>\n`;
}
