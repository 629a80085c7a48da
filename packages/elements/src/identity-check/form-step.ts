import { maskAccount, maskPersonalNumber, maskPhone } from '@sealkit/core/identity';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { codeNotice } from '../foundation/refusal-notice.ts';
import type { FailureCode } from '../controllers/failure-code.ts';
import type { IdentityId } from './identity-check.messages.ts';
import type { IdentityDraft, IdentityField, IdentityFieldFault, IdentityKind } from './identity-form.ts';
import { type IdentityScene, methodName } from './identity-scene.ts';

export interface FormOptions {
  readonly kind: IdentityKind;
  readonly method: string;
  readonly fields: readonly IdentityField[];
  readonly draft: IdentityDraft;
  /** What is wrong, of the fields that the person has left or tried to send. */
  readonly faults: ReadonlyMap<IdentityField, IdentityFieldFault>;
  /** The field that has the focus: its number is in sight, those of the others are masked. */
  readonly focused: IdentityField | null;
  readonly busy: boolean;
  readonly failure: FailureCode | null;
  readonly change: (change: Partial<IdentityDraft>) => void;
  readonly enter: (field: IdentityField) => void;
  readonly leave: (field: IdentityField) => void;
  readonly send: () => void;
  readonly back: () => void;
}

type TextFieldName = Exclude<IdentityField, 'documents'>;
const MASKS: { readonly [Field in TextFieldName]?: (text: string) => string } = {
  number: maskPersonalNumber,
  phone: maskPhone,
  account: maskAccount,
};

/** What a way takes. Numbers show while their field has the focus, and masked else; nothing is kept beyond this form. */
export function formStep(options: FormOptions, scene: IdentityScene): TemplateResult {
  const { words } = scene;
  const { kind, fields, busy } = options;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!busy) options.send();
  };
  return html`<form class="stack identity-form" novalidate @submit=${submit}>
    <h3>${methodName(options.method, words)}</h3>
    ${fields.map((field) => {
      if (field === 'documents') return documentsField(options, scene);
      const before = field === 'number' ? typeField(options, scene) : nothing;
      return html`${before}${textField(field, kind, options, scene)}`;
    })}
    <p class="why">${icon('lock')}<span>${words.text('stored')}</span></p>
    ${codeNotice(isOfName(options.failure) ? null : options.failure, { title: words.text('failedSend'), kept: words.text('failedSendKept') }, scene)}
    <div class="line wrap">
      <button type="button" class="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && options.back()}>
        ${scene.vocabulary.text('cancel')}
      </button>
      <span class="grow"></span>
      <button type="submit" class="button primary" aria-disabled=${busy ? 'true' : 'false'}>
        ${words.text(busy ? 'sending' : 'send')}
      </button>
    </div>
  </form>`;
}

/** The register has another name: said at the field of the name. */
function isOfName(failure: FailureCode | null): failure is FailureCode {
  return failure?.code === 'IDENTITY_NAME_DIFFERS';
}

/** What is wrong with a field, in words: what can be told here, or what the server refused. */
function faultOf(field: IdentityField, { faults, failure }: FormOptions, { words, refusals }: IdentityScene): string | null {
  const fault = faults.get(field);
  if (fault !== undefined) return words.text(`fault-${fault}`);
  if (field !== 'name' || !isOfName(failure)) return null;
  const { reason, next } = refusalWords(failure.code, refusals);
  return `${reason} ${next}`;
}

function textField(field: TextFieldName, kind: IdentityKind, options: FormOptions, scene: IdentityScene): TemplateResult {
  const { words } = scene;
  const { draft, focused } = options;
  const fault = faultOf(field, options, scene);
  const hides = kind === 'person' || field !== 'number' ? MASKS[field] : undefined;
  const masked = hides !== undefined && focused !== field && fault === null && draft[field] !== '';
  return html`<div class="field">
    <label class="label" for=${field}>${words.text(labelOf(field, kind))}</label>
    <input
      class="input ${field === 'number' || field === 'account' || field === 'phone' ? 'num' : ''}"
      id=${field}
      type=${field === 'phone' ? 'tel' : 'text'}
      inputmode=${inputModeOf(field)}
      autocomplete=${autocompleteOf(field, kind)}
      autocapitalize=${field === 'number' ? 'characters' : 'off'}
      spellcheck="false"
      maxlength=${field === 'name' || field === 'legalRepresentative' ? 200 : 64}
      aria-invalid=${fault === null ? 'false' : 'true'}
      aria-describedby=${fault === null ? nothing : `fault-${field}`}
      .value=${masked && hides ? hides(draft[field]) : draft[field]}
      @focus=${() => options.enter(field)}
      @blur=${() => options.leave(field)}
      @input=${(event: Event) => options.change({ [field]: (event.target as HTMLInputElement).value })}
    />
    ${faultText(field, fault)}
  </div>`;
}

/** What kind of number it is. */
function typeField({ kind, draft, change }: FormOptions, { words }: IdentityScene): TemplateResult {
  const person = kind === 'person';
  const types: readonly (readonly [string, IdentityId])[] = person
    ? [
        ['resident-id', 'type-resident-id'],
        ['passport', 'type-passport'],
        ['other', 'type-other'],
      ]
    : [
        ['uscc', 'type-uscc'],
        ['other', 'type-other-registration'],
      ];
  const chosen = person ? draft.numberType : draft.registrationType;
  const onChange = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (person) change({ numberType: value === 'passport' || value === 'other' ? value : 'resident-id' });
    else change({ registrationType: value === 'other' ? 'other' : 'uscc' });
  };
  return html`<div class="field">
    <label class="label" for="type">${words.text(person ? 'label-numberType' : 'label-registrationType')}</label>
    <select class="input" id="type" @change=${onChange}>
      ${types.map(([value, id]) => html`<option value=${value} ?selected=${value === chosen}>${words.text(id)}</option>`)}
    </select>
  </div>`;
}

function documentsField(options: FormOptions, scene: IdentityScene): TemplateResult {
  const { words } = scene;
  const { draft, change, leave } = options;
  const fault = faultOf('documents', options, scene);
  return html`<div class="field">
    <label class="label" for="documents">${words.text('label-documents')}</label>
    <input
      class="file"
      id="documents"
      type="file"
      multiple
      accept="image/png,image/jpeg,application/pdf"
      aria-invalid=${fault === null ? 'false' : 'true'}
      aria-describedby="documents-hint"
      @change=${(event: Event) => {
        change({ documents: [...((event.target as HTMLInputElement).files ?? [])] });
        leave('documents');
      }}
    />
    <span class="small muted" id="documents-hint"
      >${words.text('documentsHint')}
      ${draft.documents.length === 0 ? nothing : words.text('documentsChosen', { count: draft.documents.length })}</span
    >
    ${faultText('documents', fault)}
  </div>`;
}

function faultText(field: IdentityField, fault: string | null): TemplateResult {
  return html`<span class="why fault" id="fault-${field}" aria-live="polite"
    >${fault === null ? nothing : html`${icon('stop')}<span>${fault}</span>`}</span
  >`;
}

function labelOf(field: TextFieldName, kind: IdentityKind): IdentityId {
  return field === 'legalRepresentative' || field === 'phone' ? `label-${field}` : `label-${field}-${kind}`;
}

/** Numbers of documents are text: their characters are not all digits. */
function inputModeOf(field: TextFieldName): 'tel' | 'numeric' | 'text' {
  if (field === 'phone') return 'tel';
  return field === 'account' ? 'numeric' : 'text';
}

/** A browser fills in the name; it is not asked to remember the numbers of documents and accounts. */
function autocompleteOf(field: TextFieldName, kind: IdentityKind): string {
  if (field === 'name') return kind === 'person' ? 'name' : 'organization';
  return field === 'phone' ? 'tel' : 'off';
}
