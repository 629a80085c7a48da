import { SealGrantEditor } from '../seal-grant-editor/seal-grant-editor.ts';
import { defineElement } from './define-element.ts';

defineElement('seal-grant-editor', SealGrantEditor);

declare global {
  interface HTMLElementTagNameMap {
    'seal-grant-editor': SealGrantEditor;
  }
}
