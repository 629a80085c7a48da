import { css, type CSSResult } from 'lit';

export const detailStyles: CSSResult = css`
  .detail {
    container: lifecycle / inline-size;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    align-content: start;
    min-block-size: 100%;
    padding: 24px;
    border-inline-start: 1px solid var(--_line);
  }
  .detail h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .detail h3 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .detail .tabs {
    column-gap: 16px;
  }
  .detail .step {
    grid-template-columns: 164px minmax(0, 1fr);
  }
  .detail .step .button {
    text-align: start;
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  .panel:focus-visible {
    box-shadow: none;
  }
  .bar-line {
    block-size: 40px;
  }
  .face-block {
    block-size: 160px;
  }
  .detail .chip.millimetres {
    inline-size: 148px;
    block-size: 148px;
  }
  .detail .preview-face {
    inline-size: 160px;
    block-size: 160px;
  }
  .detail .facts-and-face {
    grid-template-columns: 148px minmax(0, 1fr);
    align-items: start;
  }
  .detail .facts {
    gap: 4px 10px;
  }
  .policy-facts {
    grid-template-columns: minmax(120px, auto) minmax(0, 1fr);
  }
  .versions > li {
    min-block-size: var(--_row);
    padding-block: 8px;
    border-block-end: 1px solid var(--_line);
  }
  .record {
    gap: 2px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .prepared {
    padding: 14px 16px;
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius-2);
  }
  .prepared-face {
    inline-size: 96px;
    block-size: 96px;
    padding: 4px;
  }
  .history {
    display: grid;
  }
  .history-entry {
    position: relative;
    display: grid;
    gap: 2px;
    padding-block: 0 16px;
    padding-inline-start: 20px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .history-entry::before {
    content: '';
    position: absolute;
    inset-block: 6px -6px;
    inset-inline-start: 4px;
    border-inline-start: 1px solid var(--_line-strong);
  }
  .history-entry:last-child::before {
    display: none;
  }
  .history-entry::after {
    content: '';
    position: absolute;
    inset-block-start: 6px;
    inset-inline-start: 0;
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--_text-secondary);
  }
  .history-line {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 8px;
    align-items: center;
  }
  @container center (width < 1080px) {
    .detail {
      border-inline-start: 0;
      border-block-start: 1px solid var(--_line);
    }
  }
  @container center (width < 720px) {
    .detail {
      padding: 16px;
      border: 0;
    }
  }
  @container lifecycle (width < 360px) {
    .detail .step {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container lifecycle (width < 380px) {
    .detail .facts-and-face {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
