import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { EvidenceContents } from '../worker/evidence-findings.ts';
import type { EvidenceMessageId } from './evidence-certificate.messages.ts';
import { resultText, type EvidenceWords, type ShownRow, subjectText, technicalText, useTitle } from './evidence-words.ts';

export interface OpenRows {
  readonly isOpen: (key: string) => boolean;
  readonly toggle: (key: string) => void;
}

const GROUPS: readonly { readonly title: EvidenceMessageId; readonly of: RegExp }[] = [
  { title: 'group-container', of: /^(?:container|evidence)\./ },
  { title: 'group-document', of: /^document\./ },
  { title: 'group-seal', of: /^seal\./ },
  { title: 'group-events', of: /^events\./ },
  { title: 'group-log', of: /^log\./ },
  { title: 'group-report', of: /^(?:report|anchor|revocation)\./ },
];

/** Rows in their groups, each use in one of its own; what failed or stays open comes first in its group. */
export function evidenceRows(
  rows: readonly ShownRow[],
  contents: EvidenceContents | null,
  shown: EvidenceWords,
  open: OpenRows,
): TemplateResult {
  const uses = [...new Set(rows.filter(({ id }) => id.startsWith('use.')).map(({ subject }) => subject))];
  return html`${GROUPS.map(({ title, of }) =>
    group(
      shown.words.text(title),
      '',
      rows.filter(({ id }) => of.test(id)),
    ),
  )}
  ${uses.map((use, index) =>
    group(
      shown.words.text('group-use', { number: index + 1 }),
      useTitle(use, contents, shown),
      rows.filter(({ id, subject }) => id.startsWith('use.') && subject === use),
    ),
  )}`;

  function group(title: string, about: string, own: readonly ShownRow[]): TemplateResult | typeof nothing {
    if (own.length === 0) return nothing;
    return html`<section class="group">
      <h3 class="sub">${title}${about === '' ? nothing : html`<bdi class="claimed small muted">${about}</bdi>`}</h3>
      <ul>
        ${[...own].sort((left, right) => rank(left) - rank(right)).map((row) => rowItem(row, contents, shown, open))}
      </ul>
    </section>`;
  }
}

function rank({ verdict }: ShownRow): number {
  return ['fail', 'unsure', 'skip', 'pass', 'na'].indexOf(verdict);
}

function rowItem(row: ShownRow, contents: EvidenceContents | null, shown: EvidenceWords, open: OpenRows): TemplateResult {
  const { key } = row;
  const isOpen = open.isOpen(key);
  const id = `row-${key}`;
  const subject = subjectText(row, contents, shown);
  const result = resultText(row, shown);
  return html`<li class="check" data-id=${row.id}>
    <button
      type="button"
      class="check-head"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${id}
      @click=${() => open.toggle(key)}
    >
      ${verdictMark(row.verdict, 18)}
      <span class="check-name">${shown.rows.text(`${row.id}.name`)}</span>
      <span class="check-result secondary"
        >${subject === '' ? nothing : html`<bdi class="subject">${subject}</bdi>`}${result === '' ? nothing : html`<bdi>${result}</bdi>`}</span
      >
      <span class="verdict verdict-${row.verdict} check-word">${shown.vocabulary.text(row.verdict)}</span>
      ${icon(isOpen ? 'chevron-up' : 'chevron-down')}
    </button>
    <div class="check-body" id=${id} ?hidden=${!isOpen}>${isOpen ? detail(row, subject, result, shown) : nothing}</div>
  </li>`;
}

function detail(row: ShownRow, subject: string, result: string, { words, rows }: EvidenceWords): TemplateResult {
  return html`<dl class="facts">
      ${
        subject === ''
          ? nothing
          : html`<dt>${words.text('on')}</dt>
              <dd><bdi>${subject}</bdi></dd>`
      }
      <dt>${words.text('meaning')}</dt>
      <dd>${rows.text(`${row.id}.about`)}</dd>
      <dt>${words.text('found')}</dt>
      <dd><b>${row.verdict === 'pass' ? words.text('foundPass') : html`<bdi>${result}</bdi>`}</b></dd>
    </dl>
    <pre><bdi>${technicalText(row)}</bdi></pre>`;
}
