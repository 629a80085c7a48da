import { css, type CSSResult } from 'lit';

/** Forms in place, and dialogs with forms. */
export const formStyles: CSSResult = css`
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .legend {
    padding: 0;
    padding-block-end: 4px;
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .choice {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-block-size: 28px;
    font: var(--_font-sm) var(--_font-ui);
    cursor: pointer;
  }
  .choice input {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
    flex: none;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
    gap: 8px;
    align-items: start;
  }
  .input.locked {
    display: flex;
    gap: 8px;
    align-items: center;
    background: var(--_sunken);
    border-color: var(--_line);
    color: var(--_text-secondary);
  }
  .file {
    max-inline-size: 100%;
    min-block-size: var(--_control);
    font: var(--_font-sm) var(--_font-ui);
    color: var(--_text);
  }
  .file::file-selector-button {
    min-block-size: var(--_control);
    margin-inline-end: 10px;
    padding: 4px 12px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    color: var(--_text);
    font: 500 var(--_font-md) var(--_font-ui);
    cursor: pointer;
  }
  .form {
    padding: 14px 16px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_accent);
    gap: 12px;
  }
  .form:has(.button.danger) {
    border-color: var(--_danger);
  }
  .form h3,
  .form h4 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .fault {
    min-block-size: 18px;
  }
  .fault .icon {
    color: var(--_danger);
  }
  /* A full-height sheet below 720 px, a floating dialog above: lengths that switch, without a media query. */
  .modal {
    container: modal / inline-size;
    inline-size: min(100vw, max(var(--_modal, 860px), (720px - 100vw) * 9999));
    max-inline-size: 100vw;
    block-size: min(100dvh, max(var(--_modal-height, 680px), (720px - 100vw) * 9999));
    max-block-size: 100dvh;
    margin: auto;
    padding: 0;
    border: 0;
    border-radius: clamp(0px, (100vw - 720px) * 9999, var(--_radius-3));
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-dialog);
    overflow: hidden;
  }
  .modal.narrow {
    --_modal: 560px;
    --_modal-height: 560px;
  }
  .modal:focus-visible {
    box-shadow: var(--_shadow-dialog);
  }
  .modal::backdrop {
    background: var(--_scrim);
  }
  .modal > form {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
  }
  .modal-head {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 16px 20px 12px;
    border-block-end: 1px solid var(--_line);
  }
  .modal-head h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .modal-body {
    overflow-y: auto;
    padding: 16px 20px;
    scroll-padding-block: 16px;
  }
  .modal-foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 12px 20px;
    border-block-start: 1px solid var(--_line);
  }
  .modal-foot .fault {
    flex: 1 1 200px;
  }
  @media (forced-colors: active) {
    .modal {
      border: 1px solid CanvasText;
    }
  }
`;
