import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from '../foundation/icons.ts';
import type { IdentityChoice } from './identity-choice.ts';
import { type IdentityScene, methodName } from './identity-scene.ts';

const ICONS: { readonly [Method in IdentityChoice['method']]: IconName } = {
  'document-data': 'user',
  face: 'face-scan',
  'bank-card': 'table',
  'mobile-operator': 'phone',
  'registration-number': 'building',
  'legal-representative': 'user',
  'bank-transfer': 'table',
  'authorisation-letter': 'seal',
  'manual-review': 'pages',
};

export interface ChoiceOptions {
  readonly choices: readonly IdentityChoice[];
  /** Whether this page can keep documents. */
  readonly takesDocuments: boolean;
  readonly choose: (choice: IdentityChoice) => void;
}

/** The ways that are offered. One that this page cannot go stays in sight with the reason. */
export function choiceStep({ choices, takesDocuments, choose }: ChoiceOptions, { words }: IdentityScene): TemplateResult {
  if (choices.length === 0) return html`<p class="note info">${icon('info')}<span>${words.text('nothingOffered')}</span></p>`;
  const names = choices.map(({ method }) => method);
  return html`<h3 id="choose">${words.text('choose')}</h3>
    <ul class="ways" aria-labelledby="choose">
      ${choices.map((choice, index) => {
        const blocked = choice.decidedByPeople && !takesDocuments;
        const note = blocked ? words.text('noPlace') : choice.decidedByPeople ? words.text('byPeople') : null;
        const alike = names.filter((name) => name === choice.method).length > 1;
        return html`<li>
          <button
            type="button"
            class="way"
            value=${choice.method}
            aria-disabled=${blocked ? 'true' : 'false'}
            aria-describedby="about-${index}"
            @click=${() => !blocked && choose(choice)}
          >
            ${icon(ICONS[choice.method])}<span class="stack"
              ><b>${methodName(choice.method, words)}</b
              >${alike ? html`<span class="small secondary"><bdi>${words.text('providerOf', { provider: choice.provider })}</bdi></span>` : nothing}<span
                class="small secondary"
                id="about-${index}"
                >${about(choice, words)}${note === null ? nothing : html`<br />${note}`}</span
              ></span
            >${icon(blocked ? 'lock' : 'chevron-right')}
          </button>
        </li>`;
      })}
    </ul>`;
}

function about({ method }: IdentityChoice, words: IdentityScene['words']): string {
  const id = `about-${method}`;
  return words.has(id) ? words.text(id) : '';
}
