import { EvidenceCertificate } from '../evidence-certificate/evidence-certificate.ts';
import { defineElement } from './define-element.ts';

defineElement('evidence-certificate', EvidenceCertificate);

declare global {
  interface HTMLElementTagNameMap {
    'evidence-certificate': EvidenceCertificate;
  }
}
