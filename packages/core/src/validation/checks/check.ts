import type { JsonValue } from '../../bytes/index.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { JudgingContext, ProofsOfExistence } from '../certificates/judging-context.ts';
import type { EvidenceId } from '../facts/evidence-id.ts';
import type { DocumentFacts, SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult } from '../report/report.ts';
import type { FailedSubIndication, IndeterminateSubIndication } from '../report/verdict.ts';

/** What a check may look at besides its subject. */
export interface CheckContext extends JudgingContext {
  readonly document: DocumentFacts;
  readonly signatures: readonly SignatureFacts[];
  readonly existence: ProvenTimes;
}

/** What the time-stamps of a file prove, and how each of them was judged. */
export interface ProvenTimes extends ProofsOfExistence {
  /** Of a time-stamp inside a signature, or of a document time-stamp by its signature's name. */
  outcomeOf(id: EvidenceId): Outcome | undefined;
  /** The certificates of such a time-stamp as they were judged; undefined for one that nothing can be said of. */
  authorityOf(id: EvidenceId): JudgedSigner | undefined;
}

export type Outcome = Pick<CheckResult, 'status' | 'subIndication' | 'reason' | 'values'>;

/** One rule. It reads facts and policy, never another check, and is pure. */
export interface Check<Subject = SignatureFacts> {
  readonly id: string;
  readonly clause: string;
  readonly group: CheckResult['group'];
  run(subject: Subject, context: CheckContext): Outcome;
}

export type CheckValues = { readonly [name: string]: JsonValue };

export function runCheck<Subject>(check: Check<Subject>, subject: Subject, context: CheckContext): CheckResult {
  return { id: check.id, group: check.group, clause: check.clause, ...check.run(subject, context) };
}

export function passed(values: CheckValues = {}): Outcome {
  return { status: 'passed', values };
}

/** Passed with a word on how, such as `NO_REVOCATION_AVAILABLE`. */
export function passedBecause(reason: string, values: CheckValues = {}): Outcome {
  return { status: 'passed', reason, values };
}

export function failed(subIndication: FailedSubIndication, reason: string, values: CheckValues = {}): Outcome {
  return { status: 'failed', subIndication, reason, values };
}

export function indeterminate(subIndication: IndeterminateSubIndication, reason: string, values: CheckValues = {}): Outcome {
  return { status: 'indeterminate', subIndication, reason, values };
}

export function notChecked(reason: string, values: CheckValues = {}): Outcome {
  return { status: 'not-checked', reason, values };
}

export function notApplicable(reason: string): Outcome {
  return { status: 'not-applicable', reason, values: {} };
}
