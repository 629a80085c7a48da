import { svg, html, type TemplateResult } from 'lit';
import { encodeQR } from 'qr';

/** Modules around the symbol that stay white. @see ISO/IEC 18004 §5.3.8 */
const QUIET = 4;

/** A text as a QR code, black on white in every theme: readers expect it so. */
export function qrPicture(text: string, name: string): TemplateResult {
  const rows = encodeQR(text, 'raw', { border: QUIET, ecc: 'medium' });
  const side = rows.length;
  const modules = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label=${name} shape-rendering="crispEdges">
    ${svg`<rect width=${side} height=${side} fill="#fff"></rect><path d=${modules.join('')} fill="#000"></path>`}
  </svg>`;
}
