import { css, type CSSResult } from 'lit';

/** The column of pages, the text over them, and the states around them. Shared by every element that shows a document. */
export const pageStyles: CSSResult = css`
  .scroller {
    position: absolute;
    inset: 0;
    overflow: auto;
    scrollbar-gutter: stable;
    background: var(--_desk);
    overscroll-behavior: contain;
  }
  .scroller:focus-visible {
    box-shadow: inset 0 0 0 2px var(--_accent);
    border-radius: 0;
  }
  .column {
    position: relative;
    min-inline-size: 100%;
  }
  .page {
    position: absolute;
    isolation: isolate;
    box-shadow: var(--_shadow-paper);
  }
  .surface {
    position: absolute;
    inset: 0;
    overflow: clip;
    background: var(--_paper);
  }
  .page-canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    display: block;
  }
  /* pdf.js places each run of text by percentages and states its size in units of the page. */
  .text-layer {
    --total-scale-factor: calc(var(--_zoom) * 96 / 72 * var(--user-unit, 1));
    --scale-round-x: 0.01px;
    --scale-round-y: 0.01px;
    --min-font-size: 1;
    --text-scale-factor: calc(var(--total-scale-factor) * var(--min-font-size));
    --min-font-size-inv: calc(1 / var(--min-font-size));
    position: absolute;
    left: 0;
    top: 0;
    overflow: clip;
    line-height: 1;
    text-align: initial;
    text-size-adjust: none;
    forced-color-adjust: none;
    transform-origin: 0 0;
    direction: ltr;
  }
  .text-layer[data-main-rotation='90'] {
    transform: rotate(90deg) translateY(-100%);
  }
  .text-layer[data-main-rotation='180'] {
    transform: rotate(180deg) translate(-100%, -100%);
  }
  .text-layer[data-main-rotation='270'] {
    transform: rotate(270deg) translateX(-100%);
  }
  .text-layer :is(span, br) {
    position: absolute;
    color: transparent;
    white-space: pre;
    cursor: text;
    transform-origin: 0 0;
  }
  .text-layer > :not(.markedContent),
  .text-layer .markedContent span:not(.markedContent) {
    --font-height: 0;
    --scale-x: 1;
    --rotate: 0deg;
    font-size: calc(var(--text-scale-factor) * var(--font-height));
    transform: rotate(var(--rotate)) scaleX(var(--scale-x)) scale(var(--min-font-size-inv));
  }
  .text-layer .markedContent {
    display: contents;
  }
  .text-layer ::selection {
    color: transparent;
    background: rgb(27 79 145 / 0.28);
  }
  .page-failure {
    position: absolute;
    inset: auto 16px 16px;
    z-index: 1;
  }

  .document-state {
    position: absolute;
    inset: 0;
    display: grid;
    gap: var(--_space-3);
    place-content: center;
    justify-items: center;
    padding: var(--_space-6) var(--_space-4);
    background: var(--_sunken);
    text-align: center;
    overflow: auto;
  }
  .document-state.failed {
    text-align: start;
    justify-items: start;
  }
  .document-state .failure {
    max-inline-size: 480px;
  }
  .state-title {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .refused-document {
    display: flex;
    gap: var(--_space-2);
    align-items: flex-start;
    max-block-size: 50%;
    overflow: auto;
    padding: var(--_space-3) var(--_space-4);
    border-block-end: 1px solid var(--_line);
    background: var(--_raised);
  }
  .empty-page,
  .loading-page {
    inline-size: 120px;
    block-size: 170px;
  }
  .empty-page {
    display: grid;
    place-items: center;
    border: 1.5px dashed var(--_line-strong);
    color: var(--_text-muted);
  }
  .loading-page {
    display: grid;
    gap: 10px;
    align-content: start;
    padding: 20px 16px;
    box-shadow: var(--_shadow-paper);
  }
  .loading-page i {
    display: block;
    block-size: 8px;
    background: #e6eaed;
  }
  .loading-page i:first-child {
    block-size: 12px;
    inline-size: 70%;
  }
  .loading-page i:last-child {
    inline-size: 60%;
  }
  /* A document that opens at once should not flash a skeleton. */
  .document-state.loading,
  .replacing {
    animation: seal-late 150ms step-end;
  }
  @keyframes seal-late {
    from {
      visibility: hidden;
    }
    to {
      visibility: visible;
    }
  }
  @media (forced-colors: active) {
    .page {
      outline: 1px solid CanvasText;
    }
    .scroller:focus-visible {
      outline-offset: -3px;
    }
  }
`;
