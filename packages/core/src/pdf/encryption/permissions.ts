import type { PdfEncryption } from '../document/pdf-document.ts';

/** What the permission flags of an encrypted document let a person do who has only its user password. */
export interface PdfPermissions {
  /** Bit 4: modify the contents. */
  readonly modify: boolean;
  /** Bit 6: add or modify annotations, and fill in fields. */
  readonly annotate: boolean;
  /** Bit 9, from revision 3 on: fill in existing fields, signature fields among them. */
  readonly fillFields: boolean;
}

const BIT_4 = 1 << 3;
const BIT_6 = 1 << 5;
const BIT_9 = 1 << 8;

/** All are granted with the owner password. @see ISO 32000-2 table 22 */
export function permissionsOf({ access, permissions }: PdfEncryption): PdfPermissions {
  const has = (bit: number): boolean => access === 'owner' || (permissions & bit) !== 0;
  return { modify: has(BIT_4), annotate: has(BIT_6), fillFields: has(BIT_9) || has(BIT_6) };
}
