import type { Bytes } from '@sealkit/core/bytes';
import type { SealKind } from '@sealkit/core/seal';
import type { CredentialRecord } from '../storage/records.ts';

export interface NewSealVersion {
  readonly face: { readonly type: 'SVG' | 'PNG'; readonly bytes: Bytes };
  readonly widthUm: number;
  readonly heightUm: number;
  /** DER of the statement, signed by the seal maker. */
  readonly statement: Bytes;
  readonly credential: CredentialRecord;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface NewSeal {
  readonly tenant: string;
  readonly number: string;
  readonly organisationId: string;
  readonly kind: SealKind;
  readonly ordinal?: number;
  readonly ordinalReason?: string;
  readonly name: string;
  readonly testMaterial: boolean;
  /** Person who answers for it. */
  readonly keeperId?: string;
  /** The first version; the seal is in use from now on. */
  readonly version: NewSealVersion;
}
