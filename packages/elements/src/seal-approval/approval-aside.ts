import type { ApprovalRule, ApprovalView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { failureCodeOf } from '../controllers/failure-code.ts';
import { PasskeyError } from '../controllers/passkey.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { textField } from '../foundation/form-fields.ts';
import { formatAmount, formatInstant, formatPageRanges, shortDigest } from '../foundation/format.ts';
import { approverName } from '../foundation/role-name.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { approvalBadge } from './approval-list.ts';
import type { ApprovalScene } from './approval-scene.ts';

/** A request like another one is advice; every other rule that is not met stands in the way. */
const ADVICE: ReadonlySet<ApprovalRule> = new Set(['no-like-request']);

/** What is asked for, what was checked, what approving creates, and the decision. */
export function approvalAside(approval: ApprovalView, scene: ApprovalScene): TemplateResult {
  const { words } = scene;
  return html`<aside class="decision" part="decision" aria-labelledby="decision-title">
    <div class="decision-body" role="group" aria-labelledby="decision-title" tabindex="0">
      <header class="stack">
        <div class="line top">
          <h2 id="decision-title" class="grow" tabindex="-1">
            ${words.parts('title', { seal: html`<bdi>${approval.seal.name}</bdi>`, count: approval.placements.length })}
          </h2>
          ${approvalBadge(approval, scene)}
        </div>
      </header>
      ${facts(approval, scene)} ${rules(approval, scene)} ${progress(approval, scene)} ${permit(approval, scene)}
    </div>
    ${decisionFoot(approval, scene)}
  </aside>`;
}

function facts(approval: ApprovalView, { words, vocabulary, locale, timeZone }: ApprovalScene): TemplateResult {
  const fact = (id: Parameters<typeof words.text>[0], value: unknown): TemplateResult =>
    html`<dt>${words.text(id)}</dt>
      <dd>${value}</dd>`;
  const pages = [...new Set(approval.placements.map(({ page }) => page))];
  return html`<dl class="facts">
    ${fact('requester', html`<bdi>${approval.requester.name}</bdi>`)}
    ${fact('requestedAt', html`<span class="num">${formatInstant(approval.requestedAt, timeZone)}</span>`)}
    ${fact('reason', approval.reason === '' ? '—' : html`<bdi>${personalWords(approval.reason, vocabulary, timeZone)}</bdi>`)}
    ${fact('document', html`<bdi>${approval.envelope.name}</bdi>`)}
    ${approval.documentClass === null ? nothing : fact('documentClass', html`<bdi>${approval.documentClass}</bdi>`)}
    ${approval.amount === null ? nothing : fact('amount', html`<span class="num">${formatAmount(approval.amount, locale)}</span>`)}
    ${fact('seal', html`<bdi>${approval.seal.name}</bdi> <code>${approval.seal.number}</code> ${vocabulary.text('version', { version: approval.seal.version })}`)}
    ${approval.placements.length === 0 ? nothing : fact('pages', html`<span class="num">${formatPageRanges(pages)} / ${approval.document.pages}</span>`)}
    ${fact('digest', html`<code title=${approval.document.digest}>${shortDigest(approval.document.digest)}</code>`)}
    ${fact('grant', html`<code>${approval.grantId}</code>`)}
  </dl>`;
}

function rules(approval: ApprovalView, { words, vocabulary }: ApprovalScene): TemplateResult {
  return html`<section class="stack">
    <h3>${words.text('rules')}</h3>
    <ul class="rules">
      ${approval.rules.map(({ rule, met }) => {
        const verdict = met ? 'pass' : ADVICE.has(rule) ? 'warn' : 'fail';
        return html`<li>
          ${verdictMark(verdict, 16)}<span class="visually-hidden"
            >${verdict === 'warn' ? words.text('note') : vocabulary.text(verdict)}: </span
          ><span>${words.text(met ? `rule-${rule}` : `broken-${rule}`)}</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** Who has decided, and whom it waits for. */
function progress(approval: ApprovalView, { words, vocabulary, timeZone }: ApprovalScene): TemplateResult | typeof nothing {
  const { decisions, waitingFor } = approval;
  if (decisions.length === 0 && waitingFor.length === 0) return nothing;
  return html`<section class="stack">
    <h3>${words.text('decisions')}</h3>
    <ul class="rules">
      ${decisions.map(
        ({ person, decision, comment, time, attested, countersigned }) =>
          html`<li>
            ${icon(decision === 'approved' ? 'check' : 'cross')}
            <span class="stack tight"
              ><span
                >${words.parts(`did-${decision}`, { person: html`<bdi>${person.name}</bdi>` })}
                <span class="small muted num">${formatInstant(time, timeZone)}</span></span
              >
              ${comment === '' ? nothing : html`<span class="small secondary"><bdi>${personalWords(comment, vocabulary, timeZone)}</bdi></span>`}
              ${attested ? html`<span class="small secondary">${words.text('attested')}</span>` : nothing}
              ${countersigned ? html`<span class="small secondary">${words.text('countersigned')}</span>` : nothing}</span
            >
          </li>`,
      )}
      ${
        approval.status === 'pending' && waitingFor.length > 0
          ? html`<li>
              ${icon('clock')}<span
                >${words.parts(`waits-${approval.mode}`, {
                  count: waitingFor.length,
                  names: html`<bdi>${waitingFor.map((approver) => approverName(approver, vocabulary)).join(words.text('comma'))}</bdi>`,
                })}</span
              >
            </li>`
          : nothing
      }
    </ul>
  </section>`;
}

/** The permit that approving creates, spelled out before it is created. */
function permit(approval: ApprovalView, { words, timeZone }: ApprovalScene): TemplateResult | typeof nothing {
  if (approval.status !== 'pending') return nothing;
  return html`<section class="permit-words stack tight">
    <h3 class="line">${icon('permit')}<span>${words.text('permitTitle')}</span></h3>
    <p class="small secondary">
      ${words.parts('permitText', {
        person: html`<bdi>${approval.requester.name}</bdi>`,
        count: approval.placements.length,
        digest: html`<code>${shortDigest(approval.document.digest)}</code>`,
        time: html`<span class="num">${formatInstant(approval.expires, timeZone)}</span>`,
      })}
    </p>
    <p class="small muted"><code title=${approval.requestDigest}>${shortDigest(approval.requestDigest)}</code></p>
  </section>`;
}

function decisionFoot(approval: ApprovalView, scene: ApprovalScene): TemplateResult | typeof nothing {
  const { words, asking, draft } = scene;
  if (approval.status !== 'pending') return nothing;
  const own = approval.requester.id === scene.person;
  const decidable = approval.decide.allowed;
  if (!decidable && !own) return html`<footer class="decision-foot">${whyNot(approval, scene)}</footer>`;
  const obstacle = approveObstacle(approval, scene);
  const countersigns = decidable && approval.countersigns !== null;
  const missing = draft.tried !== null && draft.comment.trim() === '';
  return html`<footer class="decision-foot">
    ${refusedDecision(scene)}
    ${textField({
      label: words.text(decidable ? 'comment' : 'withdrawReason'),
      value: draft.comment,
      name: 'comment',
      long: true,
      invalid: missing,
      hint: missing
        ? words.text(draft.tried === 'withdrawn' ? 'withdrawReasonMissing' : 'commentMissing')
        : words.text(decidable ? 'commentHint' : 'withdrawHint'),
      change: scene.write,
    })}
    ${
      decidable
        ? html`${obstacle === null ? nothing : html`<p class="why" id="why-approve">${icon('lock')}<span>${obstacle}</span></p>`}
            ${countersigns && obstacle === null ? passkeyLine(scene) : nothing}
            <div class="line wrap decision-buttons">
              <button
                type="button"
                class="button danger reject"
                aria-disabled=${asking.busy ? 'true' : 'false'}
                @click=${() => scene.decide('rejected')}
              >
                ${icon('cross')}<span>${words.text('reject')}</span>
              </button>
              <span class="grow"></span>
              <button
                type="button"
                class="button primary approve"
                aria-disabled=${obstacle === null && !asking.busy ? 'false' : 'true'}
                aria-describedby=${obstacle !== null ? 'why-approve' : countersigns ? 'passkey-line' : nothing}
                @click=${() => obstacle === null && scene.decide('approved')}
              >
                ${icon('permit')}<span>${words.text(countersigns ? 'approveWithPasskey' : 'approve')}</span>
              </button>
            </div>`
        : html`${whyNot(approval, scene)}
            <div class="line wrap">
              <button
                type="button"
                class="button withdraw"
                aria-disabled=${asking.busy ? 'true' : 'false'}
                @click=${() => scene.decide('withdrawn')}
              >
                ${icon('undo')}<span>${words.text('withdraw')}</span>
              </button>
            </div>`
    }
  </footer>`;
}

/** Why the decision was not taken. What kept a passkey from answering leaves no other way here than to try again. */
function refusedDecision({ words, vocabulary, refusals, asking }: ApprovalScene): TemplateResult | typeof nothing {
  const kept = words.text('keptComment');
  const failure = asking.error instanceof PasskeyError ? failureCodeOf(asking.error) : null;
  if (failure === null) return refusalNotice(asking.error, { title: words.text('notSent'), kept }, { refusals, vocabulary });
  const { reason } = refusalWords(failure.code, refusals);
  const title = words.text('passkeyNotUsed');
  return failureNotice({ title, reason: `${reason} ${words.text('passkeyRetry')}`, kept, code: failure.code, retryable: true }, vocabulary);
}

/** That the device will ask, and while it does, that it waits for the person. */
function passkeyLine({ words, countersigning }: ApprovalScene): TemplateResult {
  return html`<p class="why passkey-line" id="passkey-line">
    ${icon(countersigning.waits ? 'clock' : 'info')}<span>${words.text(countersigning.waits ? 'passkeyWaits' : 'passkeyText')}</span>
  </p>`;
}

function whyNot(approval: ApprovalView, { refusals }: ApprovalScene): TemplateResult | typeof nothing {
  if (approval.decide.allowed) return nothing;
  const { reason, next } = refusalWords(approval.decide.reason, refusals);
  return html`<p class="why">${icon('lock')}<span>${reason} ${next}</span></p>`;
}

/** Why the file at hand, or the browser, keeps the person from approving; null when it does not. */
function approveObstacle(approval: ApprovalView, { words, seen, countersigning }: ApprovalScene): string | null {
  const { status } = seen.state;
  if (status === 'wrong') return words.text('obstacleWrong');
  if (status === 'frame-differs') return words.text('obstacleFrame');
  if (status === 'reading' || status === 'loading') return words.text('obstacleReading');
  if (approval.needsAttestation && status !== 'seen') return words.text('obstacleFile');
  return approval.countersigns !== null && !countersigning.possible ? words.text('obstaclePasskey') : null;
}
