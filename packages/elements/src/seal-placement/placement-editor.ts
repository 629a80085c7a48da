import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EventSource } from '../foundation/seal-event.ts';
import { amend, record, startHistory, stepBack, stepForth, type History } from './placement-history.ts';
import { isSealItem, placementChanges, type PlacementChange, type PlacementItem, type SealItem } from './placement-item.ts';
import {
  SealBeforePlacementChangeEvent,
  SealHistoryChangeEvent,
  SealPlacementAddEvent,
  SealPlacementChangeEvent,
  SealPlacementRemoveEvent,
  SealSelectionChangeEvent,
} from './seal-placement.events.ts';

type Items = readonly PlacementItem[];

export interface ApplyOptions {
  readonly source: EventSource;
  /** Ids to select afterwards; without it the selection stays, less what is gone. */
  readonly select?: readonly string[];
  /** Belongs to the last step of the history. */
  readonly amend?: boolean;
}

/** The placements, what is selected among them, and the steps that led here. Says every change as events of its host. */
export class PlacementEditor implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #history: History<Items> = startHistory<Items>([]);
  #selection: readonly string[] = [];

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Nothing to take hold of: the state outlives a move of the element in the page.
  }

  get items(): Items {
    return this.#history.present;
  }

  get seals(): readonly SealItem[] {
    return this.items.filter(isSealItem);
  }

  get selection(): readonly string[] {
    return this.#selection;
  }

  get selectedSeals(): readonly SealItem[] {
    return this.seals.filter((item) => this.#selection.includes(item.id));
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  /** Starts anew from what the host gives; it is not a step, and no event tells the host what it knows. */
  replace(items: Items): void {
    this.#history = startHistory<Items>([...items]);
    this.#selection = [];
    this.#host.requestUpdate();
  }

  /** Makes the next list the present one, unless the host prevents it or nothing differs. */
  apply(next: Items, options: ApplyOptions): boolean {
    const change = options.amend && this.canUndo ? amend(this.#history, next) : record(this.#history, next);
    return this.#commit(change, options);
  }

  undo(source: EventSource): boolean {
    return this.canUndo && this.#commit(stepBack(this.#history), { source });
  }

  redo(source: EventSource): boolean {
    return this.canRedo && this.#commit(stepForth(this.#history), { source });
  }

  select(ids: readonly string[], source: EventSource): void {
    const known = ids.filter((id) => this.items.some((item) => item.id === id));
    if (known.length === this.#selection.length && known.every((id, index) => id === this.#selection[index])) return;
    this.#selection = known;
    this.#host.requestUpdate();
    this.#host.dispatchEvent(new SealSelectionChangeEvent(known, source));
  }

  #commit(history: History<Items>, { source, select }: ApplyOptions): boolean {
    const changes = placementChanges(this.items, history.present);
    if (changes.length === 0) return false;
    if (changes.some((change) => !this.#host.dispatchEvent(new SealBeforePlacementChangeEvent(change, source)))) return false;
    const could = [this.canUndo, this.canRedo];
    this.#history = history;
    this.#host.requestUpdate();
    for (const change of changes) this.#host.dispatchEvent(changeEvent(change, source));
    if (could[0] !== this.canUndo || could[1] !== this.canRedo)
      this.#host.dispatchEvent(new SealHistoryChangeEvent(this.canUndo, this.canRedo));
    this.select(select ?? this.#selection, source);
    return true;
  }
}

function changeEvent({ placement, previous }: PlacementChange, source: EventSource): Event {
  if (placement === null) {
    if (previous === null) throw new TypeError('expected a change of something');
    return new SealPlacementRemoveEvent(previous, source);
  }
  return previous === null ? new SealPlacementAddEvent(placement, source) : new SealPlacementChangeEvent(placement, previous, source);
}
