import type { BatchAct } from '@sealkit/core/protocol';
import { html, type TemplateResult } from 'lit';
import { fingerprintGroups } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { IntentId } from './intent-check.messages.ts';

/** Several acts in one sentence, with the beginning and the end of the fingerprint over all of them. */
export function batchSentence({ personName, count, root }: BatchAct, words: Words<IntentId>): TemplateResult {
  const groups = fingerprintGroups(root);
  return html`<div class="act">
    <span class="label">${words.text('batchAct')}</span>
    <p>${words.parts('batchSentence', { person: html`<bdi>${personName}</bdi>`, count })}</p>
    <p class="line wrap small">
      <span class="muted">${words.text('batchFingerprint')}</span>
      <span title=${root}
        ><code class="fingerprint first">${groups[0]}</code> <code class="fingerprint">${groups.slice(1, 3).join(' ')}</code>
        <span class="muted">…</span> <code class="fingerprint">${groups.at(-1)}</code></span
      >
    </p>
  </div>`;
}
