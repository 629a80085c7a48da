import type { SealState } from '@sealkit/core/seal';
import { SealEvent, type EventSource } from '../foundation/seal-event.ts';

interface StateChange {
  readonly sealNumber: string;
  readonly from: SealState;
  readonly to: SealState;
  readonly reason: string;
  readonly source: EventSource;
}

/** A change of state is about to be asked of the server; `preventDefault()` stops it. */
export class SealBeforeStateChangeEvent extends SealEvent implements StateChange {
  readonly sealNumber: string;
  readonly from: SealState;
  readonly to: SealState;
  readonly reason: string;
  readonly source: EventSource;

  constructor(change: StateChange) {
    super('seal-before-state-change', { cancelable: true });
    this.sealNumber = change.sealNumber;
    this.from = change.from;
    this.to = change.to;
    this.reason = change.reason;
    this.source = change.source;
  }
}

/** The server changed the state. The receipt is what proves it. */
export class SealStateChangeEvent extends SealEvent implements StateChange {
  readonly sealNumber: string;
  readonly from: SealState;
  readonly to: SealState;
  readonly reason: string;
  readonly source: EventSource;
  /** Compact JWS, signed by the server. */
  readonly receipt: string;

  constructor(change: StateChange, receipt: string) {
    super('seal-state-change');
    this.sealNumber = change.sealNumber;
    this.from = change.from;
    this.to = change.to;
    this.reason = change.reason;
    this.source = change.source;
    this.receipt = receipt;
  }
}
