import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { LogSelection } from './log-filters.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

/** A selection of the log under a name. The host keeps it. */
export interface SavedView {
  readonly name: string;
  readonly selection: LogSelection;
}

export interface SavedViewsOptions {
  readonly words: Words<UseLogId>;
  readonly selection: LogSelection;
  readonly filtered: boolean;
  /** Name of a view that is being saved; null while none is. */
  readonly naming: string | null;
  readonly name: (name: string | null) => void;
  readonly choose: (view: SavedView) => void;
  readonly change: (views: readonly SavedView[]) => void;
}

/** Views to choose from, and the way to save the present selection as one. */
export function savedViews(views: readonly SavedView[], shown: SavedViewsOptions): TemplateResult | typeof nothing {
  const { words, selection, naming } = shown;
  const current = views.find((view) => JSON.stringify(view.selection) === JSON.stringify(selection));
  if (views.length === 0 && !shown.filtered) return nothing;
  const save = (event: Event): void => {
    event.preventDefault();
    const name = naming?.trim() ?? '';
    if (name === '') return;
    shown.change([...views.filter((view) => view.name !== name), { name, selection }]);
    shown.name(null);
  };
  return html`<div class="views line wrap">
    ${
      views.length === 0
        ? nothing
        : html`<label
            ><span class="visually-hidden">${words.text('views')}</span
            ><select
              class="input select view-choice"
              @change=${(event: Event) => {
                const view = views.find(({ name }) => name === (event.target as HTMLSelectElement).value);
                if (view) shown.choose(view);
              }}
            >
              <option value="" ?selected=${!current}>${words.text('viewNone')}</option>
              ${views.map(({ name }) => html`<option value=${name} ?selected=${name === current?.name}>${name}</option>`)}
            </select></label
          >`
    }
    ${
      current
        ? html`<button type="button" class="button quiet" @click=${() => shown.change(views.filter((view) => view !== current))}>
            ${words.text('forgetView')}
          </button>`
        : naming === null
          ? shown.filtered
            ? html`<button type="button" class="button quiet save-view" @click=${() => shown.name('')}>${words.text('saveView')}</button>`
            : nothing
          : html`<form class="line" @submit=${save}>
              <label
                ><span class="visually-hidden">${words.text('viewName')}</span
                ><input
                  class="input view-name"
                  maxlength="40"
                  required
                  placeholder=${words.text('viewName')}
                  .value=${naming}
                  @input=${(event: Event) => shown.name((event.target as HTMLInputElement).value)}
              /></label>
              <button type="submit" class="button compact">${icon('check')}<span>${words.text('saveView')}</span></button>
            </form>`
    }
  </div>`;
}
