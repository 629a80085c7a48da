import { Asn1Error, DerFields, type DerNode, derRaw, OIDS, readExplicit, readOid, readSequence, TAGS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { CmsError, findSingleValue, type SignerInfo } from '../cms/index.ts';
import { CadesError } from './cades-error.ts';

/** One assertion as received; `value` is empty where none stands. */
export interface ReadAssertion {
  readonly oid: string;
  readonly value: Bytes;
}

/**
 * The signed assertions of signer-attributes-v2, each type at most once; empty when there are none.
 *
 * @throws {@link CadesError} `CADES_ATTRIBUTE_MALFORMED`, `CADES_ASSERTION_REPEATED`
 * @see EN 319 122-1 §5.2.6.1
 */
export function readSignedAssertions(signerInfo: Pick<SignerInfo, 'signedAttributes'>): readonly ReadAssertion[] {
  try {
    const node = findSingleValue(signerInfo.signedAttributes?.list ?? [], OIDS.signerAttributesV2);
    return node === undefined ? [] : readSignerAttributes(node);
  } catch (cause) {
    if (cause instanceof Asn1Error || cause instanceof CmsError)
      throw new CadesError('CADES_ATTRIBUTE_MALFORMED', 'expected a signer-attributes-v2 attribute', { cause });
    throw cause;
  }
}

function readSignerAttributes(node: DerNode): readonly ReadAssertion[] {
  const fields = new DerFields(node);
  fields.takeContext(0);
  fields.takeContext(1);
  const signed = fields.takeContext(2);
  fields.end();
  if (signed === undefined) return [];
  const assertions = readSequence(readExplicit(signed)).map(readAssertion);
  if (new Set(assertions.map(({ oid }) => oid)).size !== assertions.length)
    throw new CadesError('CADES_ASSERTION_REPEATED', 'expected each assertion once');
  return assertions;
}

function readAssertion(node: DerNode): ReadAssertion {
  const fields = new DerFields(node);
  const oid = readOid(fields.take(TAGS.OID));
  const value = fields.peek() === undefined ? new Uint8Array() : derRaw(fields.any());
  fields.end();
  return { oid, value };
}
