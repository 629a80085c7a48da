import type { UseView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

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
