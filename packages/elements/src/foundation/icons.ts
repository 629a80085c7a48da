import { html, type TemplateResult } from 'lit';
import { ICON_PATHS, type IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

/** An icon in the colour of the text around it. It is hidden from assistive technology: a word or a name stands beside it. */
export function icon(name: IconName, className = ''): TemplateResult {
  return html`<svg class="icon ${className}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d=${ICON_PATHS[name]}></path>
  </svg>`;
}
