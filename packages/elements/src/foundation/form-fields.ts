import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

export interface TextField {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly invalid?: boolean;
  readonly maxlength?: number;
  readonly numeric?: boolean;
  readonly type?: 'text' | 'date' | 'time' | 'number';
  readonly name?: string;
  readonly hint?: string;
  /** Several lines. */
  readonly long?: boolean;
  readonly mono?: boolean;
}

/** A field with its label. */
export function textField(field: TextField): TemplateResult {
  const change = (event: Event): void => field.change((event.target as HTMLInputElement).value);
  const invalid = field.invalid ? 'true' : 'false';
  return html`<label class="field"
    ><span class="label">${field.label}</span>${
      field.long
        ? html`<textarea
            class="input"
            name=${field.name ?? nothing}
            maxlength=${field.maxlength ?? 500}
            rows="2"
            .value=${field.value}
            aria-invalid=${invalid}
            @input=${change}
          ></textarea>`
        : html`<input
            class="input ${field.mono ? 'mono' : ''} ${field.numeric ? 'num' : ''}"
            name=${field.name ?? nothing}
            type=${field.type ?? 'text'}
            inputmode=${field.numeric ? 'decimal' : nothing}
            maxlength=${field.maxlength ?? nothing}
            autocomplete="off"
            .value=${field.value}
            aria-invalid=${invalid}
            @input=${change}
          />`
    }${field.hint === undefined ? nothing : html`<span class="small muted">${field.hint}</span>`}</label
  >`;
}

/** What is missing, in words, said when it changes; its place stays so that nothing jumps. */
export function faultLine(fault: string | null): TemplateResult {
  return html`<p class="why fault" aria-live="polite">${fault === null ? nothing : html`${icon('stop')}<span>${fault}</span>`}</p>`;
}

/** Brings the focus to the first field that is wrong. */
export function focusFault(root: ParentNode | null, within: string): void {
  root?.querySelector<HTMLElement>(`${within} [aria-invalid='true']`)?.focus();
}
