import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { defineElement } from './define-element.ts';

defineElement('document-viewer', DocumentViewer);

declare global {
  interface HTMLElementTagNameMap {
    'document-viewer': DocumentViewer;
  }
}
