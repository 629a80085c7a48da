import { SealLifecycle } from '../seal-lifecycle/seal-lifecycle.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-lifecycle', SealLifecycle);

declare global {
  interface HTMLElementTagNameMap {
    'seal-lifecycle': SealLifecycle;
  }
}
