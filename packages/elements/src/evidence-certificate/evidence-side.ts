import { html, nothing, type TemplateResult } from 'lit';
import { fingerprintGroups, formatFileSize } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { EvidenceContents, EvidenceFindings } from '../worker/evidence-findings.ts';
import { type EvidenceWords, missingReason, missingText } from './evidence-words.ts';

export interface SideActs {
  readonly download: () => void;
  readonly downloadReport: () => void;
  readonly copy: (text: string) => void;
  /** Null where no server is known, or no envelope. */
  readonly makeAgain: (() => void) | null;
  readonly choose: () => void;
}

/** Beside the rows: the digests of the package, what can be done with it, and its files. */
export function evidenceSide(findings: EvidenceFindings, shown: EvidenceWords, acts: SideActs): TemplateResult {
  const { words } = shown;
  return html`<section class="side-part">
      <div class="line wrap">
        <button type="button" class="button primary download" @click=${acts.download}>
          ${icon('download')}<span>${words.text('downloadPackage')}</span>
        </button>
        <button type="button" class="button compact json" @click=${acts.downloadReport}>
          ${icon('code')}<span>${words.text('downloadReport')}</span>
        </button>
        ${
          acts.makeAgain === null
            ? nothing
            : html`<button type="button" class="button compact make" @click=${acts.makeAgain}>
                ${icon('refresh')}<span>${words.text('makeAgain')}</span>
              </button>`
        }
        <button type="button" class="button compact choose" @click=${acts.choose}>
          ${icon('upload')}<span>${words.text('choose')}</span>
        </button>
      </div>
    </section>
    <section class="side-part">
      <h3 class="sub">${words.text('digestTitle')}</h3>
      <dl class="sums">
        ${digestEntry('sha256', findings.sha256.replace('sha256:', ''), shown, acts)}
        ${findings.sm3 === null ? nothing : digestEntry('sm3', findings.sm3, shown, acts)}
      </dl>
    </section>
    ${findings.contents === null ? nothing : entryList(findings.contents, shown)}`;
}

function digestEntry(name: 'sha256' | 'sm3', hex: string, { words }: EvidenceWords, { copy }: SideActs): TemplateResult {
  return html`<div class="sum">
    <dt>${words.text(name)}</dt>
    <dd>
      <code data-digest=${name}>${fingerprintGroups(hex).join(' ')}</code>
      <button
        type="button"
        class="icon-button"
        aria-label=${words.text('copyDigest', { name: words.text(name) })}
        @click=${() => copy(hex)}
      >
        ${icon('copy')}
      </button>
    </dd>
  </div>`;
}

function entryList({ entries }: EvidenceContents, { words, locale }: EvidenceWords): TemplateResult {
  return html`<details class="side-part files">
    <summary>${words.text('contents')} <span class="num muted">${entries.length}</span></summary>
    <ul class="entries">
      ${entries.map(({ name, size }) => html`<li><code>${name}</code><span class="num">${formatFileSize(size, locale)}</span></li>`)}
    </ul>
  </details>`;
}

/** What the package does not hold, each with its reason; nothing where it lacks nothing. */
export function missingList({ missing }: EvidenceContents, shown: EvidenceWords): TemplateResult | typeof nothing {
  if (missing.length === 0) return nothing;
  return html`<section class="group gaps">
    <h3 class="sub">${shown.words.text('missing')}</h3>
    <ul>
      ${missing.map(
        ({ what, reason }) =>
          html`<li>
            ${verdictMark('na', 18)}<span
              ><b><bdi>${missingText(what, shown)}</bdi></b
              ><bdi class="secondary">${missingReason(reason, shown)}</bdi></span
            >
          </li>`,
      )}
    </ul>
  </section>`;
}
