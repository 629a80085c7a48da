import { css, type CSSResult } from 'lit';

export const batchSigningStyles: CSSResult = css`
  :host {
    display: block;
    container: batch / inline-size;
    color: var(--_text);
    background: var(--_surface);
    font: var(--_font-md) var(--_font-ui);
  }
  .head {
    display: grid;
    gap: 6px;
    padding: 20px 24px 12px;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
    text-wrap: pretty;
  }
  h2:focus-visible {
    outline: none;
    box-shadow: none;
  }
  .head p {
    text-wrap: pretty;
  }
  .failed,
  .check,
  .empty,
  .loading {
    padding: 4px 24px 20px;
  }
  .rows + .check {
    padding-block-start: 20px;
  }
  .loading {
    display: grid;
    gap: 12px;
  }
  .loading .skeleton {
    block-size: 64px;
  }
  .batch > .note {
    margin: 0 24px 20px;
  }
  .bar {
    appearance: none;
    inline-size: 100%;
    block-size: 4px;
    border: 0;
    background: var(--_pressed);
    color: var(--_accent);
  }
  .bar::-webkit-progress-bar {
    background: var(--_pressed);
  }
  .bar::-webkit-progress-value {
    background: var(--_accent);
    transition: inline-size var(--_slow) var(--_ease);
  }
  .bar::-moz-progress-bar {
    background: var(--_accent);
  }
  .choose-all {
    justify-content: space-between;
    min-block-size: var(--_row);
    padding: 4px 24px;
    border-block-start: 1px solid var(--_line);
  }
  .choose-all label {
    min-block-size: 24px;
    cursor: pointer;
  }
  .rows {
    border-block-start: 1px solid var(--_line-strong);
  }
  .row {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) 128px minmax(96px, auto);
    gap: 4px 12px;
    align-items: center;
    padding: 12px 24px;
    border-block-end: 1px solid var(--_line);
  }
  .row-mark {
    display: grid;
    place-items: center;
    min-inline-size: 24px;
    min-block-size: 24px;
    color: var(--_text-muted);
  }
  label.row-mark {
    cursor: pointer;
  }
  input[type='checkbox'] {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .row-document {
    display: grid;
    gap: 3px;
    justify-items: start;
    min-inline-size: 0;
  }
  .row-name {
    font: 600 var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .row-face {
    inline-size: 24px;
    block-size: 24px;
    padding: 1px;
  }
  .row-failure {
    color: var(--_danger);
    overflow-wrap: anywhere;
  }
  .row-stage {
    color: var(--_text-secondary);
  }
  .row.signed .row-stage {
    color: var(--_pass);
  }
  .row.failed .row-stage {
    color: var(--_danger);
  }
  .row-actions {
    justify-content: flex-end;
  }
  .row .skeleton {
    inline-size: 160px;
  }
  .foot {
    position: sticky;
    inset-block-end: 0;
    z-index: var(--_z-sticky);
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px 12px;
    padding: 12px 24px;
    background: var(--_surface);
  }
  .foot .why {
    flex: 1 1 200px;
  }
  .foot .back {
    margin-inline-end: auto;
  }
  .view-dialog {
    inline-size: min(100vw, 960px);
    max-inline-size: 100vw;
    block-size: min(100dvh, 900px);
    max-block-size: 100dvh;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-3);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-dialog);
    overflow: hidden;
  }
  .view-dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
  }
  .view-dialog::backdrop {
    background: var(--_scrim);
  }
  .view-head {
    padding: 8px 8px 8px 20px;
    border-block-end: 1px solid var(--_line);
  }
  .view-head h3 {
    font: 600 var(--_font-md) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .view-pages {
    min-block-size: 0;
    background: var(--_desk);
  }
  .view-pages > * {
    display: block;
    block-size: 100%;
  }
  @container batch (width < 640px) {
    .head,
    .failed,
    .check,
    .empty,
    .loading,
    .choose-all,
    .row,
    .foot {
      padding-inline: 16px;
    }
    .row {
      grid-template-columns: 24px minmax(0, 1fr) auto;
    }
    .row-document {
      grid-column: 2 / -1;
    }
    .row-stage {
      grid-column: 2;
    }
    .foot .button {
      flex: 1 1 100%;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }
    .bar::-webkit-progress-value {
      background: Highlight;
    }
  }
`;
