import type { Bytes, CallOptions } from '@sealkit/core/bytes';

/** What is deposited: one statement about the case, by its digests. */
export interface DepositRequest {
  readonly tenant: string;
  readonly envelopeId: string;
  /** Step of the case, the type of its last event. */
  readonly phase: string;
  /** SHA-256 and SM3 of the octets of the statement, lower-case hexadecimal. */
  readonly sha256: string;
  readonly sm3: string;
  readonly at: Date;
}

/** The other side keeps it, or has taken it and not answered yet. A deposit that failed is a `PortError`. */
export type Deposit =
  | {
      readonly state: 'recorded';
      /** Under which the other side keeps it. */
      readonly reference: string;
      readonly at: Date;
      /** What it answered, as it came: JSON. */
      readonly receipt: Bytes;
    }
  | { readonly state: 'pending'; readonly reference: string };

/** What the other side says of a receipt: whether it keeps exactly these digests under it. */
export type DepositVerdict = 'matches' | 'differs' | 'pending' | 'unknown';

interface DepositPort {
  /** Names the entry of the receipt: letters, digits, dash and underscore. */
  readonly name: string;
  /**
   * Deposits the digests. The same digests again are the same deposit, as far as it is by then.
   *
   * @throws `PortError` of port `deposit`: `DEPOSIT_UNREACHABLE`, `DEPOSIT_REFUSED`, `DEPOSIT_ANSWER_MALFORMED`, `DEPOSIT_CONFLICT`
   */
  submit(request: DepositRequest, options?: CallOptions): Promise<Deposit>;
  /** Asks the other side about a receipt. @throws `PortError` as `submit` does. */
  verify(receipt: Uint8Array, request: DepositRequest, options?: CallOptions): Promise<DepositVerdict>;
}

/** A chain that courts keep or look at. */
export interface JudicialChainAnchor extends DepositPort {
  readonly kind: 'judicial-chain';
}

/** A notary, or an internet court that acts as one. */
export interface NotaryDeposit extends DepositPort {
  readonly kind: 'notary';
}
