import { RINGS, TURNS } from './polar-map.ts';

const OUTER_RINGS = RINGS.filter(({ cells }) => cells === TURNS);
/** Cells to either side of a likely rotation that are looked at. */
const REACH = 1;

/** The rotation of `b` in cells of the outer rings, parts of a cell included, that brings it best onto `a`, near the likely ones. */
export function fineRotation(a: Float32Array, b: Float32Array, likely: readonly number[]): number {
  let best = { rotation: 0, product: -Infinity };
  for (const near of likely) {
    for (let rotation = near - REACH; rotation <= near + REACH; rotation += 1) {
      const product = outerProduct(a, b, rotation);
      if (product > best.product) best = { rotation, product };
    }
  }
  const before = outerProduct(a, b, best.rotation - 1);
  const after = outerProduct(a, b, best.rotation + 1);
  const bend = before - 2 * best.product + after;
  return best.rotation + (bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0);
}

function outerProduct(a: Float32Array, b: Float32Array, rotation: number): number {
  const shift = ((rotation % TURNS) + TURNS) % TURNS;
  let product = 0;
  for (const { start, inner } of OUTER_RINGS) {
    let sum = 0;
    for (let cell = 0; cell < TURNS - shift; cell += 1) sum += (a[start + cell] ?? 0) * (b[start + cell + shift] ?? 0);
    for (let cell = TURNS - shift; cell < TURNS; cell += 1) sum += (a[start + cell] ?? 0) * (b[start + cell + shift - TURNS] ?? 0);
    product += sum * inner;
  }
  return product;
}
