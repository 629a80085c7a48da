import { type PdfDocument, permissionsOf } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** What a revision does to the form of an encrypted document. */
export interface FormChange {
  readonly createsFields: boolean;
  readonly fillsFields: boolean;
}

/**
 * Whether who opened an encrypted document may do this to its form: fill a field by bit 6 or 9, create one by bits 4 and 6.
 * With the owner password everything is permitted.
 *
 * @throws {@link PadesError} `PADES_PERMISSION_DENIED` with the bits as fact.
 * @see ISO 32000-2 table 22
 */
export function assertPermitted({ encryption }: PdfDocument, change: FormChange): void {
  if (encryption === undefined) return;
  const { createFields, fillFields } = permissionsOf(encryption);
  if (change.createsFields && !createFields) throw denied('4 and 6');
  if (change.fillsFields && !fillFields) throw denied('6 or 9');
}

function denied(bits: string): PadesError {
  return new PadesError('PADES_PERMISSION_DENIED', `expected permission by bits ${bits} of /P, or the owner password`, { facts: { bits } });
}
