import { assert, integer, property, record } from 'fast-check';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { memorySource } from '../../bytes/index.ts';
import type { SealPlacement } from '../../pades/index.ts';
import { openPdf, type PdfDocument } from '../../pdf/index.ts';
import { SealError } from '../seal-error.ts';
import { readDisplayedPages } from './document-pages.ts';
import { placeOnField } from './field-anchor.ts';
import { type FieldPlace, readFieldPlaces } from './field-places.ts';
import { findOverlaps, readEarlierPlaces } from './overlaps.ts';

/** One inch. */
const INCH = 25_400;

/** Page 1: a text field of one by half an inch and a signed field; page 2, turned: an empty field; and a field that shows nowhere. */
function formPdf(): Promise<PdfDocument> {
  const { bytes } = smallPdf(
    pagesPdf(['/MediaBox [0 0 612 792] /Annots [20 0 R 21 0 R]', '/MediaBox [0 0 612 792] /Rotate 90 /Annots [22 0 R]'], {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R 21 0 R 22 0 R 23 0 R] >> >>',
        20: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (party.a) /V (x) /Rect [72 684 144 720] >>',
        21: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Seal1) /Rect [72 72 216 216] /V 24 0 R >>',
        22: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Empty) /Rect [72 72 144 108] >>',
        23: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hidden) /Rect [0 0 0 0] /V 24 0 R >>',
        24: '<< /Type /Sig /Filter /Adobe.PPKLite >>',
      },
    }),
  );
  return openPdf(memorySource(bytes));
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'no error';
}

describe('readDisplayedPages', () => {
  it('applies rotation and unit, and tells the media box where pages show less than it', async () => {
    const { bytes } = smallPdf(
      pagesPdf([
        '/MediaBox [0 0 612 792]',
        '/MediaBox [0 0 612 792] /CropBox [36 72 576 720] /Rotate 90',
        '/MediaBox [0 0 306 396] /CropBox [-10 -10 999 999] /UserUnit 2',
      ]),
    );
    expect(await readDisplayedPages(await openPdf(memorySource(bytes)))).to.deep.equal([
      { page: 1, widthUm: 215_900, heightUm: 279_400 },
      {
        page: 2,
        widthUm: 9 * INCH,
        heightUm: 7.5 * INCH,
        mediaBox: { x: -INCH, y: -INCH / 2, widthUm: 11 * INCH, heightUm: 8.5 * INCH },
      },
      { page: 3, widthUm: 215_900, heightUm: 279_400 },
    ]);
  });
});

describe('readFieldPlaces', () => {
  it('gives every field with its place as displayed', async () => {
    const places = await readFieldPlaces(await formPdf());
    const at = (page: number, x: number, y: number, width: number, height: number): SealPlacement => ({
      page,
      x,
      y,
      width,
      height,
      rotation: 0,
    });
    expect(places).to.deep.equal([
      { field: 'party.a', type: 'Tx', isSigned: false, place: at(1, INCH, INCH, INCH, INCH / 2) },
      { field: 'Seal1', type: 'Sig', isSigned: true, place: at(1, INCH, 8 * INCH, 2 * INCH, 2 * INCH) },
      { field: 'Empty', type: 'Sig', isSigned: false, place: at(2, INCH, INCH, INCH / 2, INCH) },
      { field: 'Hidden', type: 'Sig', isSigned: true, place: null },
    ]);
  });
});

describe('placeOnField', () => {
  const field: FieldPlace = {
    field: 'a',
    type: 'Tx',
    isSigned: false,
    place: { page: 1, x: 10_000, y: 20_000, width: 60_000, height: 20_000, rotation: 0 },
  };
  const box = { widthUm: 40_000, heightUm: 40_000 };

  it('keeps the size about the centre, or shrinks into the field, and never grows', () => {
    expect(placeOnField([field], 'a', box)).to.deep.equal([{ page: 1, x: 20_000, y: 10_000, width: 40_000, height: 40_000, rotation: 0 }]);
    expect(placeOnField([field], 'a', box, 'contain')).to.deep.equal([
      { page: 1, x: 30_000, y: 20_000, width: 20_000, height: 20_000, rotation: 0 },
    ]);
    expect(placeOnField([field], 'a', { widthUm: 10_000, heightUm: 5000 }, 'contain')[0]).to.include({ width: 10_000, height: 5000 });
  });

  it('tells a field that is not there from one that does not show', async () => {
    const places = await readFieldPlaces(await formPdf());
    expect(codeOf(() => placeOnField(places, 'party', box))).to.equal('PLACEMENT_FIELD_MISSING');
    expect(codeOf(() => placeOnField(places, 'Hidden', box))).to.equal('PLACEMENT_FIELD_NOT_SHOWN');
  });
});

describe('findOverlaps', () => {
  const place = (x: number, y: number, rotation = 0): SealPlacement => ({ page: 1, x, y, width: 40_000, height: 40_000, rotation });

  it('names the signature that is covered, and how much of it', async () => {
    const existing = await readEarlierPlaces(await formPdf());
    expect(existing.map(({ field }) => field)).to.deep.equal(['Seal1']);
    const [overlap, ...more] = findOverlaps([place(0, 0), { ...place(2 * INCH, 9 * INCH), width: INCH, height: 2 * INCH }], existing);
    expect(overlap).to.deep.equal({ index: 1, page: 1, field: 'Seal1', shareOfPlacement: 0.5, shareOfEarlier: 0.25 });
    expect(more).to.deep.equal([]);
  });

  it('does not count what touches, or what stands on another page', () => {
    const existing = [{ field: 'a', place: place(0, 0) }];
    expect(findOverlaps([place(40_000, 0), { ...place(0, 0), page: 2 }], existing)).to.deep.equal([]);
  });

  it('measures turned places: a square in its own diamond', () => {
    const [overlap] = findOverlaps([place(0, 0, 45_000)], [{ field: 'a', place: place(0, 0) }]);
    expect(overlap?.shareOfPlacement).to.be.closeTo(2 * Math.SQRT2 - 2, 1e-9);
  });

  it('gives shares between 0 and 1 that fit each other', () => {
    const places = record({
      x: integer({ min: -50_000, max: 50_000 }),
      y: integer({ min: -50_000, max: 50_000 }),
      rotation: integer({ min: 0, max: 359_999 }),
    });
    assert(
      property(places, places, (one, other) => {
        const [a, b] = [place(one.x, one.y, one.rotation), place(other.x, other.y, other.rotation)];
        for (const { shareOfPlacement, shareOfEarlier } of findOverlaps([a], [{ field: 'b', place: b }])) {
          expect(shareOfPlacement).to.be.within(0, 1);
          expect(shareOfPlacement).to.be.closeTo(shareOfEarlier, 1e-6);
        }
      }),
    );
  });
});
