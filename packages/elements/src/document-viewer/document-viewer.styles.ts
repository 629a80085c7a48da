import { css, type CSSResult } from 'lit';

export const documentViewerStyles: CSSResult = css`
  :host {
    container: document-viewer / inline-size;
    block-size: min(100dvh, 800px);
  }
  .root {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    block-size: 100%;
    background: var(--_surface);
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--_space-1);
    min-block-size: 44px;
    padding: 0 var(--_space-3);
    border-block-end: 1px solid var(--_line);
  }
  .position {
    padding-inline: 4px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .canvas {
    position: relative;
    grid-row: 2;
    min-block-size: 160px;
  }
  .zoom-value {
    min-inline-size: 60px;
  }
  .page-mark {
    position: absolute;
    pointer-events: none;
    color: var(--_on-paper-select);
  }
  .mark-stamp {
    position: absolute;
    inset: 0;
    mix-blend-mode: multiply;
  }
  .mark-frame {
    position: absolute;
    box-shadow: 0 0 0 1px var(--_on-paper-select);
  }
  .current > .mark-frame {
    box-shadow: 0 0 0 2px var(--_on-paper-select);
  }
  .mark-label {
    position: absolute;
    inset-block-end: calc(100% + 3px);
    inset-inline-start: 0;
    padding: 1px 8px;
    background: var(--_on-paper-select);
    color: #fff;
    font: 500 calc(12px * var(--_scale)) / calc(20px * var(--_scale)) var(--_font-ui);
    white-space: nowrap;
  }
  @container document-viewer (max-width: 440px) {
    .bar {
      gap: 0;
      padding: 0 4px;
    }
    .bar .icon-button {
      flex-shrink: 1;
      min-inline-size: 24px;
    }
    .zoom-value {
      display: none;
    }
  }
`;
