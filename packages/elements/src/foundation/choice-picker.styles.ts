import { css, type CSSResult } from 'lit';

export const choicePickerStyles: CSSResult = css`
  .picker {
    position: relative;
  }
  .chosen {
    min-block-size: var(--_control);
    padding-inline-start: 10px;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-2);
    background: var(--_sunken);
  }
  .options {
    position: absolute;
    inset-block-start: 100%;
    inset-inline: 0;
    z-index: var(--_z-drawer);
    max-block-size: 260px;
    overflow-y: auto;
    margin-block-start: 2px;
    background: var(--_raised);
    border-radius: var(--_radius-2);
    box-shadow: var(--_shadow-raised);
  }
  .options.note-line {
    padding: 8px 10px;
  }
  .options li {
    display: grid;
    padding: 6px 10px;
    cursor: pointer;
  }
  .options li:hover {
    background: var(--_hover);
  }
  .options li[aria-selected='true'] {
    background: var(--_selected);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .options li[aria-disabled='true'] {
    color: var(--_text-disabled);
    cursor: not-allowed;
  }
  @media (forced-colors: active) {
    .options {
      border: 1px solid ButtonText;
    }
    .options li[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
