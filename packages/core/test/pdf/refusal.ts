import { type PdfErrorCode, PdfError } from '../../src/pdf/pdf-error.ts';

/** The code that the work is refused with; the empty text when it is not refused. */
export function codeOf(work: () => unknown): PdfErrorCode | '' {
  try {
    work();
    return '';
  } catch (error) {
    if (error instanceof PdfError) return error.code;
    throw error;
  }
}

export async function codeOfAsync(work: () => Promise<unknown>): Promise<PdfErrorCode | ''> {
  try {
    await work();
    return '';
  } catch (error) {
    if (error instanceof PdfError) return error.code;
    throw error;
  }
}
