import type { SealView, UseView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

/** What the rows are chosen by; an empty text chooses nothing out. */
export interface LogSelection {
  readonly text: string;
  readonly result: UseView['result'] | '';
  readonly chosenSeal: string;
  /** Days, `2026-09-18`. */
  readonly from: string;
  readonly to: string;
  /** Number of the seal's version. */
  readonly version: string;
  /** Digest of the original, the signed octets or the finished file; with or without its algorithm. */
  readonly digest: string;
}

export const NOTHING_CHOSEN: LogSelection = { text: '', result: '', chosenSeal: '', from: '', to: '', version: '', digest: '' };

const RESULTS = ['completed', 'refused', 'awaiting-intent', 'interrupted'] as const;

export interface LogFilterOptions {
  readonly words: Words<UseLogId>;
  /** Seals to choose from; none when the log is of one seal. */
  readonly seals: readonly SealView[];
  readonly filtered: boolean;
  readonly type: (text: string) => void;
  readonly choose: (choice: Partial<LogSelection>) => void;
  readonly clear: () => void;
  /** Saved views, beside the filters. */
  readonly views: unknown;
}

/** The line of filters above the rows. */
export function logFilters(selection: LogSelection, { words, seals, choose, ...shown }: LogFilterOptions): TemplateResult {
  return html`<div class="filters" part="filters" role="search" aria-label=${words.text('filters')}>
    <label class="search grow">
      <span class="visually-hidden">${words.text('search')}</span>${icon('search')}
      <input
        class="input"
        type="search"
        .value=${selection.text}
        placeholder=${words.text('search')}
        @input=${(event: Event) => shown.type(valueOf(event))}
      />
    </label>
    ${
      seals.length > 0
        ? html`<label
            ><span class="visually-hidden">${words.text('sealFilter')}</span
            ><select
              class="input select"
              .value=${selection.chosenSeal}
              @change=${(event: Event) => choose({ chosenSeal: valueOf(event) })}
            >
              <option value="">${words.text('sealAll')}</option>
              ${seals.map((seal) => html`<option value=${seal.number} ?selected=${seal.number === selection.chosenSeal}>${seal.name}</option>`)}
            </select></label
          >`
        : nothing
    }
    <label
      ><span class="visually-hidden">${words.text('resultFilter')}</span
      ><select class="input select" @change=${(event: Event) => choose({ result: resultOf(event) })}>
        <option value="">${words.text('resultAll')}</option>
        ${RESULTS.map((result) => html`<option value=${result} ?selected=${result === selection.result}>${words.text(result)}</option>`)}
      </select></label
    >
    <label class="day"
      ><span class="label">${words.text('from')}</span
      ><input class="input num" type="date" .value=${selection.from} @change=${(event: Event) => choose({ from: valueOf(event) })}
    /></label>
    <label class="day"
      ><span class="label">${words.text('to')}</span
      ><input class="input num" type="date" .value=${selection.to} @change=${(event: Event) => choose({ to: valueOf(event) })}
    /></label>
    <label class="version"
      ><span class="label">${words.text('version')}</span
      ><input
        class="input num"
        inputmode="numeric"
        maxlength="4"
        .value=${selection.version}
        @change=${(event: Event) => choose({ version: valueOf(event).replaceAll(/\D/g, '') })}
    /></label>
    <label class="digest-filter"
      ><span class="label">${words.text('digestFilter')}</span
      ><input
        class="input mono"
        spellcheck="false"
        autocomplete="off"
        .value=${selection.digest}
        @change=${(event: Event) => choose({ digest: wholeDigest(valueOf(event)) })}
    /></label>
    ${shown.views}
    ${shown.filtered ? html`<button type="button" class="button quiet" @click=${shown.clear}>${words.text('clear')}</button>` : nothing}
  </div>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

function resultOf(event: Event): LogSelection['result'] {
  return RESULTS.find((result) => result === valueOf(event)) ?? '';
}

/** A digest as the server names it: hexadecimal digits alone are SHA-256. */
function wholeDigest(text: string): string {
  const plain = text.trim().toLowerCase();
  return /^[0-9a-f]{64}$/.test(plain) ? `sha256:${plain}` : plain;
}
