import type { GrantView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';
import type { GrantConflict } from './grant-conflicts.ts';

export type GrantAct = 'give' | 'extend' | 'withdraw' | 'delegate';

/** A grant is about to be given or changed; `preventDefault()` stops it. */
export class SealBeforeGrantSaveEvent extends SealEvent {
  readonly act: GrantAct;
  readonly sealNumber: string;
  /** Null for a new grant. */
  readonly grantId: string | null;
  readonly reason: string;

  constructor(act: GrantAct, sealNumber: string, grantId: string | null, reason: string) {
    super('seal-before-grant-save', { cancelable: true });
    this.act = act;
    this.sealNumber = sealNumber;
    this.grantId = grantId;
    this.reason = reason;
  }
}

/** The server did it. The receipt is what proves it. */
export class SealGrantSaveEvent extends SealEvent {
  readonly act: GrantAct;
  readonly grant: GrantView;
  /** Compact JWS. */
  readonly receipt: string;

  constructor(act: GrantAct, grant: GrantView, receipt: string) {
    super('seal-grant-save');
    this.act = act;
    this.grant = grant;
    this.receipt = receipt;
  }
}

/** What is being written conflicts with something; shown before it is saved. */
export class SealConflictEvent extends SealEvent {
  readonly conflicts: readonly GrantConflict[];

  constructor(conflicts: readonly GrantConflict[]) {
    super('seal-conflict');
    this.conflicts = conflicts;
  }
}
