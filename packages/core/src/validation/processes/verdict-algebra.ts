import type { CheckResult } from '../report/report.ts';
import {
  FAILED_SUB_INDICATIONS,
  type FailedSubIndication,
  INDETERMINATE_SUB_INDICATIONS,
  type IndeterminateSubIndication,
  type BlockVerdict,
  type Verdict,
} from '../report/verdict.ts';

/** The first failure decides, then the first check that could not be decided, in the order given. */
export function blockVerdictOfChecks(checks: readonly Pick<CheckResult, 'status' | 'subIndication'>[]): BlockVerdict {
  const failure = checks.find(({ status }) => status === 'failed');
  if (failure !== undefined) return { indication: 'FAILED', subIndication: failedWord(failure.subIndication) };
  const open = checks.find(({ status }) => status === 'indeterminate');
  return open === undefined
    ? { indication: 'PASSED' }
    : { indication: 'INDETERMINATE', subIndication: indeterminateWord(open.subIndication) };
}

export function verdictOfChecks(checks: readonly Pick<CheckResult, 'status' | 'subIndication'>[]): Verdict {
  const block = blockVerdictOfChecks(checks);
  switch (block.indication) {
    case 'PASSED':
      return { indication: 'TOTAL-PASSED' };
    case 'FAILED':
      return { indication: 'TOTAL-FAILED', subIndication: block.subIndication };
    case 'INDETERMINATE':
      return { indication: 'INDETERMINATE', subIndication: block.subIndication };
  }
}

const BADNESS: Readonly<Record<Verdict['indication'], number>> = { 'TOTAL-PASSED': 0, INDETERMINATE: 1, 'TOTAL-FAILED': 2 };

/** The worst of several verdicts, the first of equals; undefined for none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict | undefined {
  let worst: Verdict | undefined;
  for (const verdict of verdicts) if (worst === undefined || BADNESS[verdict.indication] > BADNESS[worst.indication]) worst = verdict;
  return worst;
}

function failedWord(word: string | undefined): FailedSubIndication {
  return FAILED_SUB_INDICATIONS.find((known) => known === word) ?? 'FORMAT_FAILURE';
}

function indeterminateWord(word: string | undefined): IndeterminateSubIndication {
  return INDETERMINATE_SUB_INDICATIONS.find((known) => known === word) ?? 'CUSTOM';
}
