import { SigningDialog } from '../signing-dialog/signing-dialog.ts';
import { defineElement } from './define-element.ts';

defineElement('signing-dialog', SigningDialog);

declare global {
  interface HTMLElementTagNameMap {
    'signing-dialog': SigningDialog;
  }
}
