import type { CallOptions } from '../bytes/index.ts';

/** How somebody can be verified. A host may name more. */
export type IdentityMethod =
  | 'document-data'
  | 'face'
  | 'bank-card'
  | 'mobile-operator'
  | 'registration-number'
  | 'legal-representative'
  | 'bank-transfer'
  | 'authorisation-letter'
  | 'manual-review';

/** A number that a state gave a person. */
export interface PersonalNumber {
  /** `resident-id`: GB 11643, 18 characters, checked before a provider is asked. */
  readonly type: 'resident-id' | 'passport' | 'other';
  readonly number: string;
}

export interface PersonClaims {
  readonly kind: 'person';
  readonly name: string;
  readonly personalNumber?: PersonalNumber;
  readonly phone?: string;
  /** Number of a bank card. */
  readonly account?: string;
}

export interface OrganisationClaims {
  readonly kind: 'organisation';
  /** As it is registered. */
  readonly name: string;
  /** `uscc`: GB 32100, 18 characters, checked before a provider is asked. */
  readonly registrationNumber: { readonly type: 'uscc' | 'other'; readonly number: string };
  readonly legalRepresentative?: string;
  readonly phone?: string;
  /** Number of the organisation's bank account. */
  readonly account?: string;
}

export type IdentityClaims = PersonClaims | OrganisationClaims;

/** A document that was shown, by digest: the octets are the host's. */
export interface IdentityDocument {
  readonly name: string;
  readonly mediaType: string;
  /** `sha256:<hex>` */
  readonly digest: string;
}

export interface IdentityCheck {
  readonly verificationId: string;
  readonly method: IdentityMethod;
  readonly claims: IdentityClaims;
  readonly documents: readonly IdentityDocument[];
  /** Where a provider's page sends the person back. */
  readonly returnUrl?: string;
}

/** Where a pending check stands, and what the provider's page gave the person to bring back. */
export interface IdentityCheckPlace {
  readonly verificationId: string;
  readonly resume: string;
  readonly answer?: string;
}

/** Why somebody was not verified; a provider's own words do not travel. */
export type IdentityFailure = 'CLAIMS_DIFFER' | 'NOT_FOUND' | 'NOT_ALIVE' | 'NOT_READABLE' | 'EXPIRED' | 'CANCELLED' | 'REJECTED';

export type IdentityOutcome =
  /** `confirmed`: what the provider found, which is compared with what was claimed; or that it compared by itself. */
  | { readonly status: 'passed'; readonly confirmed: 'as-claimed' | IdentityClaims; readonly reference?: string }
  | { readonly status: 'failed'; readonly reason: IdentityFailure; readonly reference?: string }
  | { readonly status: 'pending'; readonly resume: string; readonly actionUrl?: string; readonly pollAfterMs?: number };

/**
 * Whoever finds out whether somebody is who they claim to be. It gets what was claimed once, with `start`; a check that goes on afterwards
 * is the provider's to remember.
 */
export interface IdentityProvider {
  readonly name: string;
  readonly subjects: readonly IdentityClaims['kind'][];
  readonly methods: readonly IdentityMethod[];
  /** A person of the host decides, by `POST /identity-verifications/{id}/decisions`. */
  readonly decidedByPeople?: true;
  /** @throws `PortError` of port `identity-provider` where it cannot be asked. */
  start(check: IdentityCheck, options?: CallOptions): Promise<IdentityOutcome>;
  /** @throws `PortError` of port `identity-provider` where it cannot be asked. */
  proceed(place: IdentityCheckPlace, options?: CallOptions): Promise<IdentityOutcome>;
}
