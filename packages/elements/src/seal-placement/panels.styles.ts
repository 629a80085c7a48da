import { css, type CSSResult } from 'lit';

/** Tray, properties and dialogs. */
export const panelStyles: CSSResult = css`
  .tray {
    grid-area: tray;
    overflow: auto;
    padding: 14px 8px;
    border-inline-end: 1px solid var(--_line);
  }
  .tray-head {
    display: flex;
    align-items: baseline;
    padding: 0 8px 8px;
  }
  .tray-item {
    display: flex;
    gap: 12px;
    align-items: center;
    inline-size: 100%;
    padding: 8px;
    border: 0;
    border-radius: var(--_radius-2);
    background: none;
    color: var(--_text);
    text-align: start;
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
  }
  .tray-item:hover {
    background: var(--_hover);
  }
  .tray-item.lifted,
  .tray-item[aria-pressed='true'] {
    background: var(--_selected);
  }
  .tray-item.lifted .chip-face {
    opacity: 0.3;
  }
  .tray-item.off {
    color: var(--_text-secondary);
    cursor: not-allowed;
  }
  .tray-item.off .chip-face {
    opacity: 0.42;
  }
  .tray-item[aria-pressed] {
    cursor: pointer;
  }
  .tray-item .chip {
    inline-size: 52px;
    block-size: 52px;
  }
  .tray-item .chip.sign {
    color: var(--_on-paper-select);
  }
  .chip-face {
    display: block;
  }
  .chip-face.full {
    inline-size: 38px;
    block-size: 38px;
  }
  .tray-words {
    display: grid;
    gap: 1px;
    min-inline-size: 0;
    justify-items: start;
  }
  .tray-name {
    font: 500 var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .badges {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .tray-item .badge {
    margin-block-start: 2px;
    padding: 0 6px;
    font: 500 calc(11px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-ui);
    white-space: normal;
    text-align: start;
  }
  .tray-hint,
  .tray-note {
    padding: 14px 8px 0;
    text-wrap: pretty;
  }
  .tray-note .button {
    margin-block-start: 8px;
  }

  .properties {
    grid-area: props;
    display: flex;
    flex-direction: column;
    overflow: auto;
    border-inline-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .properties-empty {
    display: grid;
    gap: 8px;
    justify-items: center;
    padding: 56px 24px 24px;
    text-align: center;
    color: var(--_text-secondary);
  }
  .properties-empty .icon {
    inline-size: 24px;
    block-size: 24px;
    color: var(--_text-muted);
  }
  .properties-empty p {
    text-wrap: pretty;
  }
  .phone-hint {
    display: none;
  }
  .properties-head {
    display: flex;
    gap: 12px;
    align-items: center;
    padding: 14px 16px;
    border-block-end: 1px solid var(--_line);
  }
  .properties-head .chip-face.full {
    inline-size: 36px;
    block-size: 36px;
  }
  .properties-title {
    font: 600 var(--_font-md) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .properties-body {
    display: grid;
    gap: 14px;
    padding: 16px;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 10px 8px;
    align-items: start;
  }
  .with-unit.locked > .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 10px;
    margin-block: auto;
    color: var(--_text-secondary);
  }
  .with-unit.locked > .input {
    padding-inline-start: 32px;
  }
  .fact {
    font: var(--_font-md) var(--_font-ui);
  }
  .field-error {
    display: flex;
    gap: 4px;
    align-items: flex-start;
    color: var(--_danger);
  }
  .field-error .icon {
    inline-size: 14px;
    block-size: 14px;
    margin-block-start: 2px;
  }
  .panel-controls {
    display: contents;
  }
  .properties-actions {
    display: flex;
    gap: 8px;
    padding: 0 16px 16px;
  }
  .properties-actions .button {
    gap: 4px;
    padding-inline: 6px;
  }
  .nudge {
    display: none;
    gap: 8px;
    align-items: center;
    padding: 0 12px 10px;
  }
  .icon-button.big {
    inline-size: 44px;
    block-size: 44px;
    border: 1px solid var(--_line-strong);
    background: var(--_surface);
  }
  .nudge-step {
    margin-inline-start: auto;
  }

  .dialog {
    inline-size: min(420px, calc(100vw - 32px));
    max-block-size: calc(100dvh - 32px);
    margin: auto;
    padding: 0;
    overflow: auto;
    border: 0;
    border-radius: var(--_radius-3);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-dialog);
  }
  .dialog::backdrop {
    background: rgb(11 15 19 / 0.5);
  }
  .dialog-body {
    display: grid;
    gap: var(--_space-4);
    padding: var(--_space-5);
  }
  .dialog-head,
  .dialog-actions {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
  }
  .dialog-actions {
    justify-content: flex-end;
    flex-wrap: wrap;
  }
  .dialog-title {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .choices {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 0 12px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .choice {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: var(--_control);
    cursor: pointer;
  }
  .choice input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .keys {
    display: grid;
    gap: 8px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .keys > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: 12px;
  }
  .keys dd {
    color: var(--_text-secondary);
  }

  @container seal-placement (max-width: 1079px) {
    /* A drawer over the pages, there when something is selected. */
    .properties {
      grid-area: canvas;
      justify-self: end;
      inline-size: 272px;
      z-index: var(--_z-drawer);
      box-shadow: var(--_shadow-raised);
      transition: translate var(--_base) var(--_ease);
    }
    .properties.idle {
      translate: 100% 0;
      visibility: hidden;
    }
    .lifting.drag .properties {
      visibility: hidden;
    }
  }
  @container seal-placement (max-width: 719px) {
    .tray {
      padding: 6px 8px;
      overflow: auto hidden;
      border: 0;
      border-block-start: 1px solid var(--_line);
    }
    .tray-head,
    .tray-hint {
      display: none;
    }
    .tray-note {
      padding: 8px 4px;
    }
    .tray-list {
      display: flex;
      gap: 4px;
    }
    .tray-item {
      display: grid;
      justify-items: center;
      align-content: start;
      gap: 2px;
      inline-size: 84px;
      block-size: 100%;
      padding: 6px 2px;
      text-align: center;
      touch-action: pan-x;
    }
    .tray-item .chip {
      inline-size: 44px;
      block-size: 44px;
    }
    .tray-item .chip-face {
      max-inline-size: 40px;
      max-block-size: 40px;
    }
    .tray-words {
      justify-items: center;
    }
    .tray-name {
      font: 500 calc(12px * var(--_scale)) / calc(16px * var(--_scale)) var(--_font-ui);
    }
    .tray-meta,
    .tray-item .badges,
    .tray-words > .small {
      display: none;
    }
    .tray-item .badge {
      padding: 0 4px;
      text-align: center;
    }
    .tray-item .badge .icon {
      display: none;
    }
    .properties {
      grid-area: props;
      justify-self: stretch;
      inline-size: auto;
      overflow: visible;
      border: 0;
      border-block-start: 1px solid var(--_line);
      box-shadow: none;
      z-index: auto;
    }
    .properties.idle {
      translate: none;
      visibility: visible;
    }
    .lifting.drag .properties {
      visibility: visible;
    }
    .properties-head,
    .properties-empty,
    .roomy {
      display: none;
    }
    .phone-hint {
      display: block;
      padding: 10px 12px;
    }
    .properties-body {
      gap: 0;
      padding: 10px 12px;
    }
    .properties .input {
      min-block-size: 44px;
    }
    /* Moving and removing stand in one row, the words of the latter for assistive technology alone. */
    .panel-controls {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
      padding: 0 12px 10px;
    }
    .nudge {
      display: flex;
      gap: 6px;
      padding: 0;
    }
    .nudge-step {
      padding-inline: 6px;
    }
    .properties-actions {
      flex: 1;
      justify-content: flex-end;
      gap: 6px;
      padding: 0;
    }
    .properties-actions .button {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
    .properties-actions .small-words {
      flex: none;
      padding: 4px 0;
    }
    .properties-actions .small-words span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .carrying {
      flex-basis: 100%;
    }
  }
  @container seal-placement (max-width: 419px) {
    .nudge-step {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .tray-item.lifted,
    .tray-item[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .dialog {
      border: 1px solid CanvasText;
    }
  }
`;
