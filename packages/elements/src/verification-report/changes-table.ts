import type { ChangeFinding, SignatureReport } from '@sealkit/core/validation';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { reasonText, type ReportWords } from './report-words.ts';

const SHOWN = 50;

/** What was changed after a signature, by page and name; and the way back to what was signed. */
export function changesTable(
  signature: SignatureReport,
  shown: ReportWords,
  recover: (revision: number) => void,
): TemplateResult | typeof nothing {
  const { laterChanges, revision } = signature;
  if (!laterChanges || laterChanges.findings.length === 0) return nothing;
  const { words } = shown;
  const bad = !laterChanges.permitted;
  const findings = [...laterChanges.findings].sort((left, right) => order(left) - order(right));
  return html`<section class="changes ${bad ? 'bad' : ''}">
    <h3 class="sub">${words.text('changesTitle')}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.text('where')}</th>
            <th scope="col">${words.text('what')}</th>
            <th scope="col" class="revision">${words.text('revision')}</th>
            <th scope="col">${words.text('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          ${findings.slice(0, SHOWN).map((finding) => row(finding, bad && isForbidden(finding, laterChanges.level), shown))}
        </tbody>
      </table>
    </div>
    ${findings.length > SHOWN ? html`<p class="small muted">${words.text('moreChanges', { count: findings.length - SHOWN })}</p>` : nothing}
    ${
      bad && revision !== null
        ? html`<div class="line wrap">
            <button type="button" class="button primary" @click=${() => recover(revision)}>
              ${icon('history')}<span>${words.text('recover')}</span>
            </button>
          </div>`
        : nothing
    }
  </section>`;
}

/** A finding is named as the one that breaks the signature when it is of the level that was judged. */
function isForbidden(finding: ChangeFinding, level: string): boolean {
  return finding.level === level;
}

function order(finding: ChangeFinding): number {
  return ['forbidden', 'annotations', 'form-filling', 'validation-material', 'none'].indexOf(finding.level);
}

function row(finding: ChangeFinding, forbidden: boolean, shown: ReportWords): TemplateResult {
  const { words } = shown;
  const where = finding.page === undefined ? words.text('wholeFile') : words.text('onPage', { page: finding.page });
  return html`<tr>
    <td class="where">
      ${where}
      ${finding.object === undefined ? nothing : html`<span class="small muted object">${words.text('inObject', { object: finding.object })}</span>`}
    </td>
    <td class="what">
      ${reasonText(finding.code, shown)}
      ${finding.subject === undefined ? nothing : html`<bdi class="small muted subject">${finding.subject}</bdi>`}
    </td>
    <td class="num revision"><span class="record-label">${words.text('revision')} </span>${finding.revision}</td>
    <td class="judged">
      <span class="verdict verdict-${forbidden ? 'fail' : 'pass'}"
        >${verdictMark(forbidden ? 'fail' : 'pass', 16)}<span>${words.text(forbidden ? 'notPermitted' : 'permitted')}</span></span
      >
    </td>
  </tr>`;
}
