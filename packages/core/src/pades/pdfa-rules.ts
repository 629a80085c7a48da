import type { PdfaForm } from './appearance/form-style.ts';
import type { PdfaClaim } from './reading/pdfa-claim.ts';

/**
 * How an act must be written so that a document stays the PDF/A that it claims to be: without blending in part 1 and where no
 * output intent says in which colours pages blend, with an appearance for hidden widgets there, with colours of its own where
 * the document's output intent is another.
 *
 * @see ISO 19005-1 §6.4, §6.9, §6.2.3.3; ISO 19005-2 §6.2.4.3, §6.2.10
 */
export function pdfaForm(claim: PdfaClaim | undefined): PdfaForm | undefined {
  if (claim === undefined) return undefined;
  const { part, outputColours } = claim;
  return { flat: part === 1 || outputColours === undefined, calibrated: outputColours !== 'RGB', takesCmyk: outputColours === 'CMYK' };
}
