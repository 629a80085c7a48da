import type * as PdfJs from 'pdfjs-dist';
import type { AssetUrls } from '../foundation/context.ts';
import { RenderingError } from './rendering-error.ts';

/** The module pdf.js as far as pages are drawn with it. */
export type PdfLibrary = typeof PdfJs;

/** Where the files of pdf.js lie, all known. */
export interface PdfAssets {
  readonly module: string;
  readonly worker: string;
  readonly cMaps: string;
  readonly standardFonts: string;
}

const BESIDE_THE_BUNDLE = 'pdfjs/';

/** Addresses in effect: those that the host gives, else the folder `pdfjs` beside the bundle. */
export function pdfAssets(assets: AssetUrls): PdfAssets {
  const beside = (name: string): string => new URL(`${BESIDE_THE_BUNDLE}${name}`, import.meta.url).href;
  return {
    module: absolute(assets.pdfModule) ?? beside('pdf.min.mjs'),
    worker: absolute(assets.pdfWorker) ?? beside('pdf.worker.min.mjs'),
    cMaps: absolute(assets.pdfCMaps) ?? beside('cmaps/'),
    standardFonts: absolute(assets.pdfStandardFonts) ?? beside('standard_fonts/'),
  };
}

/**
 * Loads pdf.js when the first page is to be drawn; the browser's module map makes it load once.
 *
 * @throws {@link RenderingError} `RENDERER_UNAVAILABLE`
 */
export async function loadPdfLibrary(assets: PdfAssets): Promise<PdfLibrary> {
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ assets.module)) as PdfLibrary;
  } catch (error) {
    throw new RenderingError('RENDERER_UNAVAILABLE', `pdf.js did not load from ${assets.module}`, { cause: error });
  }
}

/** An import by a relative address would resolve against this module, an address of the host means the page. */
function absolute(address: string | undefined): string | undefined {
  return address === undefined ? undefined : new URL(address, document.baseURI).href;
}
