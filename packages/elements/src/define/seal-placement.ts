import { SealPlacement } from '../seal-placement/seal-placement.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-placement', SealPlacement);

declare global {
  interface HTMLElementTagNameMap {
    'seal-placement': SealPlacement;
  }
}
