import type { RevocationReasonFlag } from '../distribution-points.ts';

/** CRLReason by number (RFC 5280 §5.3.1); 7 is unused. */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export type RevocationReason = NonNullable<(typeof REVOCATION_REASONS)[number]>;

/** The reasons that must be covered before a certificate counts as not revoked (RFC 5280 §6.3.3). */
export const ALL_REASON_FLAGS: readonly RevocationReasonFlag[] = [
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

/** @returns undefined for a number that the standard does not know. */
export function revocationReason(number: number): RevocationReason | undefined {
  return REVOCATION_REASONS[number];
}
