import { OIDS } from '../asn1/index.ts';
import type { Name } from '../x509/index.ts';
import { parseSemanticsIdentifier } from './semantics-identifier.ts';
import { checkUscc } from './uscc.ts';

/** Whom somebody was verified to be, as far as a certificate's subject can be compared with it. */
export type VerifiedSubject = VerifiedPersonSubject | VerifiedOrganisationSubject;

export interface VerifiedPersonSubject {
  readonly kind: 'person';
  readonly name: string;
  /**
   * What the serialNumber of the subject must be: the reference that the certificate was asked for with. Null where none is known; then
   * a number in the certificate counts only with `numberAgrees`.
   */
  readonly serialNumber: string | null;
  /** Whether the personal number that the certificate names is the verified one: who keeps only a salted digest finds out before. */
  readonly numberAgrees: 'yes' | 'no' | 'not-known';
}

export interface VerifiedOrganisationSubject {
  readonly kind: 'organisation';
  readonly name: string;
  /** Unified social credit code, or another number of registration. */
  readonly registrationNumber: string;
}

export type SubjectDifference =
  /** An attribute that must tell who it is stands twice. */
  | 'ATTRIBUTE_REPEATED'
  | 'COMMON_NAME_MISSING'
  | 'COMMON_NAME_DIFFERS'
  | 'ORGANIZATION_MISSING'
  | 'ORGANIZATION_DIFFERS'
  | 'ORGANIZATION_IDENTIFIER_MISSING'
  | 'ORGANIZATION_IDENTIFIER_DIFFERS'
  | 'SERIAL_NUMBER_MISSING'
  | 'SERIAL_NUMBER_DIFFERS';

export type SubjectComparison =
  | { readonly result: 'same' }
  /** In the order of the attributes, at least one. */
  | { readonly result: 'different'; readonly differences: readonly SubjectDifference[] };

/**
 * Compares the subject of a certificate with whom somebody was verified to be.
 *
 * An organisation: `organizationName` is its name; `organizationIdentifier` is `NTR` with a country and its number (EN 319 412-1 §5.1.4),
 * or the number alone. Where that attribute is missing, `serialNumber` may hold the number, as some authorities write it. A person:
 * `commonName` is the name; `serialNumber` is the reference that was asked for, or names the verified number. Names are compared after
 * NFKC, without regard to case, white space at the ends or how often it stands, and to which of the dots stands between parts of a name.
 */
export function compareSubject(subject: Name, verified: VerifiedSubject): SubjectComparison {
  const differences = verified.kind === 'person' ? personDifferences(subject, verified) : organisationDifferences(subject, verified);
  return differences.length === 0 ? { result: 'same' } : { result: 'different', differences };
}

/**
 * The personal number that a subject's serialNumber names: after `IDC`, `PNO`, `PAS` or `TAX` with a country, or standing alone; undefined
 * where there is none or more than one.
 */
export function personalNumberOf(subject: Name): string | undefined {
  const [serial, ...others] = textsOf(subject, OIDS.serialNumber);
  if (serial === undefined || others.length > 0) return undefined;
  return parseSemanticsIdentifier(serial)?.number ?? serial;
}

function personDifferences(subject: Name, verified: VerifiedPersonSubject): readonly SubjectDifference[] {
  const repeated = repetitions(subject, [OIDS.commonName, OIDS.serialNumber]);
  if (repeated.length > 0) return repeated;
  const [commonName] = textsOf(subject, OIDS.commonName);
  const [serialNumber] = textsOf(subject, OIDS.serialNumber);
  return [
    ...nameDifference(commonName, verified.name, 'COMMON_NAME_MISSING', 'COMMON_NAME_DIFFERS'),
    ...serialDifference(serialNumber, verified),
  ];
}

function serialDifference(found: string | undefined, { serialNumber, numberAgrees }: VerifiedPersonSubject): readonly SubjectDifference[] {
  if (found === undefined) return ['SERIAL_NUMBER_MISSING'];
  return found === serialNumber || numberAgrees === 'yes' ? [] : ['SERIAL_NUMBER_DIFFERS'];
}

function organisationDifferences(subject: Name, verified: VerifiedOrganisationSubject): readonly SubjectDifference[] {
  const repeated = repetitions(subject, [OIDS.organizationName, OIDS.organizationIdentifier, OIDS.serialNumber]);
  if (repeated.length > 0) return repeated;
  const [organization] = textsOf(subject, OIDS.organizationName);
  const [identifier] = [...textsOf(subject, OIDS.organizationIdentifier), ...textsOf(subject, OIDS.serialNumber)];
  return [
    ...nameDifference(organization, verified.name, 'ORGANIZATION_MISSING', 'ORGANIZATION_DIFFERS'),
    ...identifierDifference(identifier, verified.registrationNumber),
  ];
}

function identifierDifference(found: string | undefined, expected: string): readonly SubjectDifference[] {
  if (found === undefined) return ['ORGANIZATION_IDENTIFIER_MISSING'];
  const identifier = parseSemanticsIdentifier(found);
  // A tax number that reads the same is another number, but for China, where the code of registration is that of taxes too.
  const isOfRegistration =
    identifier === undefined || identifier.type === 'NTR' || (identifier.type === 'VAT' && identifier.country === 'CN');
  const same = isOfRegistration && registrationKey(identifier?.number ?? found) === registrationKey(expected);
  return same ? [] : ['ORGANIZATION_IDENTIFIER_DIFFERS'];
}

/** Capitals for a unified social credit code; other numbers stand as they are. */
function registrationKey(number: string): string {
  const check = checkUscc(number);
  return check.result === 'well-formed' ? check.uscc.code : number;
}

function nameDifference(
  found: string | undefined,
  expected: string,
  missing: SubjectDifference,
  differs: SubjectDifference,
): readonly SubjectDifference[] {
  if (found === undefined) return [missing];
  return nameKey(found) === nameKey(expected) ? [] : [differs];
}

/** Middle dot, bullet, hyphenation point, katakana dots: one sign between the parts of a name. */
const DOTS = /[\u00B7\u2022\u2027\u2219\u22C5\u30FB\uFF65]/g;

/** Whether two spellings are of one name, as {@link compareSubject} takes them. */
export function isSameName(left: string, right: string): boolean {
  return nameKey(left) === nameKey(right);
}

function nameKey(name: string): string {
  return name.replaceAll(DOTS, '\u00B7').normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function repetitions(subject: Name, types: readonly string[]): readonly SubjectDifference[] {
  return types.some((type) => attributesOf(subject, type).length > 1) ? ['ATTRIBUTE_REPEATED'] : [];
}

function attributesOf(subject: Name, type: string): Name['relativeNames'][number] {
  return subject.relativeNames.flat().filter((attribute) => attribute.type === type);
}

function textsOf(subject: Name, type: string): readonly string[] {
  return attributesOf(subject, type).flatMap(({ text }) => (text === undefined || text.trim() === '' ? [] : [text]));
}
