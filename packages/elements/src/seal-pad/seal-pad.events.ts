import { SealEvent } from '../foundation/seal-event.ts';

/** A stroke began. */
export class SealStrokeStartEvent extends SealEvent {
  constructor() {
    super('seal-stroke-start');
  }
}

/** A stroke ended; so many there are now. */
export class SealStrokeEndEvent extends SealEvent {
  readonly strokes: number;

  constructor(strokes: number) {
    super('seal-stroke-end');
    this.strokes = strokes;
  }
}

/** What the pad holds is another: drawn, typed or a picture, or nothing. */
export class SealChangeEvent extends SealEvent {
  readonly isEmpty: boolean;

  constructor(isEmpty: boolean) {
    super('seal-change');
    this.isEmpty = isEmpty;
  }
}
