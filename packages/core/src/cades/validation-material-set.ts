import { type Bytes, equalBytes } from '../bytes/index.ts';

/** DER of certificates, CRLs and OCSP responses. */
export interface ValidationMaterialSet {
  readonly certificates: readonly Bytes[];
  readonly crls: readonly Bytes[];
  readonly ocspResponses: readonly Bytes[];
}

export const NO_MATERIAL: ValidationMaterialSet = { certificates: [], crls: [], ocspResponses: [] };

/** What of `wanted` is not in `present`, each structure once. */
export function missingFrom(present: ValidationMaterialSet, wanted: ValidationMaterialSet): ValidationMaterialSet {
  const fresh = (kind: keyof ValidationMaterialSet): readonly Bytes[] =>
    distinct(wanted[kind]).filter((structure) => !present[kind].some((other) => equalBytes(other, structure)));
  return { certificates: fresh('certificates'), crls: fresh('crls'), ocspResponses: fresh('ocspResponses') };
}

export function isEmptyMaterial({ certificates, crls, ocspResponses }: ValidationMaterialSet): boolean {
  return certificates.length === 0 && crls.length === 0 && ocspResponses.length === 0;
}

/** One set of several, each structure once, in the order of its first appearance. */
export function uniteMaterial(...sets: readonly ValidationMaterialSet[]): ValidationMaterialSet {
  return {
    certificates: distinct(sets.flatMap(({ certificates }) => certificates)),
    crls: distinct(sets.flatMap(({ crls }) => crls)),
    ocspResponses: distinct(sets.flatMap(({ ocspResponses }) => ocspResponses)),
  };
}

function distinct(structures: readonly Bytes[]): readonly Bytes[] {
  const found: Bytes[] = [];
  for (const structure of structures) if (!found.some((other) => equalBytes(other, structure))) found.push(structure);
  return found;
}
