import { SealApproval } from '../seal-approval/seal-approval.ts';
import { defineElement } from './define-element.ts';
import './document-viewer.ts';

defineElement('seal-approval', SealApproval);

declare global {
  interface HTMLElementTagNameMap {
    'seal-approval': SealApproval;
  }
}
