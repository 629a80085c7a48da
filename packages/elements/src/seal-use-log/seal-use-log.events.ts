import type { UseView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';
import type { SavedView } from './saved-views.ts';

/** A row was opened to read its details. */
export class SealRowOpenEvent extends SealEvent {
  readonly use: UseView;

  constructor(use: UseView) {
    super('seal-row-open');
    this.use = use;
  }
}

/** The rows of the selection were saved as a file. */
export class SealExportEvent extends SealEvent {
  readonly format: 'csv' | 'json';
  readonly rows: number;

  constructor(format: 'csv' | 'json', rows: number) {
    super('seal-export');
    this.format = format;
    this.rows = rows;
  }
}

/** A selection was saved under a name, or a saved one given up. The host keeps the views and gives them back as `views`. */
export class SealViewsChangeEvent extends SealEvent {
  readonly views: readonly SavedView[];

  constructor(views: readonly SavedView[]) {
    super('seal-views-change');
    this.views = views;
  }
}
