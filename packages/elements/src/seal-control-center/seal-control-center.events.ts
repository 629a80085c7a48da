import { SealEvent } from '../foundation/seal-event.ts';

/** Acts of the control centre besides the steps of the life cycle, which have events of their own. */
export type SealCenterAct =
  | 'create'
  | 'revise'
  | 'produce'
  | 'new-face'
  | 'activate'
  | 'discard'
  | 'accept-likeness'
  | 'filing'
  | 'collection'
  | 'destruction'
  | 'stop'
  | 'release';

/** An act is about to be asked of the server; `preventDefault()` stops it. */
export class SealBeforeActEvent extends SealEvent {
  readonly act: SealCenterAct;
  /** Null for a new seal, and for a stop of a person or an organisation. */
  readonly sealNumber: string | null;
  readonly reason: string;

  constructor(act: SealCenterAct, sealNumber: string | null, reason: string) {
    super('seal-before-act', { cancelable: true });
    this.act = act;
    this.sealNumber = sealNumber;
    this.reason = reason;
  }
}

/** The server did it. The receipt is what proves it. */
export class SealActEvent extends SealEvent {
  readonly act: SealCenterAct;
  readonly sealNumber: string | null;
  /** Compact JWS. */
  readonly receipt: string;

  constructor(act: SealCenterAct, sealNumber: string | null, receipt: string) {
    super('seal-act');
    this.act = act;
    this.sealNumber = sealNumber;
    this.receipt = receipt;
  }
}

/** A seal was asked for, and stands in the register. */
export class SealCreateEvent extends SealEvent {
  readonly sealNumber: string;
  /** Compact JWS. */
  readonly receipt: string;

  constructor(sealNumber: string, receipt: string) {
    super('seal-create');
    this.sealNumber = sealNumber;
    this.receipt = receipt;
  }
}

/** Another seal is open, or none. */
export class SealCenterSelectionEvent extends SealEvent {
  readonly sealNumber: string | null;

  constructor(sealNumber: string | null) {
    super('seal-selection-change');
    this.sealNumber = sealNumber;
  }
}
