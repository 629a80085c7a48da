import { DerFields, type DerNode, derRaw, derChildren, parseDer, readOid, readSet, TAGS } from '../asn1/index.ts';
import { type Bytes, concatBytes, copyBytes } from '../bytes/index.ts';
import { CmsError } from './cms-error.ts';

/** One attribute: its type and the DER of its values, in the order received. */
export interface Attribute {
  readonly type: string;
  readonly values: readonly Bytes[];
}

/** Signed attributes as a list, and as the octets that are signed: with the tag of SET OF (RFC 5652 §5.4). */
export interface SignedAttributes {
  readonly der: Bytes;
  readonly list: readonly Attribute[];
}

const MAX_ATTRIBUTES = 256;

/** Attributes under an implicit tag. */
export function readAttributes(field: DerNode): readonly Attribute[] {
  const nodes = derChildren(field);
  if (nodes.length > MAX_ATTRIBUTES)
    throw new CmsError('CMS_LIMIT_EXCEEDED', `expected at most ${MAX_ATTRIBUTES} attributes, got ${nodes.length}`);
  return nodes.map((node) => {
    const fields = new DerFields(node);
    const type = readOid(fields.take(TAGS.OID));
    const values = readSet(fields.take(TAGS.SET)).map(derRaw);
    fields.end();
    return { type, values };
  });
}

/** Signed attributes under `[0]`: only the tag is replaced, nothing is encoded anew. */
export function readSignedAttributes(field: DerNode): SignedAttributes {
  return { der: retag(derRaw(field), SET_TAG), list: readAttributes(field) };
}

/** Signed attributes from their SET OF. */
export function parseSignedAttributes(der: Uint8Array): SignedAttributes {
  return { der: copyBytes(der), list: readAttributes(parseDer(der)) };
}

/** The element with another one-octet identifier. */
export function retag(der: Uint8Array, identifier: number): Bytes {
  return concatBytes(Uint8Array.of(identifier), der.subarray(1));
}

/** All attributes of a type. */
export function findAttributes(attributes: readonly Attribute[], type: string): readonly Attribute[] {
  return attributes.filter((attribute) => attribute.type === type);
}

/**
 * The one value of an attribute that may stand once with one value; undefined when it is not there.
 *
 * @throws {@link CmsError} `CMS_ATTRIBUTE_MALFORMED` when it stands twice or has another number of values.
 */
export function findSingleValue(attributes: readonly Attribute[], type: string): DerNode | undefined {
  const [attribute, ...more] = findAttributes(attributes, type);
  if (attribute === undefined) return undefined;
  const [value, ...moreValues] = attribute.values;
  if (value === undefined || more.length > 0 || moreValues.length > 0)
    throw new CmsError('CMS_ATTRIBUTE_MALFORMED', `expected attribute ${type} once with one value`, { facts: { type } });
  return parseDer(value);
}

const SET_TAG = 0x31;
