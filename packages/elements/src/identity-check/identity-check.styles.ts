import { css, type CSSResult } from 'lit';

export const identityCheckStyles: CSSResult = css`
  :host {
    display: block;
    container: check / inline-size;
    max-inline-size: 640px;
  }
  :host([hidden]) {
    display: none;
  }
  .check {
    display: grid;
    gap: 14px;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  h2:focus-visible {
    box-shadow: none;
    outline: none;
  }
  h3 {
    font: 600 var(--_font-md) var(--_font-ui);
  }
  h4 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .ways {
    display: grid;
    margin: 0;
    padding: 0;
    border-block-start: 1px solid var(--_line);
    list-style: none;
  }
  .way {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 16px;
    gap: 12px;
    align-items: center;
    inline-size: 100%;
    min-block-size: 56px;
    padding: 10px 8px;
    border: 0;
    border-block-end: 1px solid var(--_line);
    background: none;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
    text-align: start;
    cursor: pointer;
  }
  .way:hover {
    background: var(--_hover);
  }
  .way[aria-disabled='true'] {
    background: none;
    cursor: not-allowed;
  }
  .way[aria-disabled='true'] b {
    font-weight: 500;
    color: var(--_text-muted);
  }
  .way .stack {
    gap: 0;
  }
  .identity-form {
    gap: 12px;
  }
  .identity-form .input {
    inline-size: 100%;
  }
  .certificate {
    gap: 8px;
    padding: 12px 14px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_accent);
  }
  @container check (width < 400px) {
    .identity-form .button {
      flex: 1;
    }
    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts dd {
      padding-block-end: 8px;
    }
  }
  @media (pointer: coarse) {
    .identity-form .input,
    .file,
    .button {
      min-block-size: 44px;
    }
  }
`;
