import type { CallOptions } from '../bytes/index.ts';

/** A rectangle in micrometres, from the top left of the page as displayed (CropBox, `/Rotate` and `/UserUnit` applied). */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a run's text leads as displayed; `oblique` for all other angles, whose box is the upright one around the run. */
export type TextDirection = 'right' | 'down' | 'left' | 'up' | 'oblique';

/** Text drawn in one go, in the order in which it is read. */
export interface TextRun {
  readonly text: string;
  readonly box: TextBox;
  /** `right` when absent. */
  readonly direction?: TextDirection;
  /** How far each UTF-16 unit of `text` leads, in micrometres; evenly along the box when absent. */
  readonly advances?: readonly number[];
  /** Whether a line ends after the run. */
  readonly endsLine?: boolean;
}

/** A page's text; no runs where the page is a scan or is empty. */
export interface PageText {
  /** Counted from 1. */
  readonly page: number;
  readonly runs: readonly TextRun[];
}

/** Reads the text of a document's pages. Extraction is another program's work: pdf.js in the browser and on the server. */
export interface PageTextSource {
  readonly pageCount: number;
  /** @throws `PortError` of port `page-text` */
  readPage(page: number, options?: CallOptions): Promise<PageText>;
}
