import { Asn1Error, DerFields, type DerNode, derRaw, OIDS, parseDer, readExplicit, readSequence } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { findAttributes, type SignerInfo } from '../cms/index.ts';
import { NO_MATERIAL, uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

/**
 * What the signed attribute adbe-revocationInfoArchival holds: CRLs and OCSP responses that the signer found before signing. One that
 * cannot be read holds nothing.
 *
 * @see ISO 32000-2 §12.8.3.3.2
 */
export function readRevocationArchival({ signedAttributes }: Pick<SignerInfo, 'signedAttributes'>): ValidationMaterialSet {
  const values = findAttributes(signedAttributes?.list ?? [], OIDS.adobeRevocationInfoArchival).flatMap((attribute) => attribute.values);
  return uniteMaterial(...values.map(readValue));
}

function readValue(der: Uint8Array): ValidationMaterialSet {
  try {
    const fields = new DerFields(parseDer(der));
    const listOf = (field: DerNode | undefined): readonly Bytes[] =>
      field === undefined ? [] : readSequence(readExplicit(field)).map(derRaw);
    const crls = listOf(fields.takeContext(0));
    return { certificates: [], crls, ocspResponses: listOf(fields.takeContext(1)) };
  } catch (error) {
    if (error instanceof Asn1Error) return NO_MATERIAL;
    throw error;
  }
}
