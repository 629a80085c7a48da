import { IntentCheck } from '../intent-check/intent-check.ts';
import { defineElement } from './define-element.ts';

defineElement('intent-check', IntentCheck);

declare global {
  interface HTMLElementTagNameMap {
    'intent-check': IntentCheck;
  }
}
