/**
 * `node tools/bench/like-faces.mjs [--every=n] [--seed=n]`: false accepts and false rejects of `faceLikeness` over all measured faces and
 * distortions, at several thresholds. Everything is by seed: the figures of `docs/like-faces.md` come out again. Takes minutes.
 */
import { drawSealFace, LIKE_FACE_THRESHOLD } from '@sealkit/core/seal';
import { loadBundledGlyphs } from '@sealkit/server-adapter/glyphs';
import { measuredFaces, measureLikeness, percentLike } from '@sealkit/testkit/node';

const THRESHOLDS = [800, 820, 840, 850, 860, 880, 900];
const numberOf = (name, otherwise) => Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const glyphs = await loadBundledGlyphs();
const faces = measuredFaces();
const measured = await measureLikeness(faces, {
  draw: (face) => drawSealFace(face, glyphs).svg,
  now: () => performance.now(),
  every: numberOf('every', 1),
  seed: numberOf('seed', 0),
});

console.log(`${faces.length} faces, threshold ${LIKE_FACE_THRESHOLD}`);
console.log(`fingerprint ${measured.fingerprintMs.toFixed(1)} ms, comparison ${(measured.comparisonMs * 1000).toFixed(1)} µs`);
console.log(row('', 'pairs', THRESHOLDS));
const all = [...measured.same.values()].flat();
console.log(
  row(
    'same face, % rejected',
    all.length,
    THRESHOLDS.map((threshold) => (100 - percentLike(all, threshold)).toFixed(2)),
  ),
);
for (const [pair, values] of measured.other) {
  console.log(
    row(
      `${pair}, % accepted`,
      values.length,
      THRESHOLDS.map((threshold) => percentLike(values, threshold).toFixed(2)),
    ),
  );
}
console.log('\nleast likeness of the same face');
for (const [name, values] of measured.same) console.log(row(name, values.length, [Math.min(...values)]));

function row(title, count, cells) {
  return title.padEnd(28) + String(count).padStart(8) + cells.map((cell) => String(cell).padStart(8)).join('');
}
