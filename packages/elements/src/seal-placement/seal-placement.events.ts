import { SealEvent, type EventSource } from '../foundation/seal-event.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import type { PlacementItem } from './placement-item.ts';
import type { PlacementIssue } from './placement-rules.ts';

/** A placement is about to be added, changed or removed. `preventDefault()` keeps everything as it is. */
export class SealBeforePlacementChangeEvent extends SealEvent {
  /** Null when it is to be removed. */
  readonly placement: PlacementItem | null;
  /** Null when it is to be added. */
  readonly previous: PlacementItem | null;
  readonly source: EventSource;

  constructor(change: { readonly placement: PlacementItem | null; readonly previous: PlacementItem | null }, source: EventSource) {
    super('seal-before-placement-change', { cancelable: true });
    this.placement = change.placement;
    this.previous = change.previous;
    this.source = source;
  }
}

/** A placement was added. */
export class SealPlacementAddEvent extends SealEvent {
  readonly placement: PlacementItem;
  readonly previous: null = null;
  readonly source: EventSource;

  constructor(placement: PlacementItem, source: EventSource) {
    super('seal-placement-add');
    this.placement = placement;
    this.source = source;
  }
}

/** A placement was moved, turned, or put on another page. */
export class SealPlacementChangeEvent extends SealEvent {
  readonly placement: PlacementItem;
  readonly previous: PlacementItem;
  readonly source: EventSource;

  constructor(placement: PlacementItem, previous: PlacementItem, source: EventSource) {
    super('seal-placement-change');
    this.placement = placement;
    this.previous = previous;
    this.source = source;
  }
}

/** A placement was removed. */
export class SealPlacementRemoveEvent extends SealEvent {
  /** What was removed; the same as `previous`. */
  readonly placement: PlacementItem;
  readonly previous: PlacementItem;
  readonly source: EventSource;

  constructor(previous: PlacementItem, source: EventSource) {
    super('seal-placement-remove');
    this.placement = previous;
    this.previous = previous;
    this.source = source;
  }
}

/** Other placements are selected. */
export class SealSelectionChangeEvent extends SealEvent {
  readonly ids: readonly string[];
  readonly source: EventSource;

  constructor(ids: readonly string[], source: EventSource) {
    super('seal-selection-change');
    this.ids = ids;
    this.source = source;
  }
}

/** Undo or redo became possible or impossible. */
export class SealHistoryChangeEvent extends SealEvent {
  readonly canUndo: boolean;
  readonly canRedo: boolean;

  constructor(canUndo: boolean, canRedo: boolean) {
    super('seal-history-change');
    this.canUndo = canUndo;
    this.canRedo = canRedo;
  }
}

/** What stands in the way of going on has changed. */
export class SealValidityChangeEvent extends SealEvent {
  readonly valid: boolean;
  readonly issues: readonly PlacementIssue[];

  constructor(issues: readonly PlacementIssue[]) {
    super('seal-validity-change');
    this.valid = issues.length === 0;
    this.issues = issues;
  }
}

/** The person is done placing and asks to go on. Nothing is signed by it. */
export class SealPlacementSubmitEvent extends SealEvent {
  readonly placements: readonly PlacementItem[];
  /** The document on which they lie, as the host gave it. */
  readonly document: DocumentInput;
  readonly source: EventSource;

  constructor(placements: readonly PlacementItem[], document: DocumentInput, source: EventSource) {
    super('seal-placement-submit');
    this.document = document;
    this.placements = placements;
    this.source = source;
  }
}
