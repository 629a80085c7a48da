import { css, type CSSResult } from 'lit';

export const grantStyles: CSSResult = css`
  :host {
    container: grants / inline-size;
    background: var(--_surface);
  }
  .editor {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 20px 24px;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .tight {
    gap: 2px;
  }
  .grant-skeleton {
    block-size: 96px;
  }
  .grant {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    padding-block: 16px;
    border-block-start: 1px solid var(--_line);
  }
  .grant > .line.top > .icon {
    margin-block-start: 3px;
    color: var(--_text-secondary);
  }
  .grant b {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .over > :is(.terms, .line.top) {
    color: var(--_text-muted);
  }
  .terms {
    display: grid;
    gap: 2px;
    padding-inline-start: 24px;
    overflow-wrap: anywhere;
  }
  .terms li::before {
    content: '·';
    margin-inline-start: -12px;
    padding-inline-end: 8px;
    color: var(--_text-muted);
  }
  .grant > p {
    padding-inline-start: 24px;
  }
  .grant > p.why {
    padding-inline-start: 0;
  }
  .form {
    gap: 14px;
  }
  .form h3 {
    font: 600 var(--_font-md) var(--_font-ui);
  }
  .form fieldset {
    gap: 10px;
  }
  .weekdays {
    gap: 0 14px;
  }
  .tiers {
    display: grid;
    gap: 10px;
  }
  .tier {
    gap: 8px;
    padding: 10px 12px;
    background: var(--_surface);
    border: 1px solid var(--_line);
  }
  .add-tier {
    justify-self: start;
  }
  .remove-tier {
    justify-self: start;
    font: var(--_font-xs) var(--_font-ui);
  }
  .conflicts:empty {
    display: none;
  }
  @container grants (width < 420px) {
    .editor {
      padding: 16px;
    }
    .terms,
    .grant > p {
      padding-inline-start: 12px;
    }
  }
`;
