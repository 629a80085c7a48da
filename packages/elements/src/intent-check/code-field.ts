import { html, nothing, type TemplateResult } from 'lit';
import { codeDigits } from '../controllers/intent-state.ts';
import { icon } from '../foundation/icons.ts';

export interface CodeField {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What is wrong with it, in words. */
  readonly fault: string | null;
  readonly readOnly: boolean;
  /** Id of what stands below it and belongs to it. */
  readonly describedBy?: string;
  readonly change: (code: string) => void;
  readonly submit: () => void;
}

/** One field for a code of six digits, drawn as six: pasting and filling in work as in any field. */
export function codeField(field: CodeField): TemplateResult {
  const typed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const code = codeDigits(input.value);
    if (input.value !== code) input.value = code;
    field.change(code);
  };
  const submitted = (event: Event): void => {
    event.preventDefault();
    field.submit();
  };
  const { id } = field;
  const described = [field.fault === null ? null : `${id}-fault`, field.describedBy ?? null].filter((each) => each !== null).join(' ');
  return html`<form class="code" @submit=${submitted} novalidate>
    <label class="label" for=${id}>${field.label}</label>
    <input
      class="input otp"
      id=${id}
      name="one-time-code"
      type="text"
      inputmode="numeric"
      autocomplete="one-time-code"
      spellcheck="false"
      autocapitalize="off"
      ?readonly=${field.readOnly}
      aria-required="true"
      aria-invalid=${field.fault === null ? 'false' : 'true'}
      aria-describedby=${described === '' ? nothing : described}
      .value=${field.value}
      @input=${typed}
    />
    <p class="why fault" id="${id}-fault" role="alert">
      ${field.fault === null ? nothing : html`${icon('stop')}<span>${field.fault}</span>`}
    </p>
  </form>`;
}
