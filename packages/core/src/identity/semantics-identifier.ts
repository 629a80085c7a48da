/** Kinds of identity that a certificate can name (EN 319 412-1 §5.1.3, §5.1.4). */
export type IdentityType = 'PAS' | 'IDC' | 'PNO' | 'TAX' | 'VAT' | 'NTR' | 'LEI' | 'PSD';

/** A number with what it is a number of, as ETSI writes them in one attribute. */
export interface SemanticsIdentifier {
  readonly type: IdentityType;
  /** ISO 3166-1, two letters; `XG` of an LEI. */
  readonly country: string;
  readonly number: string;
}

const FORM = /^(PAS|IDC|PNO|TAX|VAT|NTR|LEI|PSD)([A-Z]{2})-(.+)$/;

/** Reads `NTRCN-91…`, `IDCCN-11…` and the like; undefined for a text of another form. @see EN 319 412-1 §5.1.3, §5.1.4 */
export function parseSemanticsIdentifier(text: string): SemanticsIdentifier | undefined {
  const [, type, country, number] = FORM.exec(text) ?? [];
  const known = TYPES.find((each) => each === type);
  return known === undefined || country === undefined || number === undefined ? undefined : { type: known, country, number };
}

export function encodeSemanticsIdentifier({ type, country, number }: SemanticsIdentifier): string {
  return `${type}${country}-${number}`;
}

const TYPES: readonly IdentityType[] = ['PAS', 'IDC', 'PNO', 'TAX', 'VAT', 'NTR', 'LEI', 'PSD'];
