import type { SealView } from '@sealkit/core/protocol';
import { clampZoom } from '../document-viewer/page-layout.ts';
import type { PageStack } from '../document-viewer/page-stack.ts';
import type { PlacementActions } from './placement-actions.ts';
import type { PlacementEditor } from './placement-editor.ts';
import type { SealItem } from './placement-item.ts';
import type { PlacementLift } from './placement-lift.ts';
import { followTurn } from './placement-turn.ts';

export interface GestureTargets {
  readonly editor: PlacementEditor;
  readonly lift: PlacementLift;
  readonly stack: PageStack;
  readonly actions: PlacementActions;
  readonly editable: () => boolean;
  readonly onZoom: (zoom: number) => void;
}

/** A full turn of a usual wheel's notch changes the zoom by about a third. */
const WHEEL_PER_E = 300;

/** What pointers and keys on the parts of the element mean. */
export class PlacementGestures {
  readonly #to: GestureTargets;

  constructor(targets: GestureTargets) {
    this.#to = targets;
  }

  /** A press on a seal of the tray: it becomes a drag when it moves, else the click picks the seal up. */
  pressTray(event: PointerEvent, seal: SealView): void {
    const item = this.#to.editable() ? this.#to.actions.newItem(seal) : undefined;
    if (item) this.#to.lift.press(event, [item], true);
  }

  /** A press on a placed seal selects it and may become a drag; with Shift or Ctrl it extends the selection. */
  pressItem(event: PointerEvent, item: SealItem): void {
    const { editor, lift, actions } = this.#to;
    if (event.button !== 0 || lift.current) return;
    const extend = event.shiftKey || event.ctrlKey || event.metaKey;
    if (extend || !editor.selection.includes(item.id)) actions.select(item.id, 'pointer', extend);
    if (!this.#to.editable() || extend) return;
    const others = editor.selectedSeals.filter((one) => one.id !== item.id);
    lift.press(event, [item, ...others], false);
  }

  turn(event: PointerEvent, item: SealItem): void {
    const { stack, actions } = this.#to;
    followTurn(event, item, { stack, onTurn: (degrees, first) => actions.setField('rotation', degrees, 'pointer', !first) });
  }

  readonly hover = (event: PointerEvent): void => this.#to.lift.hover(event);

  /** While a seal is carried, a click places it; a click beside every seal gives the selection up. */
  readonly click = (event: MouseEvent): void => {
    if (this.#to.lift.click(event)) return;
    const onItem = event.composedPath().some((node) => node instanceof Element && node.classList.contains('item'));
    if (!onItem) this.#to.editor.select([], 'pointer');
  };

  /** Ctrl and the wheel zoom to the pointer; a trackpad's pinch comes as the same. */
  readonly wheel = (event: WheelEvent): void => {
    const { stack } = this.#to;
    if (!event.ctrlKey || stack.layout.boxes.length === 0) return;
    event.preventDefault();
    stack.holdAt(event.clientX, event.clientY);
    this.#to.onZoom(clampZoom(stack.layout.zoom * Math.exp(-event.deltaY / WHEEL_PER_E)));
  };

  readonly key = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    // In a field, undo is the field's own.
    if (target instanceof HTMLInputElement && event.key !== 'Escape') return;
    this.#to.actions.generalKey(event);
  };
}
