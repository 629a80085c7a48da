const LEVELS = 256;
/** Ink that differs less than this from its paper, in parts of full darkness, is no ink. */
const LEAST_CONTRAST = 0.12;

/**
 * The darkness of paper and of ink, or null where a picture is all of one darkness: the means of the two classes that
 * Otsu's threshold parts (N. Otsu, A threshold selection method from gray-level histograms, 1979).
 */
export function paperAndInk(darkness: Float32Array): { readonly paper: number; readonly ink: number } | null {
  const counts = new Float64Array(LEVELS);
  for (const value of darkness) {
    const level = Math.min(LEVELS - 1, Math.max(0, Math.round(value * (LEVELS - 1))));
    counts[level] = (counts[level] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count, level) => sum + count * level, 0);
  let below = 0;
  let sumBelow = 0;
  let best = { spread: 0, paper: 0, ink: 0 };
  for (let level = 0; level < LEVELS - 1; level += 1) {
    below += counts[level] ?? 0;
    sumBelow += (counts[level] ?? 0) * level;
    const above = darkness.length - below;
    if (below === 0 || above === 0) continue;
    const paper = sumBelow / below;
    const ink = (total - sumBelow) / above;
    const spread = below * above * (ink - paper) ** 2;
    if (spread > best.spread) best = { spread, paper, ink };
  }
  const contrast = (best.ink - best.paper) / (LEVELS - 1);
  return contrast < LEAST_CONTRAST ? null : { paper: best.paper / (LEVELS - 1), ink: best.ink / (LEVELS - 1) };
}
