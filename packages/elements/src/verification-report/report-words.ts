import type { CheckResult } from '@sealkit/core/validation';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { CheckWordId } from './check-words.messages.ts';
import type { EvidenceWordId } from './evidence-words.messages.ts';
import type { ReasonWordId } from './reason-words.messages.ts';
import type { ReportId } from './verification-report.messages.ts';

/** Everything that a part of the report needs to speak. */
export interface ReportWords {
  readonly words: Words<ReportId>;
  readonly checks: Words<CheckWordId>;
  readonly reasons: Words<ReasonWordId>;
  readonly evidence: Words<EvidenceWordId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly locale: string;
  readonly timeZone: string;
  /** Name of a person of the register, where it is known here. */
  readonly personName: (id: string) => string | undefined;
}

/** Name of a check; an id without words shows itself. */
export function checkName(check: CheckResult, { checks }: ReportWords): string {
  const id = `${check.id}.name`;
  return checks.has(id) ? checks.text(id) : check.id;
}

/**
 * What a code says. Codes of the layers that read a file tell by their beginning what they are about; any other code without
 * words shows itself, so that nothing is lost. The technical line always has the code.
 */
export function reasonText(code: string, { reasons }: ReportWords): string {
  if (reasons.has(code)) return reasons.text(code);
  if (code.startsWith('PADES_')) return reasons.text('STRUCTURE_REFUSED');
  return /^(PDF|CMS|ASN1|X509|CRYPTO|BYTES)_/.test(code) ? reasons.text('UNREADABLE') : code;
}

/** How a check ended, in a few words. */
export function checkResult(check: CheckResult, shown: ReportWords): string {
  if (check.reason !== undefined) return reasonText(check.reason, shown);
  const algorithm = check.values['signatureAlgorithm'];
  const id = `${check.id}.passed`;
  const text = check.status === 'passed' && shown.checks.has(id) ? shown.checks.text(id) : '';
  return typeof algorithm === 'string' ? [text, algorithm].filter((part) => part !== '').join(shown.words.text('separator')) : text;
}

export function checkAbout(check: CheckResult, { checks, words }: ReportWords): string {
  const id = `${check.id}.about`;
  return checks.has(id) ? checks.text(id) : words.text('unknownCheck');
}

/** What to do about the reason, or else about the kind of check. */
export function checkTodo(check: CheckResult, { words, evidence }: ReportWords): string {
  const open = check.status !== 'passed' && check.status !== 'not-applicable';
  const own = `todo-${check.reason ?? ''}`;
  if (open && evidence.has(own)) return evidence.text(own);
  const id = check.status === 'failed' || check.status === 'indeterminate' ? `todo-${check.status}-${check.group}` : `todo-${check.status}`;
  return words.has(id) ? words.text(id) : '';
}

/** The technical line: for those who look the rule up. Values may come from the file: they are text. */
export function checkTechnical(check: CheckResult): string {
  const head = [check.id, check.subIndication, check.reason, check.clause].filter((part) => part !== undefined).join('  ');
  const values = Object.entries(check.values).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [head, ...values].join('\n');
}
