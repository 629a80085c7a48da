import type { AuthenticatorActView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { fingerprintGroups } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import { intentAction, intentPanel } from '../intent-check/intent-panel.ts';
import type { IntentScene } from '../intent-check/intent-scene.ts';
import type { AuthenticatorsId } from './intent-authenticators.messages.ts';

export interface ChangeScene extends IntentScene {
  readonly ownWords: Words<AuthenticatorsId>;
  readonly cancel: () => void;
}

/** The change as it is confirmed, and what is asked of the person for it. */
export function changePanel({ act, challenge }: AuthenticatorActView, scene: ChangeScene): TemplateResult {
  const { ownWords, vocabulary } = scene;
  const groups = fingerprintGroups(challenge);
  const action = intentAction(scene);
  return html`<section class="change stack" aria-labelledby="change-title">
    <h3 id="change-title" tabindex="-1">${ownWords.text('confirmTitle')}</h3>
    <p class="secondary">${ownWords.text('confirmText')}</p>
    <div class="act">
      <p lang=${act.wording.locale}><bdi>${act.wording.text}</bdi></p>
      <p class="line wrap small">
        <span class="muted">${ownWords.text('fingerprint')}</span>
        <span title=${challenge}
          ><code class="fingerprint first">${groups[0]}</code> <span class="muted">…</span>
          <code class="fingerprint">${groups.at(-1)}</code></span
        >
      </p>
    </div>
    ${intentPanel(scene)}
    <p class="line wrap">
      ${
        action
          ? html`<button
              type="button"
              class="button primary confirm-change"
              aria-disabled=${action.busy ? 'true' : 'false'}
              @click=${() => !action.busy && scene.goOn()}
            >
              ${action.label}
            </button>`
          : nothing
      }
      <button type="button" class="button quiet" @click=${scene.cancel}>${vocabulary.text('cancel')}</button>
    </p>
  </section>`;
}
