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
} from '../asn1/index.ts';
import { type Bytes, concatBytes, decodeLatin1, equalBytes } from '../bytes/index.ts';
import { equalNames, type Name, parseName, readName } from './name.ts';

/** A GeneralName; kinds that revocation does not compare by meaning stay octets. */
export type GeneralName =
  | { readonly kind: 'uri'; readonly raw: Bytes; readonly uri: string }
  | { readonly kind: 'directoryName'; readonly raw: Bytes; readonly name: Name }
  | { readonly kind: 'other'; readonly raw: Bytes };

/** @see RFC 5280 §4.2.1.6 */
export function readGeneralName(node: DerNode): GeneralName {
  const raw = derRaw(node);
  if (isContext(node, 6)) return { kind: 'uri', raw, uri: decodeLatin1(derContent(node)) };
  if (isContext(node, 4)) return { kind: 'directoryName', raw, name: readName(readExplicit(node)) };
  return { kind: 'other', raw };
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
