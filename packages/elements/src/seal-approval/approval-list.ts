import type { ApprovalView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatInstant } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import type { ApprovalScene } from './approval-scene.ts';

const STATUS: Readonly<Record<ApprovalView['status'], readonly [kind: string, icon: IconName]>> = {
  pending: ['accent', 'clock'],
  approved: ['pass', 'check'],
  rejected: ['danger', 'cross'],
  withdrawn: ['', 'undo'],
  expired: ['', 'clock'],
};

/** State of a request: icon and word. */
export function approvalBadge(approval: ApprovalView, { words, timeZone, now }: ApprovalScene): TemplateResult {
  const [kind, name] = STATUS[approval.status];
  if (approval.status !== 'pending')
    return html`<span class="badge ${kind}">${icon(name)}${words.text(`status-${approval.status}`)}</span>`;
  const soon = Date.parse(approval.expires) - now().getTime() < 24 * 3_600_000;
  return html`<span class="badge ${soon ? 'warn' : 'accent'}"
    >${icon('clock')}${words.text('until', { time: soon ? formatInstant(approval.expires, timeZone).slice(11, 16) : formatDay(approval.expires, timeZone) })}</span
  >`;
}

/** The requests of a box, newest first. */
export function approvalList(list: readonly ApprovalView[], scene: ApprovalScene): TemplateResult {
  return html`<ul class="queue">
    ${list.map((approval) => html`<li>${queueItem(approval, scene)}</li>`)}
  </ul>`;
}

function queueItem(approval: ApprovalView, scene: ApprovalScene): TemplateResult {
  const open = scene.open?.id === approval.id;
  return html`<button
    type="button"
    class="queue-item ${open ? 'open' : ''}"
    data-approval=${approval.id}
    aria-current=${open ? 'true' : nothing}
    @click=${() => scene.show(approval.id)}
  >
    <span class="chip queue-face">${sealPicture(approval.seal.face)}</span>
    <span class="queue-words">
      <b><bdi>${approval.envelope.name}</bdi></b>
      <span class="small secondary"><bdi>${approval.requester.name}</bdi>, <bdi>${approval.seal.name}</bdi></span>
      <span class="line wrap"
        ><span class="small muted num nowrap grow">${formatInstant(approval.requestedAt, scene.timeZone).slice(0, 16)}</span
        >${approvalBadge(approval, scene)}</span
      >
    </span>
  </button>`;
}
