import { html, nothing, type TemplateResult } from 'lit';
import { zoomStep, type Zoom } from '../document-viewer/page-layout.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import type { RovingFocus } from './roving-focus.ts';
import type { PlacementScene } from './placement-scene.ts';
import { sourceOf } from './placement-words.ts';

export interface ToolbarOptions {
  readonly roving: RovingFocus;
  readonly snaps: boolean;
  readonly rulers: boolean;
  readonly onSnap: () => void;
  readonly onRulers: () => void;
  readonly onZoom: (zoom: Zoom) => void;
  readonly onHelp: () => void;
}

export function toolbar(scene: PlacementScene, options: ToolbarOptions): TemplateResult {
  const { words, editor, actions, sizes, editable } = scene;
  return html`<div
    class="bar"
    part="toolbar"
    role="toolbar"
    aria-label=${words.text('tools')}
    @keydown=${options.roving.key}
    @focusin=${options.roving.entered}
  >
    <slot name="toolbar-start"></slot>
    ${tool(words.text('undo'), 'undo', (event) => actions.undo(sourceOf(event)), { disabled: !editable || !editor.canUndo })}
    ${tool(words.text('redo'), 'redo', (event) => actions.redo(sourceOf(event)), { disabled: !editable || !editor.canRedo })}
    <span class="rule"></span>
    ${tool(words.text('snap'), 'snap', options.onSnap, { pressed: options.snaps })}
    ${tool(words.text('rulers'), 'ruler', options.onRulers, { pressed: options.rulers, wide: true })}
    <span class="grow"></span>
    ${sizes.length === 0 ? html`<span class="grow"></span>` : pageTools(scene, options)}
    <span class="rule wide"></span>
    ${tool(words.text('keyboard'), 'keyboard', options.onHelp, { wide: true })}
    <slot name="toolbar-end"></slot>
  </div>`;
}

function pageTools({ viewer, stack, sizes }: PlacementScene, options: ToolbarOptions): TemplateResult {
  const { page } = stack;
  const { zoom } = stack.layout;
  const pages = sizes.length;
  const percent = Math.round(zoom * 100);
  return html`${tool(viewer.text('previousPage'), 'chevron-left', () => stack.goTo(page - 1), { disabled: page <= 1 })}
    <span class="position num nowrap">${viewer.parts('pagePosition', { page: html`<b>${page}</b>`, pages })}</span>
    ${tool(viewer.text('nextPage'), 'chevron-right', () => stack.goTo(page + 1), { disabled: page >= pages })}
    <span class="grow"></span>
    ${tool(viewer.text('zoomOut'), 'zoom-out', () => options.onZoom(zoomStep(zoom, -1)), { wide: true })}
    <button
      type="button"
      tabindex="-1"
      class="button compact num zoom-value wide"
      aria-label=${viewer.text('zoomActual', { percent })}
      title=${viewer.text('zoomActual', { percent })}
      @click=${() => options.onZoom(1)}
    >
      ${viewer.text('percent', { percent })}
    </button>
    ${tool(viewer.text('zoomIn'), 'zoom-in', () => options.onZoom(zoomStep(zoom, 1)), { wide: true })}
    ${tool(viewer.text('fitWidth'), 'fit', () => options.onZoom('fit-width'))}`;
}

interface ToolState {
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  /** Left out where there is no room. */
  readonly wide?: boolean;
}

/** An unusable tool keeps the focus and its place; it only does nothing. */
function tool(label: string, name: IconName, act: (event: Event) => void, state: ToolState = {}): TemplateResult {
  const { disabled = false, pressed, wide = false } = state;
  return html`<button
    type="button"
    tabindex="-1"
    class="icon-button ${wide ? 'wide' : ''}"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-disabled=${disabled ? 'true' : 'false'}
    @click=${(event: Event) => {
      if (!disabled) act(event);
    }}
  >
    ${icon(name)}
  </button>`;
}
