import { VerificationReport } from '../verification-report/verification-report.ts';
import { defineElement } from './define-element.ts';

defineElement('verification-report', VerificationReport);

declare global {
  interface HTMLElementTagNameMap {
    'verification-report': VerificationReport;
  }
}
