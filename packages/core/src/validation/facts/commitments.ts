import { Asn1Error, DerFields, OIDS, parseDer, readOid, TAGS } from '../../asn1/index.ts';
import { findAttributes, type SignerInfo } from '../../cms/index.ts';

/** Object identifiers of the commitments that the signer stated; what cannot be read states none. @see EN 319 122-1 §5.2.3, RFC 5126 §5.11.1 */
export function commitmentsOf(signerInfo: SignerInfo): readonly string[] {
  const attributes = findAttributes(signerInfo.signedAttributes?.list ?? [], OIDS.commitmentTypeIndication);
  return attributes.flatMap(({ values }) => values.flatMap((value) => commitmentOf(value) ?? []));
}

function commitmentOf(value: Uint8Array): string | undefined {
  try {
    return readOid(new DerFields(parseDer(value)).take(TAGS.OID));
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}
