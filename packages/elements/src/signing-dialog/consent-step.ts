import { digestText } from '@sealkit/core/crypto';
import { encodeUtf8 } from '@sealkit/core/bytes';
import type { ConsentReport } from '@sealkit/core/protocol';
import { html, type TemplateResult } from 'lit';
import type { StepWords } from './step-words.ts';

/** A text that the person agrees to before they sign: plain text, with line breaks. It is the host's, in the host's language. */
export interface ConsentText {
  readonly text: string;
  /** Language tag of the text; that of the page when absent. */
  readonly locale?: string;
}

/** The text to agree to, and the person's word. */
export function consentStep(
  consent: ConsentText,
  { words, locale, agreed, onAgree }: StepWords & { readonly agreed: boolean; readonly onAgree: (agreed: boolean) => void },
): TemplateResult {
  return html`<div class="consent stack">
    <div class="consent-text" lang=${consent.locale ?? locale}>${consent.text}</div>
    <label class="seen agree"
      ><input
        type="checkbox"
        .checked=${agreed}
        @change=${(event: Event) => onAgree((event.currentTarget as HTMLInputElement).checked)}
      /><span>${words.text('agree')}</span></label
    >
    <p class="small muted">${words.text('consentNote')}</p>
  </div>`;
}

/** What is told of the agreement: which text it was, not the text. */
export async function consentReport({ text, locale }: ConsentText, pageLocale: string): Promise<ConsentReport> {
  return { digest: await digestText('SHA-256', encodeUtf8(text)), locale: locale ?? pageLocale };
}
