import type { ValidationPolicy } from './report/report.ts';

/**
 * The built-in policies. `basic` accepts a missing revocation answer as a row "not checked"; `strict` does not, unless the
 * certificate states that there is none (noRevAvail, RFC 9608); `long-term` asks that the file itself proves the
 * time and holds every status, and takes the status of its newest authority from when it made its time-stamp.
 */
export const VALIDATION_POLICIES: {
  readonly basic: ValidationPolicy;
  readonly strict: ValidationPolicy;
  readonly longTerm: ValidationPolicy;
} = {
  basic: { name: 'basic', revocation: 'if-present', permittedChanges: 'form-filling', longTerm: false },
  strict: { name: 'strict', revocation: 'require', permittedChanges: 'form-filling', longTerm: false },
  longTerm: { name: 'long-term', revocation: 'require', permittedChanges: 'form-filling', longTerm: true, timestampStatus: 'stated-time' },
};
