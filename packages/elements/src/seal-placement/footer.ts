import { html, nothing, type TemplateResult } from 'lit';
import { formatPageRanges, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Obstacle } from './placement-obstacle.ts';
import type { PlacementIssue } from './placement-rules.ts';
import type { PlacementScene } from './placement-scene.ts';
import { sealName, whyNot } from './placement-words.ts';

export interface FooterOptions {
  /** `sha256:<hex>` of the document; null leaves the line out. */
  readonly digest: string | null;
  readonly hasDocument: boolean;
  /** What keeps anything from being placed, whatever is done on the pages; null when nothing does. */
  readonly obstacle: Obstacle | null;
  readonly onSubmit: (event: Event) => void;
  readonly onIssue: (issue: PlacementIssue) => void;
}

/** How much is placed, what is missing, and the one filled button. */
export function footer(scene: PlacementScene, options: FooterOptions): TemplateResult {
  const { words, editable } = scene;
  const [issue] = scene.issues;
  const blocked = issue !== undefined || !options.hasDocument || !editable;
  const explained = issue !== undefined || !options.hasDocument || options.obstacle !== null;
  return html`<footer class="foot" part="footer">
    <div class="foot-state">
      <p class="foot-count num">${placedSummary(scene)}</p>
      ${issueLine(scene, options, issue)}
    </div>
    <span class="grow"></span>
    ${
      options.digest === null
        ? nothing
        : html`<p class="foot-digest small muted wide">
            ${icon('hash')}<span>${words.text('digest')}</span>
            <code title=${options.digest}>${shortDigest(options.digest)}</code>
          </p>`
    }
    <slot name="actions"></slot>
    <slot name="submit">
      <button
        type="button"
        class="button primary submit"
        part="submit"
        aria-disabled=${blocked ? 'true' : 'false'}
        aria-describedby=${explained ? 'foot-issue' : nothing}
        @click=${(event: Event) => options.onSubmit(event)}
      >
        ${words.text(isSignatureOnly(scene) ? 'submitSignature' : 'submit')}
      </button>
    </slot>
  </footer>`;
}

function isSignatureOnly({ editor }: PlacementScene): boolean {
  return editor.seals.length === 0 && editor.items.length > 0;
}

function placedSummary(scene: PlacementScene): TemplateResult {
  const { words, editor } = scene;
  const { seals } = editor;
  const signed = editor.items.length > seals.length;
  if (isSignatureOnly(scene)) return html`<b>${words.text('signatureOnly')}</b>`;
  const pages = [...new Set(seals.map((item) => item.page))];
  return html`<b>${words.text('placedCount', { count: seals.length })}</b> ${
      pages.length > 0
        ? html`<span class="muted small">${words.text('placedPages', { count: pages.length, pages: formatPageRanges(pages) })}</span>`
        : nothing
    }
    ${signed ? html`<span class="muted small">${words.text('andSignature')}</span>` : nothing}`;
}

function issueLine(scene: PlacementScene, options: FooterOptions, issue: PlacementIssue | undefined): unknown {
  const { words } = scene;
  if (!options.hasDocument) return html`<p class="issue small" id="foot-issue">${icon('info')}${words.text('issue-no-document')}</p>`;
  if (options.obstacle !== null && (!issue || issue.code === 'nothing-placed'))
    return html`<p class="issue small" id="foot-issue">${icon('lock')}${words.text(`obstacle-${options.obstacle}`)}</p>`;
  if (!issue) return nothing;
  const text = issueText(scene, issue);
  if (issue.code === 'nothing-placed') return html`<p class="issue quiet small" id="foot-issue">${icon('info')}${text}</p>`;
  if (!('id' in issue)) return html`<p class="issue small" id="foot-issue">${icon('warning')}${text}</p>`;
  return html`<button type="button" class="issue small" id="foot-issue" @click=${() => options.onIssue(issue)}>
    ${icon('warning')}${text}
  </button>`;
}

export function issueText({ words, vocabulary, seals }: PlacementScene, issue: PlacementIssue): string {
  switch (issue.code) {
    case 'nothing-placed':
    case 'several-acts':
      return words.text(`issue-${issue.code}`);
    case 'missing-kind':
      return words.text('issue-missing-kind', { kind: vocabulary.text(`kind-${issue.sealKind}`) });
    case 'page-missing':
    case 'overlap':
    case 'outside-page':
      return words.text(`issue-${issue.code}`, { page: issue.page });
    case 'size-differs':
    case 'seal-unknown':
      return words.text(`issue-${issue.code}`, { seal: sealName(seals, issue.sealNumber) });
    case 'seal-unusable':
      return words.text('issue-seal-unusable', { seal: sealName(seals, issue.sealNumber), reason: whyNot(issue.reason, words) });
    default:
      return issue satisfies never;
  }
}
