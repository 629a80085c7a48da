import type { CallOptions } from '@sealkit/core/bytes';
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

/**
 * Who makes seals (制章): draws the face, has a key and certificate made for it, and signs the seal statement. It is another
 * party than the register, which checks what it gets.
 */
export interface SealMaker {
  make(order: SealOrder, options?: CallOptions): Promise<NewSealVersion>;
}
