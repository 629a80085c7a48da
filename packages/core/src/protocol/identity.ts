import type { IdentityClaims, IdentityDocument, IdentityMethod } from '../ports/index.ts';
import type { PersonalText } from './personal-text.ts';

export interface IdentitySubject {
  readonly kind: 'person' | 'organisation';
  readonly id: string;
}

/** `POST /identity-verifications` */
export interface IdentityVerificationRequest {
  readonly subject: IdentitySubject;
  /** One of `GET /identity-providers`. */
  readonly provider: string;
  readonly method: IdentityMethod;
  readonly claims: IdentityClaims;
  readonly documents: readonly IdentityDocument[];
  readonly returnUrl?: string;
}

/** `POST /identity-verifications/{id}/steps`: looks whether a pending verification has ended. */
export interface IdentityStepRequest {
  /** What the provider's page gave back. */
  readonly answer?: string;
}

/** `POST /identity-verifications/{id}/decisions`, by a person other than the one who asked or is verified. */
export interface IdentityDecisionRequest {
  readonly decision: 'accept' | 'reject';
  /** The digests of all documents that the decision rests on, as they were handed in. */
  readonly documents: readonly string[];
  readonly reason: string;
}

/** A verification as it may be shown: numbers are masked, whole ones are kept nowhere. */
export interface IdentityVerificationView {
  readonly id: string;
  readonly subject: IdentitySubject;
  readonly provider: string;
  readonly method: string;
  readonly state: 'pending' | 'passed' | 'failed';
  readonly startedAt: string;
  readonly startedBy: string;
  readonly finishedAt: string | null;
  readonly verifiedName: PersonalText;
  readonly registrationNumber: string | null;
  readonly legalRepresentative: PersonalText | null;
  readonly personalNumberShown: PersonalText | null;
  readonly phoneShown: PersonalText | null;
  readonly accountShown: PersonalText | null;
  readonly documents: readonly IdentityDocument[];
  /** Where the person goes while it is pending. */
  readonly actionUrl: string | null;
  /** Why it failed. */
  readonly failure: string | null;
  readonly decidedBy: string | null;
  /** The event that ended it, and its digest. */
  readonly event: { readonly id: string; readonly digest: string } | null;
}

export interface IdentityVerificationList {
  readonly verifications: readonly IdentityVerificationView[];
}

export interface IdentityProviderList {
  readonly providers: readonly {
    readonly name: string;
    readonly subjects: readonly IdentitySubject['kind'][];
    readonly methods: readonly IdentityMethod[];
    readonly decidedByPeople: boolean;
  }[];
}

/** `POST /identity-verifications/{id}/certificates`: a certificate for the verified person's own signatures. */
export interface IssuedCertificateView {
  readonly status: 'issued' | 'pending';
  /** `sha256:<hex>` of the certificate; null while the issuer decides. */
  readonly certificate: string | null;
  readonly notAfter: string | null;
  readonly pollAfterMs: number | null;
}
