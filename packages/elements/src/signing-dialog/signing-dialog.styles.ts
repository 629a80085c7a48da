import { css, type CSSResult } from 'lit';

export const signingDialogStyles: CSSResult = css`
  :host {
    display: contents;
  }
  /* A sheet from the bottom below 720 px, a floating dialog of constant height above: lengths that switch, without a media query. */
  dialog {
    --_above: clamp(0px, (720px - 100vw) * 9999, 16px);
    inset-block-start: var(--_above);
    container: dialog / inline-size;
    inline-size: min(100vw, max(608px, (720px - 100vw) * 9999));
    max-inline-size: 100vw;
    block-size: min(100dvh - var(--_above), max(640px, (720px - 100vw) * 9999));
    max-block-size: calc(100dvh - var(--_above));
    margin: auto;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-3);
    border-end-start-radius: clamp(0px, (100vw - 720px) * 9999, var(--_radius-3));
    border-end-end-radius: clamp(0px, (100vw - 720px) * 9999, var(--_radius-3));
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-dialog);
    overflow: hidden;
  }
  dialog:has([data-step='read']) {
    inline-size: min(100vw, 960px);
  }
  dialog:focus-visible {
    box-shadow: var(--_shadow-dialog);
  }
  dialog::backdrop {
    background: var(--_scrim);
  }
  .sheet {
    --_surface: var(--_raised);
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  .head {
    padding-block-start: 14px;
    padding-inline: 24px 12px;
  }
  h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  h2:focus-visible {
    box-shadow: none;
    outline: none;
  }
  .steps {
    display: grid;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    gap: 4px;
    padding-block-start: 10px;
    padding-inline-end: 12px;
  }
  .steps li {
    border-block-start: 3px solid var(--_pressed);
    padding-block-start: 5px;
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-muted);
    white-space: nowrap;
  }
  .steps .done {
    border-color: var(--_text-secondary);
  }
  .steps .now {
    border-color: var(--_accent);
    color: var(--_text);
    font-weight: 600;
  }
  .work {
    padding: 10px 24px 0;
  }
  .bar {
    block-size: 4px;
    background: var(--_pressed);
  }
  .bar i {
    display: block;
    block-size: 4px;
    background: var(--_accent);
    transition: inline-size var(--_slow) var(--_ease);
  }
  .bar .reading {
    inline-size: 50%;
  }
  .bar .preparing {
    inline-size: 60%;
  }
  .bar .signing {
    inline-size: 62%;
  }
  .bar .checking {
    inline-size: 88%;
  }
  .work p {
    padding-block-start: 6px;
  }
  .body {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 18px 24px;
  }
  .body:focus-visible {
    box-shadow: inset 0 0 0 2px var(--_accent);
    border-radius: 0;
  }
  [data-step='read'] .body:has(.reading) {
    padding: 12px 0 0;
    overflow: hidden;
  }
  /* The way on of setting something up stays in sight above the foot. */
  .body:has(.enrolment-acts) {
    scroll-padding-block-end: 72px;
  }
  .body .enrolment-acts {
    position: sticky;
    inset-block-end: -18px;
    margin-block-end: -18px;
    padding-block: 12px 18px;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .body .failure {
    padding: 24px 0;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px 24px;
    border-block-start: 1px solid var(--_line);
  }
  .reading {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 256px;
    block-size: 100%;
    border-block-start: 1px solid var(--_line);
  }
  .reading-document {
    min-block-size: 0;
    overflow: hidden;
    background: var(--_desk);
  }
  .reading-document slot > *,
  .reading-document ::slotted(*) {
    block-size: 100%;
  }
  .reading-side {
    display: grid;
    gap: 16px;
    align-content: start;
    overflow: auto;
    padding: 20px;
    border-inline-start: 1px solid var(--_line);
  }
  .reading-facts {
    display: grid;
    gap: 16px;
  }
  .facts-toggle {
    display: none;
  }
  .facts.one {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }
  .facts.one dd {
    padding-block-end: 10px;
  }
  .earlier p {
    overflow-wrap: anywhere;
  }
  .earlier .stack {
    gap: 6px;
    min-inline-size: 0;
  }
  .seen {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    min-block-size: 24px;
    padding-block-start: 4px;
    font-weight: 500;
  }
  .seen input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .result-states {
    gap: 8px;
    padding: 0;
    margin: 0;
    list-style: none;
    font: var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .skeleton.text {
    inline-size: 60%;
    block-size: 12px;
    margin-block: 4px;
  }
  .face-small {
    inline-size: 40px;
    block-size: 40px;
    padding: 2px;
  }
  .confirm {
    display: grid;
    gap: 14px;
  }
  .compared {
    font: var(--_font-sm) var(--_font-ui);
  }
  .confirm-facts {
    display: grid;
    grid-template-columns: 240px minmax(0, 1fr);
    gap: 20px;
  }
  .confirm-facts.no-crop {
    grid-template-columns: minmax(0, 1fr);
  }
  .confirm .facts {
    gap: 8px 14px;
    align-content: start;
  }
  .crop canvas {
    display: block;
    inline-size: 100%;
    block-size: 220px;
    box-shadow: 0 0 0 1px rgb(23 33 43 / 0.18);
  }
  .crop figcaption {
    padding-block-start: 6px;
  }
  .place {
    display: block;
  }
  .certificate-line {
    display: block;
  }
  .certificate-names code {
    overflow-wrap: anywhere;
  }
  :is(.more-places, .certificate-names) summary {
    min-block-size: 24px;
    color: var(--_accent);
    cursor: pointer;
  }
  .final {
    display: flex;
    flex-basis: 100%;
    gap: 8px;
    align-items: flex-start;
  }
  .final .icon {
    flex: none;
    margin-block-start: 2px;
    color: var(--_warn);
  }
  .result {
    display: grid;
    grid-template-columns: minmax(0, 316px) minmax(0, 1fr);
    gap: 24px;
  }
  .slip-well {
    padding: 14px;
    background: var(--_desk);
    border-radius: var(--_radius-2);
  }
  .slip {
    display: grid;
    gap: 12px;
    padding: 20px 20px 24px;
    mask:
      conic-gradient(from -45deg at bottom, #0000, #000 1deg 89deg, #0000 90deg) bottom / 10px 5px repeat-x,
      linear-gradient(#000 0 0) top / 100% calc(100% - 5px) no-repeat;
  }
  .slip-head {
    min-block-size: 56px;
  }
  .slip-face {
    inline-size: 56px;
    block-size: 56px;
  }
  .slip .facts {
    gap: 4px 10px;
    padding-block-start: 12px;
    border-block-start: 1px dashed #7e8994;
    font: calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-mono);
  }
  .slip .facts dt,
  .slip-note {
    color: #5f6b77;
  }
  .result-next {
    padding-block-start: 8px;
    gap: 12px;
  }
  .result-next .button {
    justify-content: flex-start;
  }
  .untagged {
    grid-column: 1 / -1;
  }
  .result-sentence {
    font: var(--_font-lg) var(--_font-ui);
    text-wrap: pretty;
  }
  .result-verdict {
    font: var(--_font-sm) var(--_font-ui);
  }
  .continue {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding: 8px 16px;
    border-block-end: 1px solid var(--_line);
    background: var(--_selected);
    color: var(--_text);
    font: var(--_font-sm) var(--_font-ui);
  }
  .continue .stack {
    flex-basis: 200px;
    gap: 0;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .waiting-approval {
    gap: 16px;
    max-inline-size: 560px;
  }
  .waiting-approval > .line > .icon {
    inline-size: 20px;
    block-size: 20px;
    color: var(--_accent);
  }
  .use-reason {
    gap: 10px;
  }
  @container dialog (width < 720px) {
    .reading {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto minmax(max(70%, min(280px, 45dvh)), 1fr);
      overflow: auto;
    }
    /* Most of the height is the document's: one line says what is asked of the reading, the rest is folded away or scrolls. */
    .reading-side {
      order: -1;
      overflow: visible;
      gap: 4px;
      padding: 6px 16px;
      border: 0;
      border-block-end: 1px solid var(--_line);
    }
    .facts-toggle {
      display: flex;
      justify-self: start;
      margin-inline-start: -8px;
    }
    .reading-facts {
      gap: 4px;
      padding-block-end: 6px;
    }
    .reading-side:not(.open) .reading-facts {
      display: none;
    }
    .reading-side .facts.one {
      grid-template-columns: auto minmax(0, 1fr);
      gap: 2px 12px;
      font: var(--_font-xs) var(--_font-ui);
    }
    .reading-side .facts.one dd {
      padding: 0;
    }
    .face-small {
      inline-size: 32px;
      block-size: 32px;
    }
  }
  @container dialog (width < 560px) {
    .head {
      padding-block-start: 8px;
      padding-inline: 16px 8px;
    }
    .steps li:not(.now) span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .work {
      padding-inline: 16px;
    }
    .body {
      padding: 16px;
    }
    .foot {
      flex-wrap: wrap;
      padding: 10px 16px calc(10px + env(safe-area-inset-bottom, 0px));
    }
    .foot .button {
      min-block-size: 44px;
    }
    .foot .primary {
      flex: 1;
    }
    .foot .grow:empty {
      display: none;
    }
    .foot .why {
      order: -1;
      flex-basis: 100%;
    }
    .act {
      padding: 10px 12px;
    }
    .confirm-facts,
    .result {
      grid-template-columns: minmax(0, 1fr);
      gap: 14px;
    }
    .result-next,
    .untagged {
      order: -1;
    }
    .result-next {
      padding-block-start: 0;
    }
    .crop canvas {
      block-size: 190px;
    }
  }
  @media (forced-colors: active) {
    dialog,
    .continue {
      border: 1px solid CanvasText;
    }
    .steps .now {
      border-color: Highlight;
    }
    .steps .done {
      border-color: CanvasText;
    }
  }
`;
