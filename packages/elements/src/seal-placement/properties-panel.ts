import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { cssProperties } from '../foundation/css-properties.ts';
import { formatDay, formatMillimetres } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import type { FieldDraft } from './field-drafts.ts';
import type { Field } from './placement-commands.ts';
import { centreLimits, centreOf } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';
import type { PlacementScene } from './placement-scene.ts';
import { findSeal, isRound, sealName, sourceOf, yOf } from './placement-words.ts';

/** What is typed but cannot be used yet, and why. */

export interface PropertiesOptions {
  readonly drafts: ReadonlyMap<Field, FieldDraft>;
  /** How many lines of text the seal covers; undefined until known. */
  readonly coveredLines: number | undefined;
  readonly onDraft: (field: Field, draft: FieldDraft | null) => void;
  readonly onCopy: () => void;
}

export function propertiesPanel(scene: PlacementScene, options: PropertiesOptions): TemplateResult {
  const { words, editor, lift } = scene;
  const held = lift?.items[0];
  const selected = editor.selectedSeals;
  const item = held ?? selected.find((one) => one.id === editor.selection[0]);
  return html`<aside class="properties ${item ? '' : 'idle'}" part="properties" aria-label=${words.text('properties')}>
    ${item ? panelOf(scene, options, item, held ? 1 : selected.length) : emptyPanel(scene)}
    <slot name="properties"></slot>
  </aside>`;
}

function emptyPanel({ words }: PlacementScene): TemplateResult {
  return html`<div class="properties-empty">
      ${icon('seal')}
      <h2 class="section-title">${words.text('nothingSelected')}</h2>
      <p class="small secondary">${words.text('nothingSelectedHint')}</p>
    </div>
    <p class="phone-hint small secondary">${words.text('phoneHint')}</p>`;
}

function panelOf(scene: PlacementScene, options: PropertiesOptions, item: SealItem, count: number): TemplateResult {
  const { words, lift, editable, person } = scene;
  const carried = lift?.mode === 'carry';
  return html`${panelHead(scene, item, count)}
    <div class="properties-body">
      <div class="fields">
        ${numberField(scene, options, item, 'x')} ${numberField(scene, options, item, 'y')} ${numberField(scene, options, item, 'page')}
        ${numberField(scene, options, item, 'rotation')}
      </div>
      <p class="small muted roomy" id="origin">${words.text('origin')}</p>
      ${sizeField(scene, item)}
      ${
        person === null
          ? nothing
          : html`<div class="field roomy">
              <span class="label">${words.text('sealedBy')}</span><span class="fact"><bdi>${person}</bdi></span>
            </div>`
      }
      ${carried ? nothing : notes(scene, options, item)}
    </div>
    ${editable ? html`<div class="panel-controls">${nudgePad(scene)} ${panelActions(scene, options, carried)}</div>` : nothing}`;
}

function panelHead({ words, seals, editor, actions, timeZone }: PlacementScene, item: SealItem, count: number): TemplateResult {
  const seal = findSeal(seals, item.sealNumber);
  const version = seal?.current;
  return html`<div class="properties-head">
    <span class="chip on-paper" ${cssProperties({ 'inline-size': '44px', 'block-size': '44px' })}
      ><span class="chip-face full">${version ? sealPicture(version.face) : icon('seal')}</span></span
    >
    <div class="grow">
      <h2 class="properties-title"><bdi>${sealName(seals, item.sealNumber)}</bdi></h2>
      <p class="small muted">
        ${
          count > 1
            ? words.text('selectedCount', { count })
            : version
              ? words.text('versionSince', { version: version.version, day: formatDay(version.validFrom, timeZone()) })
              : item.sealNumber
        }
      </p>
    </div>
    <button
      type="button"
      class="icon-button"
      aria-label=${words.text('clearSelection')}
      title=${words.text('clearSelection')}
      @click=${(event: Event) => {
        actions.run({ name: 'cancel' }, sourceOf(event));
        editor.select([], sourceOf(event));
      }}
    >
      ${icon('close')}
    </button>
  </div>`;
}

const STEPS: Readonly<Record<Field, number>> = { x: 1, y: 1, page: 1, rotation: 15 };
const LABELS = { x: 'x', y: 'y', page: 'pageField', rotation: 'rotation' } as const;

/** A field of millimetres, degrees or pages. What cannot be used stays as typed, with the reason under it. */
function numberField(scene: PlacementScene, options: PropertiesOptions, item: SealItem, field: Field): TemplateResult {
  const { words, sizes, editable } = scene;
  const draft = options.drafts.get(field);
  const unit =
    field === 'page'
      ? words.text('ofPages', { pages: sizes.length })
      : field === 'rotation'
        ? words.text('degree')
        : words.text('millimetre');
  return html`<div class="field ${field === 'page' || field === 'rotation' ? 'roomy' : ''}">
    <label class="label" for="field-${field}">${words.text(LABELS[field])}</label>
    <span class="with-unit">
      <input
        id="field-${field}"
        class="input num"
        inputmode="decimal"
        autocomplete="off"
        .value=${live(draft?.text ?? shownValue(item, field, sizes))}
        ?readonly=${!editable}
        aria-invalid=${draft ? 'true' : 'false'}
        aria-describedby=${draft ? `error-${field}` : field === 'x' || field === 'y' ? 'origin' : nothing}
        @change=${(event: Event) => typed(scene, options, item, field, (event.currentTarget as HTMLInputElement).value, 0)}
        @keydown=${(event: KeyboardEvent) => fieldKey(scene, options, item, field, event)}
      /><span class="unit" aria-hidden="true">${unit}</span>
    </span>
    ${draft ? html`<span class="field-error small" id="error-${field}" role="alert">${icon('stop')}${draft.error}</span>` : nothing}
  </div>`;
}

function fieldKey(scene: PlacementScene, options: PropertiesOptions, item: SealItem, field: Field, event: KeyboardEvent): void {
  const input = event.currentTarget as HTMLInputElement;
  const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
  if (way !== 0) {
    event.preventDefault();
    const factor = field === 'page' ? 1 : event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    typed(scene, options, item, field, input.value, way * STEPS[field] * factor);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    const usable = typed(scene, options, item, field, input.value, 0);
    if (usable && scene.lift?.mode === 'carry') scene.actions.run({ name: 'drop' }, 'keyboard');
  }
  // Escape gives the field up, not the selection.
  if (event.key === 'Escape' && options.drafts.has(field)) {
    event.stopPropagation();
    options.onDraft(field, null);
  }
}

/** Reads what was typed; within its limits it is applied. */
function typed(scene: PlacementScene, options: PropertiesOptions, item: SealItem, field: Field, text: string, by: number): boolean {
  const { words, actions } = scene;
  if (!scene.editable) return false;
  const number = readNumber(text);
  if (number === undefined) {
    options.onDraft(field, { text, error: words.text('notNumber') });
    return false;
  }
  const [least, most] = limits(scene, item, field);
  const value = by === 0 ? number : Math.min(most, Math.max(least, number + by));
  const fits = value >= least - 0.05 && value <= most + 0.05 && (field !== 'page' || Number.isInteger(value));
  if (!fits) {
    const shown = field === 'page' || field === 'rotation' ? String : (one: number) => one.toFixed(1);
    options.onDraft(field, { text, error: words.text('between', { least: shown(least), most: shown(most) }) });
    return false;
  }
  options.onDraft(field, null);
  const stored = field === 'x' || field === 'y' ? Math.round(value * 1000) : value;
  if (Math.abs(value - Number(shownValue(item, field, scene.sizes))) > 1e-9) actions.setField(field, stored, 'keyboard');
  return true;
}

/** Least and greatest usable value of a field, in its unit. */
function limits({ sizes }: PlacementScene, item: SealItem, field: Field): readonly [number, number] {
  if (field === 'page') return [1, sizes.length];
  if (field === 'rotation') return [-359, 360];
  const size = sizes[item.page - 1];
  if (!size) return [0, 0];
  const { least, most } = centreLimits(item, size);
  // A tenth of a millimetre is the finest that is shown.
  const up = (value: number): number => Math.ceil(value / 100) / 10;
  const down = (value: number): number => Math.floor(value / 100) / 10;
  return field === 'x' ? [up(least.x), down(most.x)] : [up(size.heightUm - most.y), down(size.heightUm - least.y)];
}

function shownValue(item: SealItem, field: Field, sizes: PlacementScene['sizes']): string {
  switch (field) {
    case 'x':
      return formatMillimetres(centreOf(item).x);
    case 'y':
      return formatMillimetres(yOf(item, sizes));
    case 'page':
      return String(item.page);
    case 'rotation':
      return String(Math.round(item.rotation / 100) / 10);
    default:
      return field satisfies never;
  }
}

/** A number as people type it: full-width digits, a comma for the point, the unit behind it. */
export function readNumber(text: string): number | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/(mm|毫米|°|度)\s*$/u, '')
    .trim()
    .replace(',', '.');
  return /^[-−]?\d+(\.\d+)?$/.test(plain) ? Number(plain.replace('−', '-')) : undefined;
}

function sizeField({ words, seals }: PlacementScene, item: SealItem): TemplateResult {
  const seal = findSeal(seals, item.sealNumber);
  const value =
    seal && isRound(seal)
      ? words.text('diameterValue', { value: formatMillimetres(item.width) })
      : words.text('extentValue', { width: formatMillimetres(item.width), height: formatMillimetres(item.height) });
  return html`<div class="field roomy">
    <label class="label" for="field-size">${words.text('size')}</label>
    <span class="with-unit locked">
      ${icon('lock')}<input id="field-size" class="input num" readonly .value=${value} aria-describedby="size-locked" /><span
        class="unit"
        aria-hidden="true"
        >${words.text('millimetre')}</span
      >
    </span>
    <span class="small muted" id="size-locked">${words.text('sizeLocked')}</span>
  </div>`;
}

function notes({ words, actions }: PlacementScene, options: PropertiesOptions, item: SealItem): TemplateResult {
  const covered = options.coveredLines ?? 0;
  return html`${
    actions.overlapping(item) ? html`<p class="note warn roomy">${icon('warning')}<span>${words.text('coversSeal')}</span></p>` : nothing
  }
  ${covered > 0 ? html`<p class="note roomy">${icon('info')}<span>${words.text('coversText', { count: covered })}</span></p>` : nothing}`;
}

function nudgePad({ words, actions }: PlacementScene): TemplateResult {
  const nudge = (label: string, name: IconName, dx: number, dy: number): TemplateResult =>
    html`<button
      type="button"
      class="icon-button big"
      aria-label=${label}
      @click=${(event: Event) => actions.run({ name: 'move', dx, dy }, sourceOf(event))}
    >
      ${icon(name)}
    </button>`;
  return html`<div class="nudge" role="group" aria-label=${words.text('nudge')}>
    ${nudge(words.text('nudgeLeft'), 'chevron-left', -1000, 0)} ${nudge(words.text('nudgeUp'), 'chevron-up', 0, -1000)}
    ${nudge(words.text('nudgeDown'), 'chevron-down', 0, 1000)} ${nudge(words.text('nudgeRight'), 'chevron-right', 1000, 0)}
    <span class="small muted nudge-step" aria-hidden="true">${words.text('step')}</span>
  </div>`;
}

function panelActions({ words, vocabulary, actions, sizes, lift }: PlacementScene, options: PropertiesOptions, carried: boolean): unknown {
  if (lift?.mode === 'drag') return nothing;
  if (carried)
    return html`<div class="properties-actions carrying">
      <button type="button" class="button grow" data-act="place" @click=${(event: Event) => actions.run({ name: 'drop' }, sourceOf(event))}>
        ${icon('check')}<span>${words.text('placeHere')}</span>
      </button>
      <button type="button" class="button" @click=${(event: Event) => actions.run({ name: 'cancel' }, sourceOf(event))}>
        ${vocabulary.text('cancel')}
      </button>
    </div>`;
  return html`<div class="properties-actions">
    ${
      sizes.length > 1
        ? html`<button type="button" class="button compact grow small-words" data-act="copy" @click=${options.onCopy}>
            ${icon('copy')}<span>${words.text('copyToPages')}</span>
          </button>`
        : nothing
    }
    <button type="button" class="button compact small-words" data-act="remove" @click=${(event: Event) => actions.remove(sourceOf(event))}>
      ${icon('trash')}<span>${words.text('remove')}</span>
    </button>
  </div>`;
}
