import { encodeQR } from 'qr';
import { formatPoints } from '../../pades/index.ts';

/** Octets that a code of the highest version takes at this level of correction, well below it. */
const LONGEST = 1_000;

/** Modules around the symbol that stay white. @see ISO/IEC 18004 §5.3.8 */
const QUIET = 4;

/**
 * A QR code as filled squares, from the lower left corner of its area; empty for a text that is too long for one that people can
 * photograph.
 */
export function checkCode(text: string, xUm: number, yUm: number, sideUm: number): string {
  if (text.length > LONGEST) return '';
  const rows = encodeQR(text, 'raw', { border: QUIET, ecc: 'medium' });
  const step = sideUm / rows.length;
  const squares = rows.flatMap((row, down) =>
    row.flatMap((isDark, across) =>
      isDark ? [`${at(xUm + across * step)} ${at(yUm + sideUm - (down + 1) * step)} ${at(step)} ${at(step)} re`] : [],
    ),
  );
  return `0 0 0 rg\n${squares.join('\n')}\nf\n`;
}

function at(micrometres: number): string {
  return formatPoints(Math.round(micrometres));
}
