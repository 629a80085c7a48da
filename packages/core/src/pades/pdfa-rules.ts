import type { PdfaForm } from './appearance/form-style.ts';
import { PadesError } from './pades-error.ts';
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

/** Octets of a string at most: those of PDF 1.4 in part 1, fewer in parts 2 and 3; part 4 has no such bound. */
const LONGEST_STRING: Readonly<Record<PdfaClaim['part'], number>> = { 1: 65_535, 2: 32_767, 3: 32_767, 4: Infinity };

/**
 * A signature is a string like any other there, with the octets that are kept free behind it.
 *
 * @throws {@link PadesError} `PADES_PDFA_SIGNATURE_TOO_LONG`
 * @see ISO 19005-1 §6.1.12, ISO 19005-2 §6.1.13, ISO 19005-3 §6.1.13
 */
export function assertPdfaSignature(claim: PdfaClaim | undefined, holeSize: number): void {
  if (claim === undefined || holeSize <= LONGEST_STRING[claim.part]) return;
  throw new PadesError(
    'PADES_PDFA_SIGNATURE_TOO_LONG',
    `expected a signature of at most ${LONGEST_STRING[claim.part]} octets for PDF/A-${claim.part}, got ${holeSize}`,
    { facts: { room: LONGEST_STRING[claim.part], needed: holeSize } },
  );
}
