import type { GrantHolder, GrantTerms } from '../seal/index.ts';
import type { PersonalText } from './personal-text.ts';
import type { Named, NamedOrganisation } from './seals.ts';

/** `POST /seals/{number}/grants` */
export interface GrantRequest {
  readonly holder: GrantHolder;
  readonly terms: GrantTerms;
  readonly reason: string;
}

/** A grant as it stands. */
export interface GrantView {
  readonly id: string;
  readonly sealNumber: string;
  readonly holder: GrantHolder & { readonly name: string };
  readonly terms: GrantTerms;
  readonly state: 'in-force' | 'not-yet' | 'lapsed' | 'used-up' | 'withdrawn';
  readonly usesSoFar: number;
  readonly givenBy: Named;
  readonly givenAt: string;
  readonly reason: PersonalText;
  /** The grant that it was passed on from. */
  readonly delegatedFrom: string | null;
  readonly withdrawn: { readonly at: string; readonly by: Named; readonly reason: PersonalText } | null;
  /** What the caller may do with it. */
  readonly may: { readonly extend: boolean; readonly withdraw: boolean; readonly delegate: boolean };
}

export interface GrantList {
  readonly grants: readonly GrantView[];
}

/** `POST /grants/{id}/changes` */
export type GrantChange =
  | { readonly change: 'extend'; readonly validTo: string | null; readonly reason: string }
  | { readonly change: 'withdraw'; readonly reason: string }
  /** Passed on to a person, under terms that are nowhere wider. */
  | { readonly change: 'delegate'; readonly personId: string; readonly terms: GrantTerms; readonly reason: string };

export interface GrantResult {
  readonly grant: GrantView;
  /** Compact JWS. */
  readonly receipt: string;
}

/** `GET /persons` and `GET /organisations`: who may be chosen, for pickers. */
export interface PersonList {
  readonly persons: readonly {
    readonly id: string;
    readonly name: string;
    readonly organisationId: string;
    readonly roles: readonly string[];
    readonly groups: readonly string[];
    /** Stopped by an emergency stop. */
    readonly stopped: boolean;
  }[];
}

export interface OrganisationList {
  readonly organisations: readonly NamedOrganisation[];
}
