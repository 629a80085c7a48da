import { css, type CSSResult } from 'lit';

export const tabListStyles: CSSResult = css`
  .tabs {
    display: flex;
    gap: 4px 20px;
    overflow-x: auto;
    border-block-end: 1px solid var(--_line);
    scrollbar-width: thin;
  }
  .tab {
    display: inline-flex;
    gap: 4px;
    align-items: baseline;
    min-block-size: max(36px, var(--_control));
    padding: 6px 2px;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_text-secondary);
    font: var(--_font-md) var(--_font-ui);
    white-space: nowrap;
    cursor: pointer;
  }
  .tab:hover {
    color: var(--_text);
  }
  .tab[aria-selected='true'] {
    border-color: var(--_accent);
    color: var(--_text);
    font-weight: 600;
  }
  .tab:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    box-shadow: none;
  }
  .tab .count {
    color: var(--_text-muted);
    font-weight: 400;
  }
  @media (forced-colors: active) {
    .tab {
      border-color: Canvas;
    }
    .tab[aria-selected='true'] {
      border-color: Highlight;
    }
  }
`;
