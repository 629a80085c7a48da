import { type PadesErrorCode, PadesError } from '../../src/pades/pades-error.ts';

/** The code that the work is refused with; the empty text when it is not refused. */
export function codeOf(work: () => unknown): PadesErrorCode | '' {
  try {
    work();
    return '';
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
}

export async function codeOfAsync(work: () => Promise<unknown>): Promise<PadesErrorCode | ''> {
  try {
    await work();
    return '';
  } catch (error) {
    if (error instanceof PadesError) return error.code;
    throw error;
  }
}
