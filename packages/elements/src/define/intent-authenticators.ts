import { IntentAuthenticators } from '../intent-authenticators/intent-authenticators.ts';
import { defineElement } from './define-element.ts';

defineElement('intent-authenticators', IntentAuthenticators);

declare global {
  interface HTMLElementTagNameMap {
    'intent-authenticators': IntentAuthenticators;
  }
}
