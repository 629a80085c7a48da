import { type Bytes, type CallOptions } from '../bytes/index.ts';
import { encodeSignedDataElements, parseSignedData, readSignedDataElements, type SignedData, withMaterial } from '../cms/index.ts';
import { CadesError } from './cades-error.ts';
import type { MaterialOptions } from './material-options.ts';
import { findMaterialSubjects } from './material-subjects.ts';
import { readOcspBasicChoices } from './material-values.ts';
import { hasOldArchiveForm } from './covering-forms.ts';
import { gatherValidationMaterial, type MissingMaterial } from './validation-material.ts';
import { isEmptyMaterial, missingFrom, NO_MATERIAL, uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

export interface AddMaterialOptions extends CallOptions {
  readonly now: Date;
}

/**
 * The SignedData with the validation material of all its signatures and time-stamps: certificates in `certificates`, CRLs and
 * OCSP responses in `crls`, as far as they are not in it or in its time-stamps. What certificate-values and revocation-values of
 * CAdES-X-L hold is used before anybody is asked, and comes into these fields. Where something is missing, nothing is added.
 *
 * @throws {@link CadesError} `CADES_VALIDATION_MATERIAL_MISSING`, unless the caller allows a lower level;
 * `CADES_ARCHIVE_FORM_OLD` where an archive form of old covers the fields that something would have to be added to.
 * @see ETSI EN 319 122-1 §5.5.3, §6.3
 */
export async function addCadesMaterial(
  cms: Bytes,
  material: MaterialOptions,
  { now, signal }: AddMaterialOptions,
): Promise<{ readonly cms: Bytes; readonly missing: readonly MissingMaterial[] }> {
  const signedData = parseSignedData(cms);
  const present = uniteMaterial(materialOf(signedData), { ...NO_MATERIAL, ocspResponses: readOcspBasicChoices(cms) });
  const known = uniteMaterial(present, { ...NO_MATERIAL, ...material.known });
  const subjects = findMaterialSubjects(signedData, known.certificates, now);
  const gathered = await gatherValidationMaterial({
    targets: subjects.targets,
    known: uniteMaterial(known, subjects.inTokens, subjects.inValues),
    anchors: material.anchors,
    ...(material.source === undefined ? {} : { source: material.source }),
    now,
    ...(signal === undefined ? {} : { signal }),
  });
  const missing = [...subjects.missing, ...gathered.missing];
  if (missing.length > 0) {
    if (material.onMissing === 'lower-level') return { cms, missing };
    throw missingError(missing);
  }
  const added = missingFrom(uniteMaterial(present, subjects.inTokens), gathered.material);
  if (isEmptyMaterial(added)) return { cms, missing };
  if (hasOldArchiveForm(signedData))
    throw new CadesError('CADES_ARCHIVE_FORM_OLD', 'expected no archive time-stamp before version 3: it covers the fields to add to');
  return { cms: encodeSignedDataElements(withMaterial(readSignedDataElements(cms), added)), missing };
}

function missingError(missing: readonly MissingMaterial[]): CadesError {
  const list = missing.map(({ certificate, what }) => `${what} of ${certificate}`).join('; ');
  return new CadesError('CADES_VALIDATION_MATERIAL_MISSING', `expected validation material for ${list}`, {
    facts: { missing: missing.map(({ certificate, what, reason }) => `${what} of ${certificate}: ${reason}`) },
  });
}

function materialOf({ certificates, crls, ocspResponses }: SignedData): ValidationMaterialSet {
  return { certificates, crls, ocspResponses };
}
