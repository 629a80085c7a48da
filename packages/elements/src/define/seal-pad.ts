import { SealPad } from '../seal-pad/seal-pad.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-pad', SealPad);

declare global {
  interface HTMLElementTagNameMap {
    'seal-pad': SealPad;
  }
}
