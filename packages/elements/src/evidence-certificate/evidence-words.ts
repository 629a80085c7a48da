import type { EvidenceCheckId, EvidenceReport, EvidenceRow } from '@sealkit/core/evidence';
import { formatInstant } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { VerdictName } from '../foundation/verdict-mark.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { ReasonWordId } from '../verification-report/reason-words.messages.ts';
import type { EvidenceContents, EvidenceFindings } from '../worker/evidence-findings.ts';
import type { EvidenceMessageId } from './evidence-certificate.messages.ts';
import type { RowReasonId } from './row-reasons.messages.ts';
import type { RowWordId } from './row-words.messages.ts';

/** What parts of the element need to speak before there is a package. */
export interface PlainWords {
  readonly words: Words<EvidenceMessageId>;
}

/** The words of rows. */
export interface RowTexts {
  readonly rows: Words<RowWordId>;
  readonly reasons: Words<RowReasonId>;
}

/** Everything that a part of the element needs to speak. */
export interface EvidenceWords extends PlainWords, RowTexts {
  /** Codes of the validation of documents and statements. */
  readonly validation: Words<ReasonWordId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly locale: string;
  readonly timeZone: string;
}

/** A row as it is shown: of the report, or of a check that was not made here. */
export interface ShownRow {
  /** Names the row among all of one package. */
  readonly key: string;
  readonly id: EvidenceCheckId;
  readonly subject: string;
  readonly verdict: VerdictName;
  readonly reason: string | null;
  readonly values: EvidenceRow['values'];
}

const VERDICT_OF = { passed: 'pass', failed: 'fail', indeterminate: 'unsure' } as const;

/** All rows, those that were not made among them. */
export function shownRows({ report, unchecked }: EvidenceFindings): readonly ShownRow[] {
  const made = report.rows.map(({ id, subject, status, reason, values }) => ({ id, subject, verdict: VERDICT_OF[status], reason, values }));
  const open = unchecked.map(({ id, reason }) => ({ id, subject: '', verdict: 'skip' as const, reason, values: {} }));
  return [...made, ...open].map((row, index) => ({ ...row, key: String(index + 1) }));
}

/** How the package as a whole is marked: what was not checked is no pass. */
export function packageVerdict({ report, unchecked }: EvidenceFindings): VerdictName {
  if (report.indication === 'FAILED') return 'fail';
  return report.indication === 'PASSED' && !unchecked.some(isAboutTheCase) ? 'pass' : 'unsure';
}

/** The drawn pages of the report repeat what the other files say; all else that was not checked is of the case itself. */
function isAboutTheCase({ id }: { readonly id: EvidenceCheckId }): boolean {
  return id !== 'report.pages';
}

export function sentenceId({ report, unchecked }: EvidenceFindings): EvidenceMessageId {
  const indication: EvidenceReport['indication'] = report.indication;
  return indication === 'PASSED' && unchecked.length > 0 ? 'sentence-passedWithGaps' : `sentence-${indication}`;
}

/** `31 checks: 29 passed, 1 open, 1 not made here` */
export function countsText(rows: readonly ShownRow[], { words }: PlainWords): string {
  const list = (['pass', 'fail', 'unsure', 'skip'] as const)
    .map((verdict) => ({ verdict, count: rows.filter((row) => row.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => words.text(`count-${verdict}`, { count }));
  return words.text('counts', { all: rows.length, list: list.join(words.text('separator')) });
}

/** How a row ended, in words. A code without words shows itself. */
export function resultText({ verdict, reason, values }: ShownRow, shown: EvidenceWords): string {
  if (verdict === 'pass') return '';
  const { reasons, validation } = shown;
  const code = reason ?? 'UNKNOWN';
  if (reasons.has(code)) {
    const { member } = values;
    return typeof member === 'string' ? `${reasons.text(code)} (${member})` : reasons.text(code);
  }
  if (validation.has(code)) return validation.text(code);
  return /^(PDF|PADES|CMS|ASN1|X509|CRYPTO|BYTES|VALIDATION)_/.test(code) ? `${reasons.text('MALFORMED')} (${code})` : code;
}

/** What a row is about: a file, an event, a seal, a version, a signature field. */
export function subjectText({ id, subject }: ShownRow, contents: EvidenceContents | null, { words }: EvidenceWords): string {
  if (subject === '') return id.startsWith('container.') ? words.text('subject-package') : '';
  if (id === 'document.version') return words.text('subject-version', { value: subject });
  if (id === 'document.signature') return words.text('subject-field', { value: subject });
  if (id === 'events.chain') return words.text('subject-event', { value: subject });
  if (id === 'container.timestamp') return words.text('subject-timestamp', { value: subject });
  if (id.startsWith('seal.')) return contents?.seals.find((seal) => seal.subject === subject)?.name ?? subject;
  return id.startsWith('use.') ? '' : subject;
}

/** Which signature a use is: its seal and its time. */
export function useTitle(useId: string, contents: EvidenceContents | null, { words, timeZone }: EvidenceWords): string {
  const use = contents?.uses.find(({ id }) => id === useId);
  if (use === undefined) return useId;
  return words.text('useOf', { seal: use.seal ?? words.text('ownSignature'), time: formatInstant(use.signingTime, timeZone) });
}

/** The technical line: for those who look the row up. Values come from the package: they are text. */
export function technicalText({ id, subject, reason, values }: ShownRow): string {
  const head = [id, subject, reason].filter((part) => part !== null && part !== '').join('  ');
  const said = Object.entries(values).filter(([, value]) => value !== null);
  return [head, ...said.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)].join('\n');
}

const PLACES: readonly (readonly [pattern: RegExp, id: EvidenceMessageId])[] = [
  [/^documents\/document\.pdf$/, 'what_document'],
  [/^signatures$/, 'what_signatures'],
  [/^events\.jsonl$/, 'what_events'],
  [/^log$/, 'what_log'],
  [/^log\/checkpoint\.tst$/, 'what_checkpoint'],
  [/^uses\/.+\/permit\.jws$/, 'what_permit'],
  [/^uses\/.+\/record\.jws$/, 'what_record'],
  [/^uses\/.+\/receipt\.jws$/, 'what_receipt'],
  [/^uses\/.+\/intent\.json$/, 'what_intent'],
  [/^seals\/.+\.der$/, 'what_statement'],
  [/^revocation$/, 'what_revocation'],
  [/^anchors$/, 'what_anchors'],
  [/^environment$/, 'what_environment'],
  [/^check page$/, 'what_checkPage'],
];

/** What a package does not hold; a thing that only its issuer has a name for shows that name. */
export function missingText(what: string, { words }: EvidenceWords): string {
  const id = PLACES.find(([pattern]) => pattern.test(what))?.[1];
  return id === undefined ? what : words.text(id);
}

export function missingReason(reason: string, { reasons }: EvidenceWords): string {
  return reasons.has(reason) ? reasons.text(reason) : reason;
}
