import type { CertificateSummary, ValidationReport } from '@sealkit/core/validation';
import { SealEvent } from '../foundation/seal-event.ts';

/** A file was verified. The report is plain JSON; it is this page's finding, not a statement of anybody else. */
export class SealResultEvent extends SealEvent {
  readonly report: ValidationReport;

  constructor(report: ValidationReport) {
    super('seal-result');
    this.report = report;
  }
}

/** A check was opened to read what it means. */
export class SealCheckDetailEvent extends SealEvent {
  readonly id: string;

  constructor(id: string) {
    super('seal-check-detail');
    this.id = id;
  }
}

/** The person is about to trust a certificate for this session; `preventDefault()` stops it. */
export class SealBeforeTrustChangeEvent extends SealEvent {
  readonly certificate: CertificateSummary;

  constructor(certificate: CertificateSummary) {
    super('seal-before-trust-change', { cancelable: true });
    this.certificate = certificate;
  }
}

/** The person trusts a certificate for this session, or no longer does. */
export class SealTrustChangeEvent extends SealEvent {
  readonly certificate: CertificateSummary;
  readonly trusted: boolean;

  constructor(certificate: CertificateSummary, trusted: boolean) {
    super('seal-trust-change');
    this.certificate = certificate;
    this.trusted = trusted;
  }
}
