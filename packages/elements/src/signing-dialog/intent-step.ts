import { html, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { intentPanel } from '../intent-check/intent-panel.ts';
import type { IntentScene } from '../intent-check/intent-scene.ts';
import { actSentence } from './act-sentence.ts';
import type { StepWords } from './step-words.ts';

/** What the permit asks of the person beyond their session, under the act that they confirm by it. */
export function intentStep(state: SigningState, shown: StepWords & { readonly intent: IntentScene }): TemplateResult {
  const { challenge, request } = state;
  if (!challenge || !request) return html``;
  return html`<div class="confirm">${actSentence(challenge.act, request.placements.length, shown)} ${intentPanel(shown.intent)}</div>`;
}
