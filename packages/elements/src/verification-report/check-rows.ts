import type { CheckResult, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { checkAbout, checkName, checkResult, checkTechnical, checkTodo, type ReportWords } from './report-words.ts';
import { allChecks, verdictOfStatus } from './report-summary.ts';
import type { ReportId } from './verification-report.messages.ts';

export interface RowState {
  /** Key of a row among all rows of the report. */
  readonly isOpen: (key: string) => boolean;
  readonly toggle: (key: string, id: string) => void;
}

const GROUPS: readonly { readonly title: ReportId; readonly of: readonly CheckResult['group'][] }[] = [
  { title: 'group-document', of: ['document'] },
  { title: 'group-signature', of: ['changes', 'signature'] },
  { title: 'group-seal', of: ['seal', 'permit'] },
  { title: 'group-certificate', of: ['certificate', 'time'] },
];

/** Rows per check in their groups; what failed or could not be told comes first in its group. */
export function checkGroups(prefix: string, checks: readonly CheckResult[], shown: ReportWords, rows: RowState): TemplateResult {
  return html`${GROUPS.map(({ title, of }) => {
    const own = checks.filter((check) => of.includes(check.group));
    if (own.length === 0) return nothing;
    return html`<section class="group">
      <h3 class="sub">${shown.words.text(title)}</h3>
      <ul>
        ${[...own].sort((left, right) => rank(left) - rank(right)).map((check) => row(`${prefix}-${check.id}`, check, shown, rows))}
      </ul>
    </section>`;
  })}`;
}

/** Keys of all rows of a report, as `checkGroups` makes them. */
export function rowKeys(report: ValidationReport): readonly string[] {
  if (report.signatures.length <= 1) return allChecks(report).map(({ id }) => `checks-${id}`);
  return [
    ...report.document.checks.map(({ id }) => `document-${id}`),
    ...report.signatures.flatMap(({ checks }, index) => checks.map(({ id }) => `signature-${index}-${id}`)),
  ];
}

function rank(check: CheckResult): number {
  return ['failed', 'indeterminate', 'passed', 'not-checked', 'not-applicable'].indexOf(check.status);
}

function row(key: string, check: CheckResult, shown: ReportWords, rows: RowState): TemplateResult {
  const verdict = verdictOfStatus(check.status);
  const open = rows.isOpen(key);
  const id = `row-${key.replace(/[^a-z0-9-]/gi, '-')}`;
  return html`<li class="check">
    <button
      type="button"
      class="check-head"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls=${id}
      @click=${() => rows.toggle(key, check.id)}
    >
      ${verdictMark(verdict, 18)}
      <span class="check-name">${checkName(check, shown)}</span>
      <span class="check-result secondary"><bdi>${checkResult(check, shown)}</bdi></span>
      <span class="verdict verdict-${verdict} check-word">${shown.vocabulary.text(verdict)}</span>
      ${icon(open ? 'chevron-up' : 'chevron-down')}
    </button>
    <div class="check-body" id=${id} ?hidden=${!open}>${open ? detail(check, shown) : nothing}</div>
  </li>`;
}

function detail(check: CheckResult, shown: ReportWords): TemplateResult {
  return html`<dl class="facts">
      <dt>${shown.words.text('meaning')}</dt>
      <dd>${checkAbout(check, shown)} <b>${checkResult(check, shown)}</b></dd>
      <dt>${shown.words.text('todo')}</dt>
      <dd>${checkTodo(check, shown)}</dd>
    </dl>
    <pre><bdi>${checkTechnical(check)}</bdi></pre>`;
}
