import type { UseChallenge } from '@sealkit/core/protocol';
import type { SigningStep } from '../controllers/signing-state.ts';
import { SealEvent } from '../foundation/seal-event.ts';

/** The document is read and can be signed: its digest and its pages are known. */
export class SealReadyEvent extends SealEvent {
  readonly documentHash: string;
  readonly pages: number;

  constructor(documentHash: string, pages: number) {
    super('seal-ready');
    this.documentHash = documentHash;
    this.pages = pages;
  }
}

/** Another step shows. */
export class SealStepChangeEvent extends SealEvent {
  readonly from: SigningStep;
  readonly to: SigningStep;

  constructor(from: SigningStep, to: SigningStep) {
    super('seal-step-change');
    this.from = from;
    this.to = to;
  }
}

/** Another page of the document was shown to its end, or another second of reading went by; only where reading is asked for. */
export class SealReadProgressEvent extends SealEvent {
  readonly pagesSeen: number;
  readonly secondsSeen: number;

  constructor(pagesSeen: number, secondsSeen: number) {
    super('seal-read-progress');
    this.pagesSeen = pagesSeen;
    this.secondsSeen = secondsSeen;
  }
}

/** The host's own form in slot `fields` is filled in and valid; `preventDefault()` keeps the person there. */
export class SealFieldsEvent extends SealEvent {
  readonly values: FormData;

  constructor(values: FormData) {
    super('seal-fields', { cancelable: true });
    this.values = values;
  }
}

/** The person agreed to the text of consent: its digest, `sha256:<hex>`, and its language. */
export class SealConsentEvent extends SealEvent {
  readonly digest: string;
  readonly textLocale: string;

  constructor(digest: string, textLocale: string) {
    super('seal-consent');
    this.digest = digest;
    this.textLocale = textLocale;
  }
}

/** The person declined, and the envelope has ended. The receipt is what a host checks on its server. */
export class SealDeclineEvent extends SealEvent {
  readonly envelopeId: string;
  readonly reason: string;
  /** Compact JWS. */
  readonly receipt: string;

  constructor(envelopeId: string, reason: string, receipt: string) {
    super('seal-decline');
    this.envelopeId = envelopeId;
    this.reason = reason;
    this.receipt = receipt;
  }
}

/** The time of the session or of the act ends soon: said two minutes before, half a minute before, and when it is over. */
export class SealTimeWarningEvent extends SealEvent {
  readonly of: 'session' | 'act';
  readonly secondsLeft: number;

  constructor(of: 'session' | 'act', secondsLeft: number) {
    super('seal-time-warning');
    this.of = of;
    this.secondsLeft = secondsLeft;
  }
}

/** The permit waits for approvals. The signing is kept, and goes on by itself once they are there. */
export class SealWaitingEvent extends SealEvent {
  readonly approvalId: string;
  readonly waitingFor: readonly { readonly type: 'person' | 'role'; readonly id: string; readonly name: string }[];

  constructor(approvalId: string, waitingFor: SealWaitingEvent['waitingFor']) {
    super('seal-waiting');
    this.approvalId = approvalId;
    this.waitingFor = waitingFor;
  }
}

/** The person is about to confirm this act; `preventDefault()` stops it, and nothing is signed. */
export class SealBeforeSignEvent extends SealEvent {
  readonly act: UseChallenge['act'];

  constructor(act: UseChallenge['act']) {
    super('seal-before-sign', { cancelable: true });
    this.act = act;
  }
}

/** The confirmation went to the server. */
export class SealSigningEvent extends SealEvent {
  readonly useId: string;

  constructor(useId: string) {
    super('seal-signing');
    this.useId = useId;
  }
}

/**
 * The document is signed, validated here, and named by a receipt of a trusted register. The receipt is what a host checks on
 * its server; the event alone proves nothing.
 */
export class SealCompleteEvent extends SealEvent {
  readonly envelopeId: string;
  /** `sha256:<hex>` of the signed file. */
  readonly documentHash: string;
  /** Compact JWS. */
  readonly receipt: string;
  /** The signed file; it is in this page alone. */
  readonly file: File;
  /** The document that was handed over to be signed; of a signing that was picked up later, the copy that was kept of it. */
  readonly original: Blob;

  constructor(
    result: { readonly envelopeId: string; readonly fileDigest: string; readonly receipt: string; readonly file: File },
    original: Blob,
  ) {
    super('seal-complete');
    this.original = original;
    this.envelopeId = result.envelopeId;
    this.documentHash = result.fileDigest;
    this.receipt = result.receipt;
    this.file = result.file;
  }
}

/** The person left before signing. */
export class SealCancelEvent extends SealEvent {
  readonly step: SigningStep;

  constructor(step: SigningStep) {
    super('seal-cancel');
    this.step = step;
  }
}

/** The person wants the report of the signed file. */
export class SealVerifyEvent extends SealEvent {
  readonly file: File;

  constructor(file: File) {
    super('seal-verify');
    this.file = file;
  }
}
