import type { SealHistoryEntry, SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant, shortDigest } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { personalWords } from '../foundation/personal-words.ts';
import type { CenterScene } from './center-scene.ts';

/** What happened to the seal itself, oldest first, each entry with its digest in the chain. */
export function historyTab(seal: SealView, scene: CenterScene): TemplateResult {
  const { words, vocabulary, open } = scene;
  open.needHistory();
  const { value, error } = open.history;
  return html`<p class="small secondary">${words.text('historyNote')}</p>
    ${
      value === null
        ? error === null
          ? html`<div class="stack" role="status" aria-label=${vocabulary.text('loading')}><i class="skeleton bar-line"></i></div>`
          : nothing
        : value.entries.length === 0
          ? html`<p class="small muted">${words.text('historyEmpty')}</p>`
          : html`<ol class="history">
              ${value.entries.map((entry) => historyEntry(entry, scene))}
            </ol>`
    }
    ${
      value !== null && value.nextCursor !== null
        ? html`<button type="button" class="button compact" @click=${() => void open.moreHistory()}>${vocabulary.text('showMore')}</button>`
        : nothing
    }
    ${refusalNotice(
      error,
      {
        title: words.text('historyNotRead', { name: seal.name }),
        action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void open.refresh() },
      },
      scene,
    )}`;
}

function historyEntry(entry: SealHistoryEntry, scene: CenterScene): TemplateResult {
  const { words, vocabulary, refusals, timeZone } = scene;
  const id = `event-${entry.type}`;
  const state = (name: NonNullable<SealHistoryEntry['to']>): string => vocabulary.text(`state-${name}`);
  return html`<li class="history-entry">
    <span class="history-line"
      ><b>${words.has(id) ? words.text(id) : html`<code>${entry.type}</code>`}</b>
      ${entry.from !== null && entry.to !== null ? html`<span>${state(entry.from)} → ${state(entry.to)}</span>` : entry.to === null ? nothing : html`<span>${state(entry.to)}</span>`}
      ${entry.version === null ? nothing : html`<span>${vocabulary.text('version', { version: entry.version })}</span>`}
      ${entry.refusal === null ? nothing : html`<span class="badge danger">${icon('cross')}${words.text('refused')}</span>`}</span
    >
    ${entry.refusal === null ? nothing : html`<span class="small">${refusalWords(entry.refusal, refusals).reason}</span>`}
    ${entry.reason === null ? nothing : html`<span class="small"><bdi>${personalWords(entry.reason, vocabulary, timeZone)}</bdi></span>`}
    <span class="small muted"
      ><span class="num">${formatInstant(entry.time, timeZone)}</span> <bdi>${entry.actor.name}</bdi>
      <span class="num">#${entry.sequence}</span> <code title=${entry.event}>${shortDigest(entry.event)}</code></span
    >
  </li>`;
}
