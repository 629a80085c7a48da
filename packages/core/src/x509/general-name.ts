import {
  Asn1Error,
  type DerNode,
  derChildren,
  derContent,
  derRaw,
  encodeContext,
  encodeSequence,
  isContext,
  readExplicit,
  readSequence,
} from '../asn1/index.ts';
import { type Bytes, concatBytes, decodeLatin1, equalBytes } from '../bytes/index.ts';
import { equalNames, type Name, parseName, readName } from './name.ts';

/** A GeneralName; kinds that are not compared by meaning stay octets under their tag. */
export type GeneralName =
  | { readonly kind: 'rfc822Name'; readonly raw: Bytes; readonly mailbox: string }
  | { readonly kind: 'dNSName'; readonly raw: Bytes; readonly host: string }
  | { readonly kind: 'uri'; readonly raw: Bytes; readonly uri: string }
  | { readonly kind: 'directoryName'; readonly raw: Bytes; readonly name: Name }
  /** An address, or an address and its mask in a name constraint. */
  | { readonly kind: 'iPAddress'; readonly raw: Bytes; readonly octets: Bytes }
  /** otherName [0], x400Address [3], ediPartyName [5], registeredID [8]. */
  | { readonly kind: 'other'; readonly raw: Bytes; readonly tagNumber: number };

/** @see RFC 5280 §4.2.1.6 */
export function readGeneralName(node: DerNode): GeneralName {
  const raw = derRaw(node);
  const { tagNumber } = node;
  if (!isContext(node, tagNumber) || tagNumber > LAST_TAG)
    throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected a general name at ${node.start}`);
  if (tagNumber === 1) return { kind: 'rfc822Name', raw, mailbox: decodeLatin1(derContent(node)) };
  if (tagNumber === 2) return { kind: 'dNSName', raw, host: decodeLatin1(derContent(node)) };
  if (tagNumber === 4) return { kind: 'directoryName', raw, name: readName(readExplicit(node)) };
  if (tagNumber === 6) return { kind: 'uri', raw, uri: decodeLatin1(derContent(node)) };
  if (tagNumber === 7) return { kind: 'iPAddress', raw, octets: derContent(node) };
  return { kind: 'other', raw, tagNumber };
}

/** registeredID, the last choice. */
const LAST_TAG = 8;

/** GeneralNames; empty ones, which the standard forbids, are found in the field and name nobody. */
export function readGeneralNames(node: DerNode): readonly GeneralName[] {
  return readSequence(node).map(readGeneralName);
}

/** Names by their meaning (§7.1), everything else by its octets. */
export function equalGeneralNames(left: GeneralName, right: GeneralName): boolean {
  if (left.kind === 'directoryName' && right.kind === 'directoryName') return equalNames(left.name, right.name);
  return equalBytes(left.raw, right.raw);
}

/** Names of a place where CRLs lie. */
export interface DistributionPointName {
  readonly fullName: readonly GeneralName[];
  /** DER of the RelativeDistinguishedName below the CRL issuer's name, where the name is given so. */
  readonly relativeName?: Bytes;
}

/** The choice inside `distributionPoint [0]` of both extensions. @see RFC 5280 §4.2.1.13 */
export function readDistributionPointName(field: DerNode): DistributionPointName {
  const choice = readExplicit(field);
  if (isContext(choice, 0)) return { fullName: derChildren(choice).map(readGeneralName) };
  if (!isContext(choice, 1)) throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected a name of a distribution point at ${choice.start}`);
  // [1] IMPLICIT SET: the tag of a SET again; what is no relative name is refused here.
  const relativeName = withSetTag(derRaw(choice));
  parseName(encodeSequence(relativeName));
  return { fullName: [], relativeName };
}

/** The names in full: a relative one is put below the name of the CRL's issuer. @see RFC 5280 §5.2.5 */
export function distributionPointNames(point: DistributionPointName, crlIssuer: Name): readonly GeneralName[] {
  if (point.relativeName === undefined) return point.fullName;
  const above = crlIssuer.raw.subarray(crlIssuer.raw.length - contentLength(crlIssuer.raw));
  const raw = encodeSequence(concatBytes(above, point.relativeName));
  return [{ kind: 'directoryName', raw: encodeContext(4, raw, { constructed: true }), name: parseName(raw) }];
}

function withSetTag(raw: Bytes): Bytes {
  return concatBytes(Uint8Array.of(0x31), raw.subarray(1));
}

/** Length of the content of a DER element of a short tag. */
function contentLength(raw: Uint8Array): number {
  const first = raw[1] ?? 0;
  return raw.length - (first < 0x80 ? 2 : 2 + (first & 0x7f));
}
