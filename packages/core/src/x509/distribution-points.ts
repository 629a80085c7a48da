import { type DerNode, decodeBitString, derChildren, derContent, isContext, readSequence } from '../asn1/index.ts';
import { type DistributionPointName, type GeneralName, readDistributionPointName, readGeneralName } from './general-name.ts';

/** Bits of ReasonFlags (RFC 5280 §4.2.1.13); bit 0 is unused. */
export const REVOCATION_REASON_FLAGS = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReasonFlag = (typeof REVOCATION_REASON_FLAGS)[number];

/** Where the CRLs that cover a certificate lie. */
export interface DistributionPoint {
  readonly name?: DistributionPointName;
  /** All reasons when absent. */
  readonly reasons?: readonly RevocationReasonFlag[];
  /** The issuer of an indirect CRL; the certificate's issuer when absent. */
  readonly crlIssuer?: readonly GeneralName[];
}

/** @see RFC 5280 §4.2.1.13 */
export function readDistributionPoints(node: DerNode): readonly DistributionPoint[] {
  return readSequence(node).map((point) => {
    const fields = readSequence(point);
    const [name, reasons, crlIssuer] = [0, 1, 2].map((tag) => fields.find((field) => isContext(field, tag)));
    return {
      ...(name === undefined ? {} : { name: readDistributionPointName(name) }),
      ...(reasons === undefined ? {} : { reasons: readReasonFlags(reasons) }),
      ...(crlIssuer === undefined ? {} : { crlIssuer: derChildren(crlIssuer).map(readGeneralName) }),
    };
  });
}

/** ReasonFlags behind an implicit tag. */
export function readReasonFlags(node: DerNode): readonly RevocationReasonFlag[] {
  const { bytes } = decodeBitString(derContent(node));
  return REVOCATION_REASON_FLAGS.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** The http and https URLs of a place, in order. */
export function distributionPointUrls(point: DistributionPoint): readonly string[] {
  return (point.name?.fullName ?? []).flatMap((name) => (name.kind === 'uri' ? [name.uri] : []));
}
