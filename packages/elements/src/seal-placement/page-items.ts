import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { cssProperties } from '../foundation/css-properties.ts';
import type { PageBox } from '../document-viewer/page-layout.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import { centreOf } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';
import type { Lift } from './placement-lift.ts';
import type { PlacementScene } from './placement-scene.ts';
import { findSeal, isRound, positionValues, sealName, shortMillimetres } from './placement-words.ts';
import { snap, type Guide } from './snapping.ts';

export interface PageItemsOptions {
  readonly snaps: boolean;
  readonly onPress: (event: PointerEvent, item: SealItem) => void;
  readonly onTurn: (event: PointerEvent, item: SealItem) => void;
}

/** Exactly on a guide, up to rounding. */
const ON_GUIDE_UM = 60;

/** What lies over a page: placed seals, guides, and what is about to be placed. */
export function pageItems(scene: PlacementScene, options: PageItemsOptions, box: PageBox): TemplateResult {
  const { editor, lift } = scene;
  const items = editor.seals.filter((item) => item.page === box.page);
  const moving = new Set(lift?.fresh === false ? lift.items.map((item) => item.id) : []);
  const ghosts = (lift?.overPage ? lift.items : []).filter((item) => item.page === box.page);
  const [held] = ghosts;
  return html`${repeat(
    items,
    (item) => item.id,
    (item) => placedSeal(scene, options, item, moving.has(item.id)),
  )}
  ${lift && held ? guideLines(scene, held, lift.guides) : selectionGuides(scene, options, items)}
  ${lift ? ghosts.map((item, index) => ghost(scene, lift, item, index === 0)) : nothing}`;
}

function placedSeal(scene: PlacementScene, options: PageItemsOptions, item: SealItem, moving: boolean): TemplateResult {
  const { words, editor, actions, lift, person, seals, sizes, editable } = scene;
  const selected = editor.selection.includes(item.id) && !lift;
  const issue = scene.issues.find((one) => 'id' in one && one.id === item.id);
  const name = words.text('item', { name: sealName(seals, item.sealNumber), person: person ?? 'none', ...positionValues(item, sizes) });
  return html`<div
    class="item ${selected ? 'selected' : ''} ${moving ? 'moving' : ''} ${issue ? 'invalid' : ''} ${editable ? '' : 'fixed'}"
    part=${selected ? 'item item-selected' : 'item'}
    role="group"
    tabindex="0"
    data-id=${item.id}
    aria-label=${name}
    aria-describedby=${editable ? 'item-help' : nothing}
    @pointerdown=${(event: PointerEvent) => options.onPress(event, item)}
    @focus=${() => {
      if (!editor.selection.includes(item.id) && !lift) actions.select(item.id, 'keyboard');
    }}
    @keydown=${(event: KeyboardEvent) => {
      actions.key(event);
      event.stopPropagation();
    }}
    ${cssProperties(boxProperties(scene, item))}
  >
    <div class="stamp">${face(scene, item)}</div>
    ${selected && editor.selection[0] === item.id ? selectionFrame(scene, options, item) : nothing}
    ${selected && editor.selection[0] !== item.id ? html`<div class="frame plain"></div>` : nothing}
  </div>`;
}

/** Four brackets, not handles: the size of a seal is registered. */
function selectionFrame(scene: PlacementScene, options: PageItemsOptions, item: SealItem): TemplateResult {
  const { editable } = scene;
  return html`<div class="frame">
      <i></i><i></i><i></i><i></i>
      ${
        editable
          ? html`<span class="knob" part="handle" aria-hidden="true" @pointerdown=${(event: PointerEvent) => options.onTurn(event, item)}
              >${icon('rotate')}</span
            >`
          : nothing
      }
    </div>
    <div class="readout num" aria-hidden="true">${readout(scene, item)}</div>`;
}

function readout({ words, seals, sizes }: PlacementScene, item: SealItem): TemplateResult {
  const seal = findSeal(seals, item.sealNumber);
  const size =
    seal && isRound(seal) ? `Ø${shortMillimetres(item.width)}` : `${shortMillimetres(item.width)} × ${shortMillimetres(item.height)}`;
  return html`<span>${words.text('readout', positionValues(item, sizes))}</span>
    <span>${words.text('readoutTurn', { angle: Math.round(item.rotation / 1000) })}</span>
    <span class="locked">${icon('lock')}${size}</span>`;
}

function ghost(scene: PlacementScene, lift: Lift, item: SealItem, first: boolean): TemplateResult {
  const { words, actions, seals, sizes } = scene;
  const carried = lift.mode === 'carry';
  const values = positionValues(item, sizes);
  const content = html`<div class="stamp">${face(scene, item)}</div>
    <div class="ghost-frame"></div>
    ${
      first
        ? html`<div class="readout drop num" aria-hidden="true">
            <span>${words.text(carried ? 'readoutPlace' : 'readoutDrop')}</span><span>${words.text('readout', values)}</span>
          </div>`
        : nothing
    }`;
  const place = cssProperties(boxProperties(scene, item));
  if (!carried) return html`<div class="item ghost" aria-hidden="true" ${place}>${content}</div>`;
  return html`<div
    class="item ghost carried"
    role="group"
    tabindex="0"
    aria-label=${words.text('carried', { name: sealName(seals, item.sealNumber), ...values })}
    aria-describedby="carried-help"
    @keydown=${(event: KeyboardEvent) => {
      actions.key(event);
      event.stopPropagation();
    }}
    ${place}
  >
    ${content}
  </div>`;
}

function face({ seals }: PlacementScene, item: SealItem): unknown {
  const version = findSeal(seals, item.sealNumber)?.current;
  return version ? sealPicture(version.face) : icon('seal', 'face');
}

function boxProperties({ stack }: PlacementScene, item: SealItem): Readonly<Record<string, string>> {
  const { zoom } = stack.layout;
  const pixels = (length: number): string => `${toPixels(length, zoom).toFixed(2)}px`;
  return {
    left: pixels(item.x),
    top: pixels(item.y),
    width: pixels(item.width),
    height: pixels(item.height),
    '--_turn': `${item.rotation / 1000}deg`,
  };
}

/** A seal at rest shows the guides that it lies on exactly. */
function selectionGuides(scene: PlacementScene, options: PageItemsOptions, items: readonly SealItem[]): unknown {
  const { editor, sizes, lift } = scene;
  const item = items.find((one) => one.id === editor.selection[0]);
  const size = item && sizes[item.page - 1];
  if (!item || !size || !options.snaps || lift || editor.selection.length !== 1) return nothing;
  const others = items.filter((other) => other.id !== item.id);
  return guideLines(scene, item, snap(item, size, others, ON_GUIDE_UM).guides);
}

function guideLines({ stack, words }: PlacementScene, item: SealItem, guides: readonly Guide[]): unknown {
  const { zoom } = stack.layout;
  const centre = centreOf(item);
  return guides.map((guide) => {
    const at = `${toPixels(guide.at, zoom).toFixed(1)}px`;
    const upright = guide.axis === 'x';
    const beside = upright ? item.y - 2000 : centre.x + item.width / 2 + 4000;
    const tag = upright ? { left: at, top: `${toPixels(beside, zoom) - 58}px` } : { left: `${toPixels(beside, zoom)}px`, top: at };
    return html`<div
        class="guide ${guide.axis}"
        part="guide"
        aria-hidden="true"
        ${cssProperties(upright ? { left: at } : { top: at })}
      ></div>
      <div class="guide-tag ${guide.axis}" aria-hidden="true" ${cssProperties(tag)}>
        ${words.text(guide.reason === 'aligned' ? 'guideAligned' : 'guidePage')}
      </div>`;
  });
}
