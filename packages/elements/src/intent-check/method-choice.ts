import { html, nothing, type TemplateResult } from 'lit';
import { canUse, type OfferedMethod, offeredMethods } from '../controllers/intent-state.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { methodName, type IntentScene } from './intent-scene.ts';

/** The ways that this act takes, the strongest that can be used first. */
export function methodChoice(scene: IntentScene): TemplateResult | typeof nothing {
  const { intent, words } = scene;
  const offered = offeredMethods(intent.state, intent);
  if (offered.length === 0) return nothing;
  return html`<fieldset class="methods">
    <legend class="visually-hidden">${words.text('choose')}</legend>
    ${offered.map((method) => choice(method, scene))}
  </fieldset>`;
}

function choice(method: OfferedMethod, scene: IntentScene): TemplateResult {
  const { intent, words } = scene;
  const usable = canUse(method, intent) && !isLocked(method, scene);
  return html`<label class="method ${usable ? '' : 'off'}">
    <input
      type="radio"
      name="intent-method"
      value=${method.method}
      ?disabled=${!usable}
      .checked=${intent.state.chosen === method.method}
      @change=${() => void intent.choose(method.method)}
    />
    ${icon(pictureOf(method))}
    <span class="grow"><b>${methodName(method.method, words)}</b><small>${hintOf(method, scene)}</small></span>
  </label>`;
}

/** After too many wrong codes the other ways are still open. */
function isLocked({ form }: OfferedMethod, { intent }: IntentScene): boolean {
  return intent.state.locked && form === 'code';
}

function hintOf(method: OfferedMethod, scene: IntentScene): string {
  const { intent, words } = scene;
  if (!canUse(method, intent)) return words.text('unsupported');
  if (isLocked(method, scene)) return words.text('lockedHint');
  if (!method.ready) return words.text('notSetUp');
  const { intent: begun } = intent.state;
  if (begun?.method === method.method && begun.sentTo !== null) return begun.sentTo;
  if (method.form === 'code') return words.text(method.enrols ? 'hint-app' : 'hint-sent');
  return words.text(method.form === 'passkey' ? 'hint-passkey' : 'hint-redirect');
}

function pictureOf({ form, enrols }: OfferedMethod): IconName {
  if (form === 'passkey') return 'passkey';
  if (form === 'redirect') return 'face-scan';
  return enrols ? 'hash' : 'phone';
}
