import { Asn1Error, DerFields, type DerNode, derChildren, decodeInteger, derContent } from '../asn1/index.ts';
import { type GeneralName, readGeneralName } from './general-name.ts';

/** A part of a name space. */
export interface NameSubtree {
  readonly base: GeneralName;
  /** Minimum zero and no maximum, as the profile demands; other distances are not processed. */
  readonly isWhole: boolean;
}

/** What the names of later certificates must lie inside of, and outside of. */
export interface NameConstraints {
  readonly permitted: readonly NameSubtree[];
  readonly excluded: readonly NameSubtree[];
}

/** @see RFC 5280 §4.2.1.10 */
export function readNameConstraints(node: DerNode): NameConstraints {
  const fields = new DerFields(node);
  const permitted = fields.takeContext(0);
  const excluded = fields.takeContext(1);
  fields.end();
  if (permitted === undefined && excluded === undefined) throw missing(node);
  return { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

/** GeneralSubtrees ::= SEQUENCE SIZE (1..MAX), behind an implicit tag. */
function readSubtrees(field: DerNode | undefined): readonly NameSubtree[] {
  if (field === undefined) return [];
  const subtrees = field.constructed ? derChildren(field) : [];
  if (subtrees.length === 0) throw missing(field);
  return subtrees.map(readSubtree);
}

function readSubtree(node: DerNode): NameSubtree {
  const fields = new DerFields(node);
  const base = readGeneralName(fields.any());
  const minimum = fields.takeContext(0);
  const maximum = fields.takeContext(1);
  fields.end();
  const isZero = minimum === undefined || decodeInteger(derContent(minimum)) === 0n;
  return { base, isWhole: isZero && maximum === undefined };
}

function missing(node: DerNode): Asn1Error {
  return new Asn1Error('ASN1_FIELD_MISSING', `expected a subtree at ${node.start}`);
}
