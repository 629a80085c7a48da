import type { SealPlacement, SigningNotice } from '@sealkit/core/pades';
import type { ClientReport, PermitView, SealView, UseChallenge } from '@sealkit/core/protocol';
import type { ActLanguage, Amount, ReceiptPayload } from '@sealkit/core/seal';
import type { ValidationReport } from '@sealkit/core/validation';
import type { SigningReading, UsePreview } from '../worker/signing-tasks.ts';
import type { FailureCode } from './failure-code.ts';

/** What a person asks to sign. */
export interface SigningRequest {
  readonly document: Blob;
  /** File name as shown and stored in the envelope. */
  readonly name: string;
  /** Null for a personal signature without a seal. */
  readonly sealNumber: string | null;
  /** Empty for an invisible signature. */
  readonly placements: readonly SealPlacement[];
  /** Language of the page, in which a tagged document names the seal; of kept signings that were begun without, none. */
  readonly language?: ActLanguage;
  /** What kind of document it is, in the host's own words, and its amount: grants may depend on them. */
  readonly documentClass?: string;
  readonly amount?: Amount;
  /** Why, for the approver. */
  readonly reason?: string;
  /** Id of an envelope that is open already, for one of whose parties the person signs; without it, one is opened for this signing. */
  readonly joinedEnvelope?: string;
  /** What this page says of how the person came to the act. */
  readonly clientReport?: ClientReport;
}

/**
 * `fields` only where the host has some, `consent` where there is a text to agree to, `approval` where the permit waits for one, `intent`
 * where it takes more than the session's word.
 */
export type SigningStep = 'read' | 'fields' | 'consent' | 'approval' | 'confirm' | 'intent' | 'result';

export interface SignedDocument {
  readonly file: File;
  readonly fileDigest: string;
  readonly envelopeId: string;
  /** Compact JWS and what it says; verified against the registers that the page trusts. */
  readonly receipt: string;
  readonly receiptPayload: ReceiptPayload;
  readonly report: ValidationReport;
  /** What the signature leaves undone. */
  readonly notices: readonly SigningNotice[];
  readonly downloaded: boolean;
}

/** Everything that is known of one signing. Replaced as a whole on every change. */
export interface SigningState {
  readonly step: SigningStep;
  /** What is being done now; null while the person decides. */
  readonly work: 'reading' | 'preparing' | 'signing' | 'checking' | null;
  readonly request: SigningRequest | null;
  readonly reading: SigningReading | null;
  /** What is to be said of the file before anything is added to it: its earlier signatures among the rest. */
  readonly earlier: ValidationReport | null;
  readonly seal: SealView | null;
  /** The permit as long as it waits for approvals. */
  readonly waiting: PermitView | null;
  readonly challenge: UseChallenge | null;
  /** When the act ends, in milliseconds of this computer's clock; null without one. */
  readonly actEndsAt: number | null;
  readonly preview: UsePreview | null;
  readonly signed: SignedDocument | null;
  readonly failure: FailureCode | null;
}

export const IDLE_SIGNING: SigningState = {
  step: 'read',
  work: null,
  request: null,
  reading: null,
  earlier: null,
  seal: null,
  waiting: null,
  challenge: null,
  actEndsAt: null,
  preview: null,
  signed: null,
  failure: null,
};
