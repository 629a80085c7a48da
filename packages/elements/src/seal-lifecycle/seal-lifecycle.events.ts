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

interface ProposalEnding {
  readonly sealNumber: string;
  /** The step that waited for a second person. */
  readonly to: SealState;
  /** True where whoever asked for it takes it back, false where another person turns it down. */
  readonly own: boolean;
  readonly reason: string;
}

/** A step that waits for a second person is about to be taken back or turned down; `preventDefault()` stops it. */
export class SealBeforeProposalEndEvent extends SealEvent implements ProposalEnding {
  readonly sealNumber: string;
  readonly to: SealState;
  readonly own: boolean;
  readonly reason: string;

  constructor(end: ProposalEnding) {
    super('seal-before-proposal-end', { cancelable: true });
    this.sealNumber = end.sealNumber;
    this.to = end.to;
    this.own = end.own;
    this.reason = end.reason;
  }
}

/** The step waits no more. The receipt is what proves it. */
export class SealProposalEndEvent extends SealEvent implements ProposalEnding {
  readonly sealNumber: string;
  readonly to: SealState;
  readonly own: boolean;
  readonly reason: string;
  /** Compact JWS, signed by the server. */
  readonly receipt: string;

  constructor(end: ProposalEnding, receipt: string) {
    super('seal-proposal-end');
    this.sealNumber = end.sealNumber;
    this.to = end.to;
    this.own = end.own;
    this.reason = end.reason;
    this.receipt = receipt;
  }
}
