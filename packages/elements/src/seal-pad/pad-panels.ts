import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { formatMillimetres } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { type PadContent, type PadInput, pictureOfFace } from './pad-content.ts';
import type { PadPen } from './pad-pen.ts';
import { PAD_SIZE, type PadStroke, type StrokeHistory } from './pad-strokes.ts';
import { PICTURE_LIMITS } from './picture-face.ts';
import type { PadId } from './seal-pad.messages.ts';
import { strokeOutline } from './stroke-outline.ts';

export interface PadScene {
  readonly words: Words<PadId>;
  readonly input: PadInput;
  readonly content: PadContent;
  readonly history: StrokeHistory;
  readonly pen: PadPen;
  readonly disabled: boolean;
  readonly invalid: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly clear: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly write: (name: string) => void;
  readonly choose: (file: File) => void;
  readonly setClear: (clear: boolean) => void;
}

export const PICTURE_SIZE_MB: number = PICTURE_LIMITS.octets / 1024 / 1024;

/** The drawing area. It is drawn as paths, so that no pixel ratio and no size blurs it. */
export function drawPanel(scene: PadScene): TemplateResult {
  const { words, input, history, pen, disabled } = scene;
  const { strokes } = history;
  const tool = (id: 'undo' | 'redo' | 'clear', name: IconName, can: boolean): TemplateResult =>
    html`<button type="button" class="button compact" part="button" ?disabled=${!can || disabled} @click=${() => scene[id]()}>
      ${icon(name)}<span>${words.text(id)}</span>
    </button>`;
  return html`<div
      class="surface on-paper ${disabled ? 'off' : ''}"
      part="canvas"
      role="img"
      tabindex=${disabled ? nothing : '0'}
      aria-label=${words.text('surface', { count: strokes.length })}
      aria-describedby="surface-hint"
      @pointerdown=${pen.onDown}
      @pointermove=${pen.onMove}
      @pointerup=${pen.onUp}
      @pointercancel=${pen.onCancel}
      @keydown=${scene.onKey}
    >
      <svg viewBox="0 0 ${PAD_SIZE.width / 1000} ${PAD_SIZE.height / 1000}" aria-hidden="true" focusable="false">
        <path class="baseline" part="baseline" d="M4 18.5H56"></path>
        ${strokes.map((stroke) => guard([stroke, input.pen, input.colour], () => strokePath(stroke, input)))}
        ${pen.stroke === null ? nothing : strokePath(pen.stroke, input)}
      </svg>
    </div>
    <p class="small muted" id="surface-hint">${words.text('surfaceHint')}</p>
    <div class="tools line wrap" part="toolbar">
      ${tool('undo', 'undo', history.past.length > 0)} ${tool('redo', 'redo', history.future.length > 0)}
      ${tool('clear', 'trash', strokes.length > 0)}
    </div>`;
}

function strokePath(stroke: PadStroke, { pen, colour }: PadInput): TemplateResult {
  return svg`<path d=${strokeOutline(stroke, pen)} fill=${colour}></path>`;
}

/** The name in letters: the whole way by keyboard. */
export function typePanel(scene: PadScene): TemplateResult {
  const { words, input, content, disabled } = scene;
  return html`<label class="field"
      ><span class="label">${words.text('typeLabel')}</span
      ><input
        class="input"
        id="typed"
        autocomplete="name"
        maxlength="60"
        ?disabled=${disabled}
        aria-invalid=${scene.invalid ? 'true' : 'false'}
        aria-describedby="fault"
        .value=${input.typed}
        @input=${(event: Event) => scene.write((event.target as HTMLInputElement).value)}
    /></label>
    ${content.works && input.typed.trim() !== '' ? html`<p class="small muted">${words.text('typeWaits')}</p>` : preview(scene, words.text('typedShown', { name: input.typed }))}`;
}

/** A picture that the person has of their signature. */
export function uploadPanel(scene: PadScene): TemplateResult {
  const { words, input, content, disabled } = scene;
  const { face } = content;
  const millimetres = (length: number): string => formatMillimetres(length);
  const shown =
    face?.kind === 'raster' ? words.text('pictureShown', { width: millimetres(face.widthUm), height: millimetres(face.heightUm) }) : '';
  return html`<label class="field"
      ><span class="label">${words.text('choosePicture')}</span
      ><input
        class="file"
        id="picture"
        type="file"
        accept="image/png,image/jpeg"
        ?disabled=${disabled}
        aria-invalid=${scene.invalid ? 'true' : 'false'}
        aria-describedby="picture-hint fault"
        @change=${(event: Event) => {
          const [file] = (event.target as HTMLInputElement).files ?? [];
          if (file) scene.choose(file);
        }}
    /></label>
    <p class="small muted" id="picture-hint">${words.text('pictureHint', { size: PICTURE_SIZE_MB })}</p>
    <label class="choice"
      ><input
        type="checkbox"
        .checked=${input.clear}
        ?disabled=${disabled}
        @change=${(event: Event) => scene.setClear((event.target as HTMLInputElement).checked)}
      /><span>${words.text('pictureClear')}</span></label
    >
    ${preview(scene, shown)}`;
}

function preview({ content }: PadScene, label: string): TemplateResult | typeof nothing {
  const picture = content.face && pictureOfFace(content.face);
  return picture ? html`<div class="preview on-paper" role="img" aria-label=${label}>${sealPicture(picture)}</div>` : nothing;
}
