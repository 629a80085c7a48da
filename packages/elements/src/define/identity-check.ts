import { IdentityCheck } from '../identity-check/identity-check.ts';
import { defineElement } from './define-element.ts';

defineElement('identity-check', IdentityCheck);

declare global {
  interface HTMLElementTagNameMap {
    'identity-check': IdentityCheck;
  }
}
