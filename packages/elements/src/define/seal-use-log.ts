import { SealUseLog } from '../seal-use-log/seal-use-log.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-use-log', SealUseLog);

declare global {
  interface HTMLElementTagNameMap {
    'seal-use-log': SealUseLog;
  }
}
