import { css, type CSSResult } from 'lit';

/** Certificate path, time line, and how long the file can be checked. */
export const evidenceStyles: CSSResult = css`
  .path .status,
  .path .status > span,
  .time-line li > span > span {
    display: block;
    overflow-wrap: anywhere;
  }
  .unbroken {
    white-space: nowrap;
  }
  .path .status-word {
    color: var(--_text);
  }
  .judged-at {
    margin-block: 4px 0;
  }
  .time-line,
  .counter-signatures {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .time-line li,
  .counter-signatures li {
    position: relative;
    display: flex;
    gap: 10px;
    align-items: flex-start;
    padding: 6px 0;
    font: var(--_font-sm) var(--_font-ui);
  }
  .time-line .mark {
    position: relative;
    flex: none;
    margin-block-start: 3px;
    background: var(--_surface);
  }
  .time-line li:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-block: 24px -8px;
    inset-inline-start: 6px;
    inline-size: 1px;
    background: var(--_line-strong);
  }
  .time-line b,
  .counter-signatures b,
  .counter-signatures .small {
    display: block;
    font-weight: 500;
  }
  .counter-signatures .mark {
    flex: none;
    margin-block-start: 3px;
  }
  .counter-signatures .small {
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .lasting {
    margin-block-end: 4px;
  }
  .facts.lasting dd {
    overflow-wrap: anywhere;
  }
  @media (forced-colors: active) {
    .time-line li:not(:last-child)::before {
      background: CanvasText;
    }
  }
  @media print {
    .check,
    .path li,
    .time-line li,
    .changes tr {
      break-inside: avoid;
    }
    h3 {
      break-after: avoid;
    }
  }
`;
