import type { SignatureReport, TimestampReport, ValidationReport } from './report.ts';
import type { BlockVerdict } from './verdict.ts';

/** One signature or time-stamp of a container. */
export interface ContainerSignatureReport extends SignatureReport {
  /** Its file in the container. */
  readonly file: string;
  /** Names of the data objects that it is over, directly or by a manifest. */
  readonly objects: readonly string[];
}

/** An evidence record of a container. */
export interface ContainerRecordReport {
  readonly file: string;
  readonly indication: BlockVerdict['indication'];
  readonly subIndication?: string;
  /** Since when all that it is over is proven to have been there, ISO 8601; null unless the record passes. */
  readonly provenTime: string | null;
  /** What it should be over and whether it is; null where that cannot be computed. */
  readonly objects: readonly { readonly name: string; readonly isOver: boolean | null }[];
  /** Oldest first. */
  readonly timestamps: readonly TimestampReport[];
}

export interface ContainerReport extends ValidationReport {
  readonly container: {
    readonly type: 'ASiC-S' | 'ASiC-E';
    readonly objects: readonly { readonly name: string; readonly size: number; readonly isSigned: boolean }[];
    readonly evidenceRecords: readonly ContainerRecordReport[];
  };
  readonly signatures: readonly ContainerSignatureReport[];
}
