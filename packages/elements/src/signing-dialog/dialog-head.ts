import { html, nothing, type TemplateResult } from 'lit';
import type { SigningStep } from '../controllers/signing-state.ts';
import { icon } from '../foundation/icons.ts';
import type { StepWords } from './step-words.ts';

export interface DialogHeadOptions extends StepWords {
  readonly title: string;
  readonly steps: readonly SigningStep[];
  readonly step: SigningStep;
  readonly close: () => void;
}

/** Title, the way out, and where the signing stands. */
export function dialogHead({ words, vocabulary, title, steps, step, close }: DialogHeadOptions): TemplateResult {
  const index = steps.indexOf(step);
  return html`<header class="head">
    <div class="line">
      <h2 id="title" class="grow" tabindex="-1"><bdi>${title}</bdi></h2>
      <button type="button" class="icon-button" aria-label=${vocabulary.text('close')} title=${vocabulary.text('close')} @click=${close}>
        ${icon('close')}
      </button>
    </div>
    <ol class="steps" aria-label=${words.text('stepOf', { step: index + 1, count: steps.length })}>
      ${steps.map(
        (each, at) =>
          html`<li class=${at < index ? 'done' : at === index ? 'now' : ''} aria-current=${at === index ? 'step' : nothing}>
            <span>${words.text(`step-${each}`)}</span>
          </li>`,
      )}
    </ol>
  </header>`;
}
