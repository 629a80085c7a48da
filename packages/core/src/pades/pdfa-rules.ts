import { decodeBase64 } from '../bytes/index.ts';
import type { PdfaForm } from './appearance/form-style.ts';
import { readJpeg } from './appearance/jpeg-image.ts';
import { decodePng } from './appearance/png-image.ts';
import { PadesError } from './pades-error.ts';
import type { PdfaClaim } from './reading/pdfa-claim.ts';
import type { SignatureFace } from './signing-act.ts';

/**
 * How an act must be written so that a document stays the PDF/A that it claims to be: without blending in part 1 and where no
 * output intent says in which colours pages blend, with an appearance for hidden widgets there, with colours of its own where
 * the document's output intent is another.
 *
 * @throws {@link PadesError} `PADES_PDFA_TRANSPARENCY` for a transparent picture where nothing may blend, `PADES_PDFA_COLOUR`
 * for a CMYK picture without a CMYK output intent.
 * @see ISO 19005-1 §6.4, §6.9, §6.2.3.3; ISO 19005-2 §6.2.4.3, §6.2.10
 */
export function pdfaForm(claim: PdfaClaim | undefined, face: SignatureFace | null): PdfaForm | undefined {
  if (claim === undefined) return undefined;
  const flat = claim.part === 1 || claim.outputColours === undefined;
  if (flat && face !== null && isTransparent(face))
    throw new PadesError(
      'PADES_PDFA_TRANSPARENCY',
      'expected a picture without transparency for a PDF/A document of part 1 or without an output intent',
    );
  if (face !== null && isCmyk(face) && claim.outputColours !== 'CMYK')
    throw new PadesError('PADES_PDFA_COLOUR', 'expected a picture in RGB or grey for a PDF/A document without a CMYK output intent');
  return { flat, calibrated: claim.outputColours !== 'RGB' };
}

function isCmyk(face: SignatureFace): boolean {
  return face.kind === 'raster' && face.format === 'jpeg' && readJpeg(decodeBase64(face.base64)).components === 4;
}

function isTransparent(face: SignatureFace): boolean {
  return face.kind === 'raster' && face.format === 'png' && decodePng(decodeBase64(face.base64)).alpha !== undefined;
}
