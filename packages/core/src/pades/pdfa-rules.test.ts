import { codeOf } from '../../test/pades/refusal.ts';
import { JPEG_SAMPLES } from '../../test/pades/jpeg-samples.ts';
import { PNG_SAMPLES } from '../../test/pades/png-samples.ts';
import { pagesPdf, smallPdf } from '../../test/pades/small-pdf.ts';
import { signDocument } from '../../test/pades/sign-document.ts';
import { testSigner } from '../../test/pades/test-signer.ts';
import { type Bytes, decodeBase64, decodeLatin1, memorySource } from '../bytes/index.ts';
import { openPdf } from '../pdf/index.ts';
import { decodePng } from './appearance/png-image.ts';
import { faceObjects } from './appearance/face-objects.ts';
import { assertPdfaSignature, pdfaForm } from './pdfa-rules.ts';
import { type PdfaClaim, readPdfaClaim } from './reading/pdfa-claim.ts';
import type { SignatureFace } from './signing-act.ts';

const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';
const VECTOR: SignatureFace = { kind: 'vector', svg: SVG };

/** The first sample whose samples have an alpha channel. */
const PNG_WITH_ALPHA = PNG_SAMPLES.find(({ base64 }) => decodePng(decodeBase64(base64)).alpha !== undefined)?.base64 ?? '';

function claiming(xmp: string, more = ''): Bytes {
  const metadata = `<< /Type /Metadata /Subtype /XML /Length ${xmp.length} >>\nstream\n${xmp}\nendstream`;
  return smallPdf(
    pagesPdf(['/MediaBox [0 0 595 842]'], { objects: { 1: `<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R ${more} >>`, 9: metadata } }),
  ).bytes;
}
const claimOf = async (xmp: string, more?: string): Promise<PdfaClaim | undefined> =>
  readPdfaClaim(await openPdf(memorySource(claiming(xmp, more))));

describe('what a document claims of PDF/A', () => {
  it('is read from attributes and from elements', async () => {
    expect(await claimOf('<x pdfaid:part="2" pdfaid:conformance="b"/>')).to.deep.equal({ part: 2, conformance: 'B' });
    expect(await claimOf('<pdfaid:part>1</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>')).to.deep.equal({
      part: 1,
      conformance: 'A',
    });
    expect(await claimOf("<x pdfaid:part='4'/>")).to.deep.equal({ part: 4, conformance: '' });
  });

  it('is nothing without such a part', async () => {
    for (const xmp of ['', '<x/>', '<x pdfaid:part="7"/>', '<x part="1"/>']) expect(await claimOf(xmp)).to.equal(undefined);
  });
});

describe('an act on a document that claims PDF/A', () => {
  const claim = (part: PdfaClaim['part'], outputColours?: string): PdfaClaim => ({
    part,
    conformance: 'B',
    ...(outputColours === undefined ? {} : { outputColours }),
  });

  it('is written flat in part 1 and without an output intent, and with colours of its own unless the intent is RGB', () => {
    expect(pdfaForm(undefined)).to.equal(undefined);
    expect(pdfaForm(claim(1, 'RGB'))).to.deep.equal({ flat: true, calibrated: false, takesCmyk: false });
    expect(pdfaForm(claim(2, 'GRAY'))).to.deep.equal({ flat: false, calibrated: true, takesCmyk: false });
    expect(pdfaForm(claim(3))).to.deep.equal({ flat: true, calibrated: true, takesCmyk: false });
  });

  it('is refused by name for a transparent picture where nothing may blend, and for CMYK without such an intent', () => {
    const transparent: SignatureFace = { kind: 'raster', format: 'png', base64: PNG_WITH_ALPHA, widthUm: 1, heightUm: 1 };
    const cmyk: SignatureFace = { kind: 'raster', format: 'jpeg', base64: JPEG_SAMPLES.cmyk, widthUm: 1, heightUm: 1 };
    const paint = (face: SignatureFace, on: PdfaClaim): string => codeOf(() => faceObjects(face, 1, pdfaForm(on)));
    expect(paint(transparent, claim(1, 'RGB'))).to.equal('PADES_PDFA_TRANSPARENCY');
    expect(paint(transparent, claim(2))).to.equal('PADES_PDFA_TRANSPARENCY');
    expect(paint(transparent, claim(2, 'RGB'))).to.equal('');
    expect(paint(cmyk, claim(2, 'RGB'))).to.equal('PADES_PDFA_COLOUR');
    expect(paint(cmyk, claim(2, 'CMYK'))).to.equal('');
  });

  it('is refused by name for a signature longer than a string may be', () => {
    const code = (part: PdfaClaim['part'], holeSize: number): string => codeOf(() => assertPdfaSignature(claim(part), holeSize));
    expect([code(1, 65_535), code(2, 32_767), code(3, 32_767), code(4, 100_000)]).to.deep.equal(['', '', '', '']);
    for (const [part, holeSize] of [
      [1, 65_536],
      [2, 32_768],
      [3, 32_768],
    ] as const)
      expect(code(part, holeSize)).to.equal('PADES_PDFA_SIGNATURE_TOO_LONG');
  });

  it('blends nothing in part 1, and gives a hidden widget its appearance', async () => {
    const original = claiming('<x pdfaid:part="1" pdfaid:conformance="B"/>');
    const placement = { page: 1, x: 10_000, y: 10_000, width: 10_000, height: 10_000, rotation: 0 };
    const shown = await signDocument(original, testSigner(), {
      act: { places: [{ placement, field: { kind: 'new', name: 'S' } }], face: VECTOR },
    });
    const added = decodeLatin1(shown).slice(original.length);
    for (const word of ['Multiply', 'Transparency', '/SMask']) expect(added).to.not.include(word);
    expect(added).to.include('/DefaultRGB [ /CalRGB');
    const hidden = await signDocument(original, testSigner(), {
      act: { places: [], face: null, invisibleField: { kind: 'new', name: 'S' } },
    });
    expect(decodeLatin1(hidden).slice(original.length)).to.match(/\/AP << \/N \d+ 0 R >>/);
  });

  it('is as ever where nothing is claimed', async () => {
    const original = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
    const hidden = await signDocument(original, testSigner(), {
      act: { places: [], face: null, invisibleField: { kind: 'new', name: 'S' } },
    });
    expect(decodeLatin1(hidden).slice(original.length)).to.not.include('/AP');
  });
});
