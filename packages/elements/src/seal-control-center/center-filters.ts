import type { SealList } from '@sealkit/core/protocol';
import type { SealKind, SealState } from '@sealkit/core/seal';
import { html, type TemplateResult } from 'lit';
import type { Choice } from '../foundation/choice-picker.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { CenterId } from './seal-control-center.messages.ts';

/** What the seals are chosen by; an empty text chooses nothing out. */
export interface CenterFilters {
  readonly text: string;
  readonly kind: SealKind | '';
  readonly state: SealState | '';
  readonly keeper: Choice | null;
}

export const NO_FILTERS: CenterFilters = { text: '', kind: '', state: '', keeper: null };

const STATES = ['active', 'suspended', 'draft', 'pending-approval', 'approved', 'produced', 'abolished'] as const;

export interface CenterFilterOptions {
  readonly words: Words<CenterId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly kinds: readonly SealKind[];
  /** Seals by state, once they are known. */
  readonly counts: SealList['counts'] | null;
  readonly view: 'cards' | 'table';
  readonly keeper: (choose: (keeper: Choice | null) => void) => TemplateResult;
  readonly type: (text: string) => void;
  readonly choose: (part: Partial<CenterFilters>) => void;
  readonly show: (view: 'cards' | 'table') => void;
}

/** The line of filters above the seals, and how they show. */
export function centerFilters(filters: CenterFilters, options: CenterFilterOptions): TemplateResult {
  const { words, vocabulary, counts, choose } = options;
  return html`<div class="filters" role="search" aria-label=${words.text('filters')}>
    <label class="search grow"
      ><span class="visually-hidden">${words.text('search')}</span>${icon('search')}<input
        class="input"
        type="search"
        .value=${filters.text}
        placeholder=${words.text('search')}
        @input=${(event: Event) => options.type((event.target as HTMLInputElement).value)}
    /></label>
    <label
      ><span class="visually-hidden">${words.text('state')}</span
      ><select class="input select" @change=${(event: Event) => choose({ state: STATES.find((state) => state === valueOf(event)) ?? '' })}>
        <option value="" ?selected=${filters.state === ''}>${words.text('stateAll')}</option>
        ${STATES.map(
          (state) =>
            html`<option value=${state} ?selected=${state === filters.state}>
              ${vocabulary.text(`state-${state}`)}${counts ? ` ${counts[state]}` : ''}
            </option>`,
        )}
      </select></label
    >
    <label
      ><span class="visually-hidden">${words.text('kind')}</span
      ><select
        class="input select"
        @change=${(event: Event) => choose({ kind: options.kinds.find((kind) => kind === valueOf(event)) ?? '' })}
      >
        <option value="" ?selected=${filters.kind === ''}>${words.text('kindAll')}</option>
        ${options.kinds.map((kind) => html`<option value=${kind} ?selected=${kind === filters.kind}>${vocabulary.text(`kind-${kind}`)}</option>`)}
      </select></label
    >
    <div class="keeper-filter">${options.keeper((keeper) => choose({ keeper }))}</div>
    <div class="views" role="group" aria-label=${words.text('views')}>
      ${(['cards', 'table'] as const).map(
        (view) =>
          html`<button
            type="button"
            class="icon-button"
            aria-pressed=${options.view === view ? 'true' : 'false'}
            aria-label=${words.text(`view-${view}`)}
            title=${words.text(`view-${view}`)}
            @click=${() => options.show(view)}
          >
            ${icon(view === 'cards' ? 'grid' : 'table')}
          </button>`,
      )}
    </div>
  </div>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}
