/** One step of an outline in millimetres: alternately x and y; two numbers for M and L, six for C, none for Z. */
export interface OutlineStep {
  readonly command: 'M' | 'L' | 'C' | 'Z';
  readonly coordinates: readonly number[];
}

export type Outline = readonly OutlineStep[];

/** A map of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export function transformOutline(outline: Outline, [a, b, c, d, e, f]: Affine): Outline {
  return outline.map(({ command, coordinates }) => {
    const moved: number[] = [];
    for (let index = 0; index + 1 < coordinates.length; index += 2) {
      const x = coordinates[index] ?? 0;
      const y = coordinates[index + 1] ?? 0;
      moved.push(a * x + c * y + e, b * x + d * y + f);
    }
    return { command, coordinates: moved };
  });
}

/** The map that does `first`, then `second`. */
export function composeAffine(first: Affine, second: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = second;
  return [p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u];
}

export function polygon(points: readonly (readonly [number, number])[]): Outline {
  const steps = points.map((point, index): OutlineStep => ({ command: index === 0 ? 'M' : 'L', coordinates: point }));
  return [...steps, { command: 'Z', coordinates: [] }];
}

/** Path data with at most three decimals, as the closed profile wants it. */
export function spellOutline(outline: Outline): string {
  return outline.map(({ command, coordinates }) => command + coordinates.map(spellLength).join(' ')).join('');
}

/** A length with at most three decimals, no trailing zeros, no minus zero. */
export function spellLength(length: number): string {
  const thousandths = Math.round(Math.abs(length) * 1000);
  const whole = Math.floor(thousandths / 1000);
  const fraction = String(thousandths % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const sign = length < 0 && thousandths > 0 ? '-' : '';
  return sign + String(whole) + (fraction === '' ? '' : `.${fraction}`);
}
