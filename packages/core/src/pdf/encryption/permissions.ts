import type { PdfEncryption } from '../document/pdf-document.ts';
import { entryOf, integerOf } from '../objects.ts';

/** What the permission flags of an encrypted document let a person do who has only its user password. */
export interface PdfPermissions {
  /** Bit 3, in revision 2 at any quality. */
  readonly print: boolean;
  /** Bit 4: modify the contents by other means than bits 6, 9 and 11 control. */
  readonly modify: boolean;
  /** Bit 5. */
  readonly extract: boolean;
  /** Bit 6: add or modify annotations, and fill in fields. */
  readonly annotate: boolean;
  /** Bit 6, or bit 9 from revision 3 on: fill in existing fields, signature fields among them. */
  readonly fillFields: boolean;
  /** Bits 4 and 6 together: create fields, signature fields among them. */
  readonly createFields: boolean;
  /** Bit 4, or bit 11 from revision 3 on: insert, rotate and delete pages. */
  readonly assemble: boolean;
  /** Bit 3, and bit 12 from revision 3 on. */
  readonly printFaithfully: boolean;
}

/** All are granted with the owner password. The bits above 8 mean something from revision 3 on. @see ISO 32000-2 table 22 */
export function permissionsOf({ access, permissions, dict }: PdfEncryption): PdfPermissions {
  const owner = access === 'owner';
  const early = (integerOf(entryOf(dict, 'R')) ?? 0) < 3;
  const has = (bit: number): boolean => owner || (permissions & (1 << (bit - 1))) !== 0;
  return {
    print: has(3),
    modify: has(4),
    extract: has(5),
    annotate: has(6),
    fillFields: has(6) || (!early && has(9)),
    createFields: has(4) && has(6),
    assemble: has(4) || (!early && has(11)),
    printFaithfully: has(3) && (early || has(12)),
  };
}
