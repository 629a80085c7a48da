import type { CallOptions } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import type { SealDesign } from '@sealkit/core/protocol';
import type { SealKind } from '@sealkit/core/seal';
import type { OrganisationRecord, SealVersionRecord } from '../storage/records.ts';
import type { NewSealVersion } from './new-seal.ts';

/** A version of a seal that is to be made. */
export interface SealOrder {
  readonly tenant: string;
  readonly number: string;
  readonly version: number;
  readonly kind: SealKind;
  readonly ordinal: number;
  readonly name: string;
  readonly organisation: OrganisationRecord;
  readonly testMaterial: boolean;
  /** What the face is made from; null where the face of `previous` stays and only its certificate is renewed. */
  readonly design: SealDesign | null;
  readonly previous: Pick<SealVersionRecord, 'face' | 'widthUm' | 'heightUm' | 'credential'> | null;
}

/** Something that keeps a design from being made. */
export interface DesignFault {
  /** One of core's `FaceIssueCode`, `GLYPH_MISSING`, `PICTURE_UNREADABLE`, or a code of the maker's own. */
  readonly code: string;
  /** What was asked for, and the most or least that there can be: characters, or millimetres. */
  readonly actual?: number;
  readonly limit?: number;
  /** The character that there is no outline for. */
  readonly character?: string;
}

/** A seal maker's refusal that another try does not change: the design has to be another one. */
export class SealDesignError extends SealkitError<'SEAL_DESIGN_REFUSED'> {
  readonly faults: readonly DesignFault[];

  constructor(faults: readonly DesignFault[]) {
    super('SEAL_DESIGN_REFUSED', `expected a design that can be made, got one with ${faults.map(({ code }) => code).join(', ')}`);
    this.faults = faults;
  }
}

/**
 * Who makes seals (制章): draws the face, has a key and certificate made for it, and signs the seal statement. It is another
 * party than the register, which checks what it gets.
 */
export interface SealMaker {
  /**
   * Why the face of an order cannot be made, asked when a draft is written and submitted, before anybody approves it; none where it
   * can. What core draws is the measure where a maker leaves this out.
   */
  check?(order: SealOrder, options?: CallOptions): Promise<readonly DesignFault[]>;
  /**
   * @throws {@link SealDesignError} where the design cannot be made, whoever tries how often.
   * @throws `PortError` of port `seal-maker`, `retryable` where the same order may succeed later.
   */
  make(order: SealOrder, options?: CallOptions): Promise<NewSealVersion>;
}
