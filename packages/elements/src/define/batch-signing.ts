import { BatchSigning } from '../batch-signing/batch-signing.ts';
import { defineElement } from './define-element.ts';
import './document-viewer.ts';
import './intent-check.ts';

defineElement('batch-signing', BatchSigning);

declare global {
  interface HTMLElementTagNameMap {
    'batch-signing': BatchSigning;
  }
}
