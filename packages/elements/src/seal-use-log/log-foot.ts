import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

export interface LogPager {
  readonly page: number;
  readonly last: boolean;
  readonly previous: () => void;
  readonly next: () => void;
}

/** How many rows show, why their numbers run ahead, and the way to the other pages. */
export function logFoot(count: number, words: Words<UseLogId>, pager: LogPager | null): TemplateResult {
  return html`<footer class="foot">
    <div class="grow foot-notes">
      <p class="secondary">${words.text('shown', { count })}</p>
      <p class="small muted">${words.text('sequenceNote')}</p>
    </div>
    ${pager ? turnPages(pager, words) : nothing}
  </footer>`;
}

function turnPages({ page, last, previous, next }: LogPager, words: Words<UseLogId>): TemplateResult {
  const turn = (id: 'previousPage' | 'nextPage', disabled: boolean, act: () => void): TemplateResult =>
    html`<button type="button" class="icon-button" ?disabled=${disabled} aria-label=${words.text(id)} title=${words.text(id)} @click=${act}>
      ${icon(id === 'nextPage' ? 'chevron-right' : 'chevron-left')}
    </button>`;
  return html`<div class="line pager">
    ${turn('previousPage', page === 1, previous)}
    <b class="num" aria-label=${words.text('pageNumber', { page })}>${page}</b>
    ${turn('nextPage', last, next)}
  </div>`;
}
