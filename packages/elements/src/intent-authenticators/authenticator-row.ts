import type { AuthenticatorView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay, formatInstant } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { IntentId } from '../intent-check/intent-check.messages.ts';
import { methodName } from '../intent-check/intent-scene.ts';
import type { AuthenticatorsId } from './intent-authenticators.messages.ts';

export interface AuthenticatorRow {
  readonly words: Words<AuthenticatorsId>;
  readonly intentWords: Words<IntentId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly timeZone: string;
  /** The person has no other. */
  readonly last: boolean;
  /** It is asked whether it may go. */
  readonly leaving: boolean;
  readonly busy: boolean;
  /** Nothing that the person has is enough to remove it. */
  readonly fixed: boolean;
  /** The removal as it is being confirmed. */
  readonly confirming: TemplateResult | null;
  readonly ask: (leaving: boolean) => void;
  readonly remove: () => void;
}

/** One authenticator, and in its place the question whether it may go. */
export function authenticatorRow(authenticator: AuthenticatorView, row: AuthenticatorRow): TemplateResult {
  const { words, intentWords, timeZone } = row;
  const { name, method, createdAt, lastUsedAt } = authenticator;
  const used = lastUsedAt === null ? words.text('neverUsed') : words.text('lastUsed', { time: formatInstant(lastUsedAt, timeZone) });
  return html`<li class="authenticator">
    <div class="line wrap">
      ${icon(method === 'passkey' ? 'passkey' : 'hash', 'icon-method')}
      <span class="grow"
        ><b><bdi>${name}</bdi></b
        ><br /><span class="small muted num"
          >${methodName(method, intentWords)} · ${words.text('added', { day: formatDay(createdAt, timeZone) })} · ${used}</span
        ></span
      >
      ${row.fixed ? nothing : removeButton(authenticator, row)}
    </div>
    ${row.leaving ? (row.confirming ?? question(name, row)) : nothing}
  </li>`;
}

function question(name: string, { words, vocabulary, last, busy, ask, remove }: AuthenticatorRow): TemplateResult {
  return html`<div class="removal stack" role="group">
    <p>${words.parts(last ? 'removeLast' : 'removeText', { name: html`<bdi>${name}</bdi>` })}</p>
    <p class="line wrap">
      <button type="button" class="button danger compact" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && remove()}>
        ${words.text('removeSure')}
      </button>
      <button type="button" class="button quiet compact" @click=${() => ask(false)}>${vocabulary.text('cancel')}</button>
    </p>
  </div>`;
}

function removeButton({ id, name }: AuthenticatorView, { words, leaving, ask }: AuthenticatorRow): TemplateResult {
  return html`<button
    type="button"
    class="button compact remove"
    value=${id}
    aria-label=${words.text('removeOf', { name })}
    aria-expanded=${leaving ? 'true' : 'false'}
    @click=${() => ask(!leaving)}
  >
    ${icon('trash')}<span>${words.text('remove')}</span>
  </button>`;
}
