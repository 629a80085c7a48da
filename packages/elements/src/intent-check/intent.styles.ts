import { css, type CSSResult } from 'lit';

/** How a person confirms: the ways, the code, setting up. */
export const intentStyles: CSSResult = css`
  .intent,
  .enrolment {
    container: intent / inline-size;
    gap: 14px;
  }
  .methods {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 168px), 1fr));
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .method {
    position: relative;
    display: flex;
    gap: 10px;
    align-items: flex-start;
    min-block-size: 44px;
    padding: 10px 12px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    cursor: pointer;
  }
  .method:hover {
    background: var(--_hover);
  }
  .method input {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .method .icon {
    inline-size: 20px;
    block-size: 20px;
    margin-block-start: 1px;
  }
  .method b {
    display: block;
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .method small {
    display: block;
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-secondary);
    font-variant-numeric: tabular-nums;
  }
  .method:has(:checked) {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
    background: var(--_selected);
  }
  .method:has(:checked) .icon {
    color: var(--_accent);
  }
  .method:has(:focus-visible) {
    outline: 2px solid transparent;
    box-shadow: var(--_focus-ring);
  }
  .method.off {
    border-color: var(--_line);
    background: var(--_sunken);
    cursor: not-allowed;
  }
  .method.off :is(b, .icon, small) {
    color: var(--_text-muted);
  }
  .method-block {
    display: block;
    block-size: 64px;
  }
  .code {
    display: grid;
    gap: 6px;
    justify-items: start;
  }
  /* One field drawn as six: each digit has a cell of its own width, the lines between them are painted. */
  .input.otp {
    --_cell: 42px;
    inline-size: calc(var(--_cell) * 6 + 2px);
    max-inline-size: 100%;
    block-size: 50px;
    padding: 0;
    padding-inline-start: calc((var(--_cell) - 1ch) / 2);
    overflow: hidden;
    font: 500 22px/48px var(--_font-mono);
    letter-spacing: calc(var(--_cell) - 1ch);
    background-color: var(--_surface);
    background-image:
      linear-gradient(var(--_line-strong), var(--_line-strong)),
      repeating-linear-gradient(
        to right,
        transparent 0,
        transparent calc(var(--_cell) - 1px),
        var(--_line) calc(var(--_cell) - 1px),
        var(--_line) var(--_cell)
      );
    background-repeat: no-repeat;
    background-position:
      calc(var(--_cell) * 3 - 1px) 0,
      0 0;
    background-size:
      2px 100%,
      calc(var(--_cell) * 5.5) 100%;
    direction: ltr;
  }
  .input.otp[aria-invalid='true'] {
    padding-inline-start: calc((var(--_cell) - 1ch) / 2 - 1px);
    padding-block: 0;
  }
  .input.otp[readonly] {
    background-color: var(--_sunken);
  }
  .code .fault {
    min-block-size: 0;
  }
  /* Its place is there for what will be said; without words it takes none. */
  .code .fault:not(:has(.icon)) {
    margin-block-start: -6px;
  }
  .code .fault .icon {
    color: var(--_danger);
  }
  .life {
    font: var(--_font-sm) var(--_font-ui);
  }
  .waiting .icon {
    color: var(--_accent);
  }
  .enrolment h3 {
    font: 600 var(--_font-md) var(--_font-ui);
  }
  .secret {
    display: grid;
    grid-template-columns: 168px minmax(0, 1fr);
    gap: 16px;
    align-items: start;
  }
  .qr {
    display: block;
    inline-size: 168px;
    block-size: 168px;
    border: 1px solid var(--_line);
  }
  .secret-text {
    font: 500 calc(15px * var(--_scale)) / calc(24px * var(--_scale)) var(--_font-mono);
    overflow-wrap: anywhere;
    user-select: all;
  }
  .intent > .failure {
    padding: 0;
  }
  @container intent (width < 420px) {
    .secret {
      grid-template-columns: minmax(0, 1fr);
    }
    .methods {
      grid-template-columns: minmax(0, 1fr);
    }
    .method small {
      display: inline;
      padding-inline-start: 8px;
    }
    .method b {
      display: inline;
    }
  }
  @media (forced-colors: active) {
    .method:has(:checked) {
      outline: 2px solid Highlight;
    }
    .method.off :is(b, .icon, small) {
      color: GrayText;
    }
  }
`;
