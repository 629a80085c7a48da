import { css, type CSSResult } from 'lit';

export const authenticatorsStyles: CSSResult = css`
  :host {
    display: block;
    container: authenticators / inline-size;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
  }
  .authenticators {
    gap: 16px;
    max-inline-size: 640px;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  h2:focus-visible {
    box-shadow: none;
  }
  .authenticator {
    display: grid;
    gap: 10px;
    padding: 12px 0;
    border-block-end: 1px solid var(--_line);
  }
  .authenticator:first-child {
    border-block-start: 1px solid var(--_line);
  }
  .authenticator .icon-method {
    inline-size: 20px;
    block-size: 20px;
    color: var(--_text-secondary);
  }
  .authenticator b {
    overflow-wrap: anywhere;
  }
  .removal {
    padding: 14px 16px;
    border-inline-start: 3px solid var(--_danger);
    background: var(--_sunken);
  }
  .adding {
    padding: 14px 16px;
    border-inline-start: 3px solid var(--_accent);
    background: var(--_sunken);
  }
  .change .act {
    background: var(--_surface);
  }
  h3 {
    margin: 0;
    font: 600 var(--_font-md) var(--_font-ui);
  }
  h3:focus-visible {
    box-shadow: none;
  }
  .row-block {
    display: block;
    block-size: 56px;
  }
`;
