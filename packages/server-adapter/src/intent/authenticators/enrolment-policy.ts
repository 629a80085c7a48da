import type { IntentAssurance, IntentMethod } from '@sealkit/core/protocol';
import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { IntentProvider } from '../intent-provider.ts';

/** What is asked of a person before what they confirm with changes. The host's `authorize` is asked each time besides. */
export interface EnrolmentPolicy {
  /** The first authenticator: who the person is was verified (`verified-identity`), or the host's `authorize` alone decides. */
  readonly first: 'verified-identity' | 'authorize';
  /** How old that verification may be, in seconds; null for any age. */
  readonly verificationAge: number | null;
  /** Least assurance of the proof by which another one is added or one is removed. */
  readonly minimumAssurance: IntentAssurance;
  /** The proof has to be as strong as the strongest that the person has. */
  readonly strongest: boolean;
  /** Methods of that proof; null for all that the person has enrolled. One that nobody enrols is taken where it is named. */
  readonly methods: readonly IntentMethod[] | null;
  /** Seconds from the start of that proof to its end; null for as long as the provider's own time. */
  readonly maximumAge: number | null;
}

/** @see NIST SP 800-63B-4 §4.1.2.1: who adds an authenticator authenticates with what they have */
export const DEFAULT_ENROLMENT_POLICY: EnrolmentPolicy = {
  first: 'verified-identity',
  verificationAge: null,
  minimumAssurance: 2,
  strongest: true,
  methods: null,
  maximumAge: 300,
};

/** By what a person who has authenticators of these methods confirms a change of them; no methods where nothing is enough. */
export function changePolicy(
  policy: EnrolmentPolicy,
  held: ReadonlySet<IntentMethod>,
  providers: Iterable<IntentProvider>,
): PermitIntentPolicy {
  const offered = [...providers];
  const assurances = offered.filter(({ method }) => held.has(method)).map(({ assurance }) => assurance);
  const minimumAssurance = Math.max(policy.minimumAssurance, ...(policy.strongest ? assurances : []));
  return {
    required: true,
    methods: offered
      .filter(({ assurance }) => assurance >= minimumAssurance)
      .filter(({ method }) => policy.methods?.includes(method) ?? true)
      .filter(({ method, enrolment }) => (enrolment === undefined ? policy.methods !== null : held.has(method)))
      .map(({ method }) => method),
    minimumAssurance,
    ...(policy.maximumAge === null ? {} : { maximumAge: policy.maximumAge }),
  };
}
