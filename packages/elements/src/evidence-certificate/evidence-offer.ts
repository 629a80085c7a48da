import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../foundation/icons.ts';
import type { EvidenceMessageId } from './evidence-certificate.messages.ts';
import type { PlainWords } from './evidence-words.ts';

const HOLDS: readonly (readonly [icon: IconName, id: EvidenceMessageId])[] = [
  ['page', 'holds-document'],
  ['receipt', 'holds-report'],
  ['proof', 'holds-events'],
  ['permit', 'holds-uses'],
  ['check', 'holds-certificates'],
  ['info', 'holds-verify'],
];

/** Before there is a package: what it will hold, and the two ways to one. */
export function evidenceOffer(
  { words }: PlainWords,
  acts: { readonly make: (() => void) | null; readonly hasEnvelope: boolean; readonly choose: () => void; readonly over: boolean },
): TemplateResult {
  if (!acts.hasEnvelope)
    return html`<div class="empty drop-zone ${acts.over ? 'dropping' : ''}">
      ${icon('folder')}
      <h2 tabindex="-1">${words.text('emptyTitle')}</h2>
      <p>${words.text('emptyText')}</p>
      <button type="button" class="button choose" @click=${acts.choose}>${icon('upload')}<span>${words.text('chooseOnly')}</span></button>
    </div>`;
  return html`<div class="offer ${acts.over ? 'over' : ''}">
    <div class="stack">
      <h2 tabindex="-1">${words.text('title')}</h2>
      <p class="secondary">${words.text('intro')}</p>
    </div>
    <section>
      <h3 class="sub">${words.text('willHold')}</h3>
      <ul class="holds">
        ${HOLDS.map(([name, id]) => html`<li>${icon(name)}<span>${words.text(id)}</span></li>`)}
      </ul>
    </section>
    ${acts.make === null ? html`<p class="note info">${icon('info')}<span>${words.text('noServer')}</span></p>` : nothing}
    <div class="line wrap">
      ${
        acts.make === null
          ? nothing
          : html`<button type="button" class="button primary make" @click=${acts.make}>
              ${icon('folder')}<span>${words.text('make')}</span>
            </button>`
      }
      <button type="button" class="button choose" @click=${acts.choose}>${icon('upload')}<span>${words.text('choose')}</span></button>
    </div>
  </div>`;
}
