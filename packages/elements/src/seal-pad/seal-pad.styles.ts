import { css, type CSSResult } from 'lit';

export const sealPadStyles: CSSResult = css`
  :host {
    display: block;
    max-inline-size: 560px;
  }
  :host([hidden]) {
    display: none;
  }
  .pad {
    display: grid;
    gap: 12px;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
  }
  .panel {
    display: grid;
    gap: 10px;
  }
  /* Paper is white in every theme; the pad keeps its proportions, so that strokes keep theirs. */
  .surface,
  .preview {
    display: block;
    aspect-ratio: 60 / 24;
    inline-size: 100%;
    background: #fff;
    box-shadow: 0 0 0 1px #7e8994;
    forced-color-adjust: none;
  }
  .surface {
    touch-action: none;
    user-select: none;
    cursor: crosshair;
  }
  .surface.off {
    background: #eceff1;
    cursor: not-allowed;
  }
  .surface svg,
  .preview .face {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .surface:focus-visible {
    outline: 2px solid transparent;
    box-shadow:
      0 0 0 1px #7e8994,
      var(--_focus-ring);
    border-radius: 0;
  }
  .baseline {
    fill: none;
    stroke: #7e8994;
    stroke-dasharray: 1 1;
    stroke-width: 0.15;
  }
  .preview {
    box-sizing: border-box;
    padding: 8px;
  }
  .tools .button {
    flex: 0 1 auto;
  }
  @media (pointer: coarse) {
    .tools .button,
    .file,
    .tab {
      min-block-size: 44px;
    }
  }
`;
