import {
  Asn1Error,
  DerFields,
  type DerNode,
  derChildren,
  derRaw,
  OIDS,
  parseDer,
  readExplicit,
  readOid,
  readSequence,
} from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { findAttributes, OCSP_RESPONSE_FORMAT, readSignedDataElements, type SignerInfo } from '../cms/index.ts';
import { encodeOcspResponse } from '../x509/index.ts';
import { NO_MATERIAL, uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

/** id-aa-ets-certValues and id-aa-ets-revocationValues (ETSI TS 101 733 V2.2.1 §6.3.3, §6.3.4; EN 319 122-1 Annex A). */
export const MATERIAL_VALUES: { readonly certificates: string; readonly revocation: string } = {
  certificates: '1.2.840.113549.1.9.16.2.23',
  revocation: '1.2.840.113549.1.9.16.2.24',
};

/**
 * What certificate-values and revocation-values of a CAdES-X-L signature hold. OCSP answers lie there as BasicOCSPResponse and
 * come out as the OCSPResponse around it. Nothing here was signed by the signer; values that cannot be read hold nothing.
 *
 * @see ETSI TS 101 733 V2.2.1 §6.3.3, §6.3.4
 */
export function readMaterialValues({ unsignedAttributes }: Pick<SignerInfo, 'unsignedAttributes'>): ValidationMaterialSet {
  const valuesOf = (type: string): readonly Bytes[] => findAttributes(unsignedAttributes, type).flatMap(({ values }) => values);
  return uniteMaterial(
    ...valuesOf(MATERIAL_VALUES.certificates).map((value) =>
      readOrNone(() => ({ ...NO_MATERIAL, certificates: readSequence(parseDer(value)).map(derRaw) })),
    ),
    ...valuesOf(MATERIAL_VALUES.revocation).map((value) => readOrNone(() => readRevocationValues(parseDer(value)))),
  );
}

/** RevocationValues; other forms than CRLs and OCSP answers are passed over. */
function readRevocationValues(value: DerNode): ValidationMaterialSet {
  const fields = new DerFields(value);
  const listOf = (field: DerNode | undefined): readonly Bytes[] =>
    field === undefined ? [] : readSequence(readExplicit(field)).map(derRaw);
  const crls = listOf(fields.takeContext(0));
  return { certificates: [], crls, ocspResponses: listOf(fields.takeContext(1)).map(encodeOcspResponse) };
}

/**
 * The OCSP answers that lie in `crls` under id-pkix-ocsp-basic, as CAdES had it before RFC 5940, each as the OCSPResponse
 * around it.
 *
 * @throws CmsError for octets that are no SignedData.
 * @see ETSI TS 101 733 V2.2.1 §6.4.3
 */
export function readOcspBasicChoices(cms: Uint8Array): readonly Bytes[] {
  return readSignedDataElements(cms).crls.flatMap((choice) => readOrNone(() => readOcspBasicChoice(choice)).ocspResponses);
}

const OTHER_FORMAT = 0xa1;

/** One RevocationInfoChoice: a CRL, an OCSP response (RFC 5940), or the older form of one. Other forms hold nothing. */
export function readRevocationChoice(choice: Uint8Array): ValidationMaterialSet {
  return readOrNone(() => {
    const node = parseDer(choice);
    if (choice[0] !== OTHER_FORMAT) return { ...NO_MATERIAL, crls: [derRaw(node)] };
    const [format, value] = derChildren(node);
    if (format === undefined || value === undefined) return NO_MATERIAL;
    const type = readOid(format);
    if (type === OIDS.ocspBasic) return { ...NO_MATERIAL, ocspResponses: [encodeOcspResponse(derRaw(value))] };
    return type === OCSP_RESPONSE_FORMAT ? { ...NO_MATERIAL, ocspResponses: [derRaw(value)] } : NO_MATERIAL;
  });
}

function readOcspBasicChoice(choice: Uint8Array): ValidationMaterialSet {
  if (choice[0] !== OTHER_FORMAT) return NO_MATERIAL;
  const [format] = derChildren(parseDer(choice));
  return format !== undefined && readOid(format) === OIDS.ocspBasic ? readRevocationChoice(choice) : NO_MATERIAL;
}

function readOrNone(read: () => ValidationMaterialSet): ValidationMaterialSet {
  try {
    return read();
  } catch (error) {
    if (error instanceof Asn1Error) return NO_MATERIAL;
    throw error;
  }
}
