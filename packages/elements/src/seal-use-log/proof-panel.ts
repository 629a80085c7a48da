import type { EventProofView, UseView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { failureCodeOf } from '../controllers/failure-code.ts';
import { saveFile } from '../foundation/file-saving.ts';
import { shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import { verdictMark, type VerdictName } from '../foundation/verdict-mark.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { UseLogId } from './seal-use-log.messages.ts';
import type { ProofCheck, ProofState } from './use-proofs.ts';

export interface ProofPanelOptions {
  readonly words: Words<UseLogId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly prove: () => void;
}

/** Checks that a proof leads through, where nothing in this page can do them. */
const UNCHECKED: readonly ProofCheck[] = [
  { id: 'inclusion', verdict: 'skip' },
  { id: 'checkpoint', verdict: 'skip' },
  { id: 'witnesses', verdict: 'skip' },
];

/** The proof that a row stands in the log: asked for, verified here, or in words why neither. */
export function proofPanel(use: UseView, state: ProofState | undefined, shown: ProofPanelOptions): TemplateResult {
  const { words, vocabulary } = shown;
  return html`<section class="proof stack" aria-label=${words.text('proof')}>
    ${state === undefined ? html`<p class="small secondary">${words.text('proofText')}</p>` : nothing}
    ${
      state === undefined || state.status === 'asking'
        ? html`<div class="line wrap">
            <button
              type="button"
              class="button compact prove-here"
              aria-disabled=${state ? 'true' : 'false'}
              @click=${() => state === undefined && shown.prove()}
            >
              ${icon('proof')}<span>${words.text('prove')}</span>
            </button>
            ${state ? html`<span class="small secondary" role="status">${vocabulary.text('loading')}</span>` : nothing}
          </div>`
        : state.status === 'failed'
          ? failed(state.error, shown)
          : proved(use, state.proof, state.checks, shown)
    }
  </section>`;
}

/** A deployment without a tree is no failure: it is said, and what holds without it. */
function failed(error: unknown, { words, vocabulary, refusals, prove }: ProofPanelOptions): TemplateResult | typeof nothing {
  if (failureCodeOf(error).code === 'LOG_NOT_KEPT') {
    const { reason, next } = refusalWords('LOG_NOT_KEPT', refusals);
    return html`<p class="note not-kept">${verdictMark('skip', 16)}<span>${reason} ${next}</span></p>`;
  }
  const action = { label: vocabulary.text('retry'), icon: 'refresh', run: prove } as const;
  return refusalNotice(error, { title: words.text('proofFailed'), action }, { refusals, vocabulary });
}

function proved(use: UseView, proof: EventProofView, verified: readonly ProofCheck[] | null, shown: ProofPanelOptions): TemplateResult {
  const { words, vocabulary } = shown;
  const own: ProofCheck = {
    id: 'event-digest',
    verdict: proof.eventDigest === use.event ? 'pass' : 'fail',
    detail: shortDigest(proof.eventDigest),
  };
  const checks = [own, ...(verified ?? UNCHECKED).filter(({ id }) => id !== 'event-digest')];
  return html`<h3 class="line">${verdictMark(overall(checks), 16)}<span>${words.text(`proof-${overall(checks)}`)}</span></h3>
    <ul class="proof-checks">
      ${checks.map(
        ({ id, verdict, detail }) =>
          html`<li class="line top">
            ${verdictMark(verdict, 16)}
            <span
              ><span>${words.text(`check-${id}`)}</span>
              <span class="small secondary">${vocabulary.text(verdict)}${detail === undefined ? nothing : html`, ${detail}`}</span></span
            >
          </li>`,
      )}
    </ul>
    ${verified === null ? html`<p class="why">${icon('info')}<span>${words.text('cannotVerify')}</span></p>` : nothing}
    <p class="small muted num">${words.text('proofPlace', { index: proof.index + 1, size: proof.size })}</p>
    <div class="line wrap">
      <button type="button" class="button compact" @click=${() => saveProof(use, proof)}>
        ${icon('download')}<span>${words.text('exportProof')}</span>
      </button>
    </div>`;
}

/** What the checks say together: a pass needs the steps to a root and a signature over that root. */
function overall(checks: readonly ProofCheck[]): Exclude<VerdictName, 'na'> {
  const worst = (['fail', 'unsure'] as const).find((verdict) => checks.some((check) => check.verdict === verdict));
  if (worst) return worst;
  const passed = (id: ProofCheck['id']): boolean => checks.some((check) => check.id === id && check.verdict === 'pass');
  return passed('inclusion') && passed('checkpoint') ? 'pass' : 'skip';
}

function saveProof(use: UseView, proof: EventProofView): void {
  saveFile(new Blob([proof.tlogProof], { type: 'text/plain' }), `${use.id}.tlog-proof`);
}
