import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

/** Says that there is something new above what the reader looks at; nothing moves until they want it to. */
export function newsStrip(text: string | null, show: { readonly label: string; readonly run: () => void }): TemplateResult {
  return html`<div class="news" role="status">
    ${
      text === null
        ? nothing
        : html`<span>${text}</span
            ><button type="button" class="button compact" @click=${show.run}>${icon('refresh')}<span>${show.label}</span></button>`
    }
  </div>`;
}
