import { SealProvider } from '../seal-provider/seal-provider.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-provider', SealProvider);

declare global {
  interface HTMLElementTagNameMap {
    'seal-provider': SealProvider;
  }
}
