import type { CallOptions } from '../../bytes/index.ts';
import { type PageTextSource, PortError, type TextDirection, type TextRun } from '../../ports/index.ts';
import { MICROMETRES_PER_POINT } from './units.ts';

type Matrix = readonly number[];

/** What is used of pdf.js' `PDFDocumentProxy`, so that nothing here depends on pdf.js. */
export interface PdfjsDocument {
  readonly numPages: number;
  getPage(page: number): Promise<PdfjsPage>;
}

export interface PdfjsPage {
  getViewport(options: { readonly scale: number }): { readonly transform: Matrix };
  getTextContent(options: { readonly disableNormalization: boolean }): Promise<{
    readonly items: readonly object[];
    readonly styles: { readonly [font: string]: PdfjsStyle };
  }>;
}

export interface PdfjsStyle {
  readonly ascent?: number;
  readonly descent?: number;
  readonly vertical?: boolean;
}

interface PdfjsItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: Matrix;
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
  readonly hasEOL: boolean;
}

/** Stand in for a font that states none. */
const ASCENT = 0.8;
const DESCENT = -0.2;
/** Slant below which text counts as upright, in radians: one degree. */
const UPRIGHT = Math.PI / 180;

/**
 * The text of a document that pdf.js has open, in the browser or on a server. pdf.js gives a run's width alone, none of its
 * characters'.
 */
export function pdfjsTextSource(document: PdfjsDocument): PageTextSource {
  return {
    pageCount: document.numPages,
    readPage: async (number: number, options?: CallOptions) => {
      options?.signal?.throwIfAborted();
      try {
        const page = await document.getPage(number);
        const { transform } = page.getViewport({ scale: 1 });
        const { items, styles } = await page.getTextContent({ disableNormalization: true });
        return { page: number, runs: items.filter(isItem).map((item) => runOf(item, transform, styles[item.fontName] ?? {})) };
      } catch (error) {
        throw new PortError('page-text', 'PAGE_TEXT_UNREADABLE', `page ${number}: expected text that can be read`, {
          cause: error,
          retryable: false,
        });
      }
    },
  };
}

function isItem(item: object): item is PdfjsItem {
  return 'str' in item && typeof item.str === 'string' && 'transform' in item && Array.isArray(item.transform);
}

function runOf(item: PdfjsItem, viewport: Matrix, style: PdfjsStyle): TextRun {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = multiply(viewport, item.transform);
  const unit = Math.hypot(viewport[0] ?? 0, viewport[1] ?? 0);
  const isVertical = style.vertical === true;
  const angle = Math.atan2(b, a) + (isVertical ? Math.PI / 2 : 0);
  const size = Math.hypot(c, d);
  const length = (isVertical ? item.height : item.width) * unit;
  // Vertical text runs along the middle of its characters, other text along their baseline.
  const rise = isVertical ? size / 2 : size * (style.ascent === undefined || style.ascent === 0 ? ASCENT : style.ascent);
  const fall = isVertical ? -size / 2 : size * (style.descent === undefined || style.descent === 0 ? DESCENT : style.descent);
  const [along, across] = [
    [Math.cos(angle), Math.sin(angle)],
    [Math.sin(angle), -Math.cos(angle)],
  ] as const;
  const corners = [0, length].flatMap((forth) =>
    [rise, fall].map((up) => [x + along[0] * forth + across[0] * up, y + along[1] * forth + across[1] * up] as const),
  );
  const [xs, ys] = [corners.map(([left]) => left), corners.map(([, top]) => top)];
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].map((length) =>
    Math.round(length * MICROMETRES_PER_POINT),
  ) as [number, number, number, number];
  return {
    text: item.str,
    box: { x: left, y: top, width: right - left, height: bottom - top },
    direction: directionOf(angle, item.dir),
    ...(item.hasEOL ? { endsLine: true } : {}),
  };
}

const QUARTERS = ['right', 'down', 'left', 'up'] as const;
const BACK = { right: 'left', down: 'up', left: 'right', up: 'down' } as const;

function directionOf(angle: number, writing: string): TextDirection {
  const quarters = (angle / (Math.PI / 2) + 4) % 4;
  const nearest = Math.round(quarters);
  if (Math.abs(quarters - nearest) * (Math.PI / 2) > UPRIGHT) return 'oblique';
  const direction = QUARTERS[nearest % 4] ?? 'oblique';
  return writing === 'rtl' && direction !== 'oblique' ? BACK[direction] : direction;
}

/** First the second, then the first. */
function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
