import { buildClassicPdf, type ClassicRevision, streamObject } from './classic-pdf.ts';

const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const RESOURCES = '<< /Font << /F1 5 0 R >> >>';
const TEXT = streamObject('BT /F1 14 Tf 72 700 Td (Pay 100) Tj ET');

/** One page, objects 1 to 5: catalog, page tree, page, content, font. */
export function plainRevision(
  entries: { readonly catalog?: string; readonly page?: string; readonly pages?: string } = {},
): ClassicRevision {
  return {
    objects: {
      1: `<< /Type /Catalog /Pages 2 0 R ${entries.catalog ?? ''}>>`,
      2: entries.pages ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${RESOURCES} /Contents 4 0 R ${entries.page ?? ''}>>`,
      4: TEXT,
      5: FONT,
    },
  };
}

/**
 * Files that a signer must refuse or a validator must see through, each by what is odd about it. All of them open in common
 * viewers.
 */
export const ODD_PDFS = {
  /** Nothing odd: the sibling of the others. */
  plain: (): Uint8Array<ArrayBuffer> => buildClassicPdf([plainRevision()]),
  /** Three revisions, the page's content changed in the second, its rotation in the third. */
  threeRevisions: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      plainRevision(),
      { objects: { 4: streamObject('BT /F1 14 Tf 72 700 Td (Pay 200) Tj ET') } },
      { objects: { 3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 90 /Resources ${RESOURCES} /Contents 4 0 R >>` } },
    ]),
  /** `/Annots` of two pages is the same array object. */
  sharedAnnots: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      {
        objects: {
          ...plainRevision({ page: '/Annots 6 0 R ', pages: '<< /Type /Pages /Kids [3 0 R 7 0 R] /Count 2 >>' }).objects,
          6: '[8 0 R]',
          7: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${RESOURCES} /Contents 4 0 R /Annots 6 0 R >>`,
          8: '<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (note) >>',
        },
      },
    ]),
  /** The same page object twice in the tree. */
  pageTwice: (): Uint8Array<ArrayBuffer> => buildClassicPdf([plainRevision({ pages: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>' })]),
  /** A second page tree that nothing refers to yet; a changed catalog would show it. */
  latentPageTree: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      {
        objects: {
          ...plainRevision().objects,
          6: '<< /Type /Pages /Kids [7 0 R] /Count 1 >>',
          7: `<< /Type /Page /Parent 6 0 R /MediaBox [0 0 595 842] /Resources ${RESOURCES} /Contents 8 0 R >>`,
          8: streamObject('BT /F1 14 Tf 72 700 Td (Pay 9000) Tj ET'),
        },
      },
    ]),
  /** `/Annots` names an object that does not exist, far above /Size: whoever takes that number draws there. */
  danglingAnnots: (): Uint8Array<ArrayBuffer> => buildClassicPdf([plainRevision({ page: '/Annots [21 0 R] ' })]),
  /** A signature field whose value is an object that does not exist. */
  danglingFieldValue: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      {
        objects: {
          ...plainRevision({ catalog: '/AcroForm << /Fields [6 0 R] >> ', page: '/Annots [6 0 R] ' }).objects,
          6: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (author) /Rect [10 10 100 40] /P 3 0 R /V 20 0 R >>',
        },
      },
    ]),
  /** `/Fields` is the same array object as the page's `/Annots`. */
  fieldsAreAnnots: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      {
        objects: {
          ...plainRevision({ catalog: '/AcroForm << /Fields 6 0 R >> ', page: '/Annots 6 0 R ' }).objects,
          6: '[7 0 R]',
          7: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (text) /Rect [10 10 100 40] /P 3 0 R >>',
        },
      },
    ]),
  /** Octets before the header. */
  junkBeforeHeader: (): Uint8Array<ArrayBuffer> => Uint8Array.from([0x20, 0x0a, ...buildClassicPdf([plainRevision()])]),
  /** Octets after the last %%EOF. */
  junkAfterEnd: (): Uint8Array<ArrayBuffer> => Uint8Array.from([...buildClassicPdf([plainRevision()]), 0x78, 0x0a]),
  /** An empty signature field with a place on the page. */
  preparedField: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      {
        objects: {
          ...plainRevision({ catalog: '/AcroForm 7 0 R ', page: '/Annots [6 0 R] ' }).objects,
          6: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Prepared) /Rect [100 100 242 242] /F 132 /P 3 0 R >>',
          7: '<< /Fields [6 0 R] >>',
        },
      },
    ]),
  /** A form with XFA, which draws over the pages. */
  xfa: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([
      { objects: { ...plainRevision({ catalog: '/AcroForm << /Fields [] /XFA 6 0 R >> ' }).objects, 6: streamObject('<xdp/>') } },
    ]),
  /** The form asks viewers to draw fields anew. */
  needAppearances: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([plainRevision({ catalog: '/AcroForm << /Fields [] /NeedAppearances true >> ' })]),
  /** Script that runs when the file opens. */
  openAction: (): Uint8Array<ArrayBuffer> =>
    buildClassicPdf([plainRevision({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> ' })]),
  /** `/Prev` points at its own section. */
  prevLoop: (): Uint8Array<ArrayBuffer> => {
    const text = String.fromCharCode(...buildClassicPdf([plainRevision()]));
    const start = text.lastIndexOf('xref\n', text.lastIndexOf('startxref'));
    return Uint8Array.from(text.replace('/Root 1 0 R', `/Root 1 0 R /Prev ${start}`), (character) => character.charCodeAt(0));
  },
} as const;

export type OddPdfName = keyof typeof ODD_PDFS;
