import { css, type CSSResult } from 'lit';

export const lifecycleStyles: CSSResult = css`
  :host {
    container: lifecycle / inline-size;
    background: var(--_surface);
    padding: 20px 24px;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  h3 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .line-1 {
    block-size: 16px;
    inline-size: 60%;
  }
  .line-2 {
    block-size: 12px;
  }
  .cycle ol {
    display: grid;
    /* The fifth holds the longest words: active, or suspended. */
    grid-template-columns: repeat(4, minmax(0, 1fr)) minmax(76px, 1.2fr) minmax(0, 1fr);
  }
  .cycle ol li {
    position: relative;
    display: grid;
    align-content: start;
    justify-items: start;
    padding-block-start: 18px;
    padding-inline-end: 4px;
  }
  .cycle ol li::before {
    content: '';
    position: absolute;
    inset-block-start: 6px;
    inset-inline: 0;
    border-block-start: 2px solid var(--_text-secondary);
  }
  .cycle i {
    position: absolute;
    inset-block-start: 1px;
    inset-inline-start: 0;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--_text-secondary);
  }
  .cycle ol b {
    font: 500 var(--_font-xs) var(--_font-ui);
  }
  .cycle .now::before,
  .cycle .ahead::before {
    border-block-start-style: dotted;
    border-color: var(--_line-strong);
  }
  .cycle .ahead i {
    background: var(--_surface);
    border: 1.5px dashed var(--_line-strong);
  }
  .cycle .ahead b {
    color: var(--_text-muted);
  }
  .cycle .now i {
    background: var(--_accent);
    box-shadow:
      0 0 0 3px var(--_surface),
      0 0 0 4.5px var(--_accent);
  }
  .cycle .now b {
    font-weight: 600;
    color: var(--_accent);
  }
  .cycle .now.suspended i {
    background: var(--_warn);
    box-shadow:
      0 0 0 3px var(--_surface),
      0 0 0 4.5px var(--_warn);
  }
  .cycle .now.suspended b {
    color: var(--_warn);
  }
  .cycle .end::before {
    display: none;
  }
  .cycle .end i {
    border-radius: 0;
    clip-path: polygon(0 0, 65% 0, 100% 35%, 100% 100%, 0 100%);
  }
  .cycle .now.end i {
    background: var(--_danger);
    box-shadow: none;
  }
  .cycle .now.end b {
    color: var(--_danger);
  }
  .branches {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin-block-start: 10px;
    padding: 6px 10px;
    background: var(--_sunken);
  }
  .branches li {
    display: flex;
    gap: 5px;
    align-items: center;
  }
  .branches .icon {
    inline-size: 13px;
    block-size: 13px;
  }
  .branches b {
    font-weight: 500;
  }
  .facts-and-face {
    display: grid;
    grid-template-columns: 120px minmax(0, 1fr);
    gap: 16px;
    align-items: center;
  }
  .chip.millimetres {
    inline-size: 120px;
    block-size: 120px;
    padding: 4px;
    background-image:
      linear-gradient(rgb(27 79 145 / 0.07) 1px, transparent 1px), linear-gradient(90deg, rgb(27 79 145 / 0.07) 1px, transparent 1px);
    background-size: 10px 10px;
  }
  .off .face {
    opacity: 0.32;
  }
  .asked-face {
    inline-size: 88px;
    block-size: 88px;
    flex: none;
  }
  .asked-for .line.top {
    gap: 16px;
    align-items: flex-start;
  }
  .asked-marks {
    display: grid;
    gap: 4px;
    padding: 0;
    margin: 0;
    list-style: none;
  }
  .facts.small {
    gap: 4px 10px;
    font: var(--_font-xs) var(--_font-ui);
  }
  .steps {
    display: grid;
    gap: 8px;
  }
  .step {
    display: grid;
    grid-template-columns: minmax(128px, max-content) minmax(0, 1fr);
    gap: 12px;
    align-items: center;
  }
  .step .button {
    justify-content: flex-start;
  }
  .form {
    padding: 14px 16px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_accent);
  }
  .form:has(.danger) {
    border-color: var(--_danger);
  }
  .fault {
    min-block-size: 18px;
  }
  .fault .icon {
    color: var(--_danger);
  }
  @container lifecycle (width < 360px) {
    .cycle ol {
      grid-template-columns: minmax(0, 1fr);
    }
    .cycle ol li {
      grid-template-columns: auto auto;
      gap: 8px;
      justify-content: start;
      align-items: center;
      min-block-size: 26px;
      padding: 0;
      padding-inline-start: 24px;
    }
    .cycle ol li::before {
      inset-block: 11px -11px;
      inset-inline: 5px auto;
      border-block-start: 0;
      border-inline-start: 2px solid var(--_text-secondary);
    }
    .cycle .now::before,
    .cycle .ahead::before {
      border-inline-start-style: dotted;
      border-color: var(--_line-strong);
    }
    .cycle i {
      inset-block-start: 5px;
    }
    .facts-and-face {
      grid-template-columns: 88px minmax(0, 1fr);
    }
    .chip.millimetres {
      inline-size: 88px;
      block-size: 88px;
    }
    .step {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
  }
`;
