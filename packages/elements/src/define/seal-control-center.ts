import { SealControlCenter } from '../seal-control-center/seal-control-center.ts';
import { defineElement } from './define-element.ts';
import './seal-approval.ts';
import './seal-grant-editor.ts';
import './seal-use-log.ts';

defineElement('seal-control-center', SealControlCenter);

declare global {
  interface HTMLElementTagNameMap {
    'seal-control-center': SealControlCenter;
  }
}
