import type { EvidenceReport } from '@sealkit/core/evidence';
import { SealEvent } from '../foundation/seal-event.ts';
import type { EvidenceFindings } from '../worker/evidence-findings.ts';

/** A package was made or chosen, and verified in this page. The report is this page's finding, not a statement of anybody else. */
export class SealEvidenceEvent extends SealEvent {
  /** The package. */
  readonly file: Blob;
  readonly report: EvidenceReport;
  /** `sha256:<hex>` of the package. */
  readonly sha256: string;
  /** Hexadecimal SM3 of the package; null where the file is too large to be one. */
  readonly sm3: string | null;
  /** `server` where it was made just now, `file` where the person or the host brought it. */
  readonly from: 'server' | 'file';

  constructor(file: Blob, { report, sha256, sm3 }: EvidenceFindings, from: 'server' | 'file') {
    super('seal-evidence');
    this.file = file;
    this.report = report;
    this.sha256 = sha256;
    this.sm3 = sm3;
    this.from = from;
  }
}
