import { css, type CSSResult } from 'lit';

export const intentCheckStyles: CSSResult = css`
  :host {
    display: block;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
  }
  .stack:has(> .act) {
    gap: 14px;
  }
`;
