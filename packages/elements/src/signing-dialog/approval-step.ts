import { html, nothing, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { formatInstant } from '../foundation/format.ts';
import { approverName } from '../foundation/role-name.ts';
import { icon } from '../foundation/icons.ts';
import type { StepWords } from './step-words.ts';

/** The permit waits for approvals: whose, until when, and that leaving loses nothing. */
export function approvalStep(state: SigningState, shown: StepWords & { readonly checkNow: () => void }): TemplateResult {
  const { words, vocabulary, timeZone } = shown;
  const approval = state.waiting?.approval;
  if (!approval) return html``;
  return html`<div class="waiting-approval stack">
    <div class="line top">
      ${icon('clock')}
      <div class="stack grow">
        <p>
          <b
            >${words.parts('waitsFor', {
              names: html`<bdi
                >${approval.waitingFor.map((approver) => approverName(approver, vocabulary)).join(words.text('comma'))}</bdi
              >`,
            })}</b
          >
        </p>
        <p class="secondary">${words.text('waitsText')}</p>
      </div>
    </div>
    <dl class="facts">
      <dt>${words.text('approvalRequest')}</dt>
      <dd><code>${approval.id}</code></dd>
      <dt>${words.text('approvalUntil')}</dt>
      <dd class="num">${formatInstant(approval.expires, timeZone)}</dd>
      ${
        state.request?.reason
          ? html`<dt>${words.text('useReason')}</dt>
              <dd><bdi>${state.request.reason}</bdi></dd>`
          : nothing
      }
    </dl>
    <div class="line wrap">
      <button type="button" class="button compact check-now" @click=${shown.checkNow}>
        ${icon('refresh')}<span>${words.text('checkNow')}</span>
      </button>
    </div>
    <p class="why">${icon('history')}<span>${words.text('waitsLeave')}</span></p>
  </div>`;
}
