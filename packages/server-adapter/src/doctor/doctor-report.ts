/** What is looked at, in this order. */
export const DOCTOR_CHECKS = [
  'database',
  'settings',
  'schema',
  'chains',
  'use-log',
  'personal-values',
  'uses',
  'permits',
  'intents',
  'identities',
  'event-keys',
  'seal-versions',
  'transparency-log',
  'objects',
] as const;
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** One thing that is not as the server wrote it. */
export interface DoctorFinding {
  /** Null where it is about the database as a whole. */
  readonly tenant: string | null;
  /** What it is about: a chain, a use, a permit, a seal and its version, a table, an object. */
  readonly subject: string;
  readonly code: string;
}

export interface DoctorCheckResult {
  readonly check: DoctorCheck;
  readonly result: 'passed' | 'failed' | 'not-checked';
  /** How many were looked at: events, rows, uses, permits, proofs, verifications, versions, leaves, objects. */
  readonly examined: number;
  readonly findings: readonly DoctorFinding[];
  /** Why it was not checked, or what was not part of it. */
  readonly remark: string | null;
}

export interface DoctorReport {
  readonly result: 'sound' | 'faulty';
  readonly tenants: readonly string[];
  readonly checks: readonly DoctorCheckResult[];
}

/** Findings and counts of one check, gathered as it goes. */
export class CheckNotes {
  readonly #check: DoctorCheck;
  readonly #findings: DoctorFinding[] = [];
  #examined = 0;
  #remark: string | null = null;

  constructor(check: DoctorCheck) {
    this.#check = check;
  }

  examine(count = 1): void {
    this.#examined += count;
  }

  find(tenant: string | null, subject: string, code: string): void {
    this.#findings.push({ tenant, subject, code });
  }

  remark(text: string): void {
    this.#remark = text;
  }

  result(): DoctorCheckResult {
    const result = this.#findings.length > 0 ? 'failed' : 'passed';
    return { check: this.#check, result, examined: this.#examined, findings: this.#findings, remark: this.#remark };
  }
}

export function notChecked(check: DoctorCheck, remark: string): DoctorCheckResult {
  return { check, result: 'not-checked', examined: 0, findings: [], remark };
}
