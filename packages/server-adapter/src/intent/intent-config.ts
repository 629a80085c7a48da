import type { IntentMethod, IntentPolicy } from '@sealkit/core/protocol';
import { DEFAULT_ENROLMENT_POLICY, type EnrolmentPolicy } from './authenticators/enrolment-policy.ts';
import type { IntentProvider } from './intent-provider.ts';

export interface IntentConfig {
  /** Each under a method of its own. */
  readonly providers?: readonly IntentProvider[];
  /** What every use of this deployment asks for; seals and envelopes may ask for more. */
  readonly policy?: Partial<IntentPolicy>;
  readonly limits?: Partial<IntentLimits>;
  /** What it takes to enrol an authenticator, and to remove one. */
  readonly enrolment?: Partial<EnrolmentPolicy>;
}

/** @see NIST SP 800-63B-4 §3.2.2 */
export interface IntentLimits {
  /** Wrong answers that an account may give in an hour, and ever until a host forgives them. */
  readonly failuresPerHour: number;
  readonly failuresInTotal: number;
  /** Between two messages to the same place, in milliseconds. */
  readonly resendMs: number;
  readonly messagesPerHour: number;
  readonly messagesPerDay: number;
}

export const DEFAULT_INTENT_LIMITS: IntentLimits = {
  failuresPerHour: 20,
  failuresInTotal: 100,
  resendMs: 60_000,
  messagesPerHour: 5,
  messagesPerDay: 10,
};

export const OPEN_INTENT_POLICY: IntentPolicy = { minimumAssurance: 0, methods: null, maximumAge: null, commitment: false, batch: false };

/** The providers by method, with the policy and the limits that hold. */
export interface IntentSettings {
  readonly providers: ReadonlyMap<IntentMethod, IntentProvider>;
  readonly policy: IntentPolicy;
  readonly limits: IntentLimits;
  readonly enrolment: EnrolmentPolicy;
}

/** @throws TypeError for a method that two providers have, or that is `confirm`. */
export function readIntentConfig({ providers = [], policy, limits, enrolment }: IntentConfig = {}): IntentSettings {
  const byMethod = new Map(providers.map((provider) => [provider.method, provider]));
  if (byMethod.size !== providers.length || byMethod.has('confirm')) {
    throw new TypeError('intent.providers: expected each method once, and none named confirm');
  }
  return {
    providers: byMethod,
    policy: { ...OPEN_INTENT_POLICY, ...policy },
    limits: { ...DEFAULT_INTENT_LIMITS, ...limits },
    enrolment: { ...DEFAULT_ENROLMENT_POLICY, ...enrolment },
  };
}
