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
