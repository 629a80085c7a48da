import { encodeBase64 } from '@sealkit/core/bytes';
import type { SealKind } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { DRAWN_KINDS, type DesignDraft } from './design-draft.ts';
import { textField } from '../foundation/form-fields.ts';
import type { CenterId } from './seal-control-center.messages.ts';

export interface DesignFieldsOptions {
  readonly kind: SealKind;
  readonly organisation: string;
  readonly fault: string | null;
  readonly words: Words<CenterId>;
  readonly change: (part: Partial<DesignDraft>) => void;
}

/** What the face is made from: words around, below and in the middle, or a picture of a seal that exists. */
export function designFields(draft: DesignDraft, options: DesignFieldsOptions): TemplateResult {
  const { words, kind, change } = options;
  const drawn = DRAWN_KINDS[kind];
  const source = (value: DesignDraft['source'], label: CenterId): TemplateResult =>
    html`<label class="choice"
      ><input type="radio" name="source" .checked=${draft.source === value} @change=${() => change({ source: value })} /><span
        >${words.text(label)}</span
      ></label
    >`;
  return html`<fieldset class="stack">
    <legend class="legend">${words.text('face')}</legend>
    ${drawn ? html`<div class="line wrap">${source('drawn', 'sourceDrawn')}${source('picture', 'sourcePicture')}</div>` : nothing}
    ${draft.source === 'drawn' && drawn ? drawnFields(draft, drawn, options) : pictureFields(draft, options)}
  </fieldset>`;
}

function drawnFields(
  draft: DesignDraft,
  drawn: NonNullable<(typeof DRAWN_KINDS)[SealKind]>,
  { organisation, fault, words, change }: DesignFieldsOptions,
): TemplateResult {
  return html`${
      draft.otherName
        ? html`${textField({
            label: words.text('ringText'),
            value: draft.ringText,
            change: (ringText) => change({ ringText }),
            invalid: fault === 'ringTextMissing',
            maxlength: 40,
          })}
          ${textField({
            label: words.text('ringReason'),
            value: draft.ringTextReason,
            change: (ringTextReason) => change({ ringTextReason }),
            invalid: fault === 'ringReasonMissing',
            maxlength: 500,
          })}`
        : html`<div class="field">
            <span class="label">${words.text('ringText')}</span>
            <span class="input locked">${icon('lock')}<bdi class="grow">${organisation}</bdi></span>
            <span class="small muted">${words.text('ringLocked')}</span>
          </div>`
    }
    <label class="choice"
      ><input
        type="checkbox"
        .checked=${draft.otherName}
        @change=${(event: Event) => change({ otherName: (event.target as HTMLInputElement).checked })}
      /><span>${words.text('ringOther')}</span></label
    >
    <div class="pair">
      ${
        drawn.line === null
          ? nothing
          : textField({ label: words.text('line'), value: draft.line, change: (line) => change({ line }), maxlength: 8 })
      }
      ${textField({ label: words.text('code'), value: draft.code, change: (code) => change({ code }), maxlength: 20 })}
      <label class="field"
        ><span class="label">${words.text('diameter')}</span
        ><select class="input num" @change=${(event: Event) => change({ diameterMm: (event.target as HTMLSelectElement).value })}>
          ${drawn.diameters.map((size) => html`<option value=${size} ?selected=${String(size) === draft.diameterMm}>${size.toFixed(1)} mm</option>`)}
        </select></label
      >
    </div>`;
}

function pictureFields(draft: DesignDraft, { fault, words, change }: DesignFieldsOptions): TemplateResult {
  const take = async (event: Event): Promise<void> => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (file) change({ picture: { name: file.name, base64: encodeBase64(new Uint8Array(await file.arrayBuffer())) } });
  };
  return html`<label class="field"
      ><span class="label">${words.text('picture')}</span
      ><input
        class="input"
        type="file"
        accept="image/png"
        aria-invalid=${fault === 'pictureMissing' ? 'true' : 'false'}
        @change=${(event: Event) => void take(event)}
      /><span class="small muted">${words.text('pictureHint')}</span></label
    >
    <div class="pair">
      ${textField({
        label: words.text('width'),
        value: draft.widthMm,
        change: (widthMm) => change({ widthMm }),
        invalid: fault === 'sizeMissing',
        numeric: true,
      })}
      ${textField({
        label: words.text('height'),
        value: draft.heightMm,
        change: (heightMm) => change({ heightMm }),
        invalid: fault === 'sizeMissing',
        numeric: true,
      })}
    </div>`;
}
