import { css, type CSSResult } from 'lit';

export const approvalStyles: CSSResult = css`
  :host {
    container: approval / inline-size;
    background: var(--_surface);
  }
  .approval {
    display: grid;
    grid-template-columns: 328px minmax(0, 1fr) 352px;
    grid-template-rows: minmax(0, 1fr);
    min-block-size: 480px;
    block-size: min(100dvh, 900px);
  }
  .approval.single {
    grid-template-columns: minmax(0, 1fr) 352px;
  }
  .approval.single > :is(.failure, .waiting, .empty) {
    grid-column: 1 / -1;
    align-self: start;
  }
  .queue-side {
    overflow-y: auto;
    border-inline-end: 1px solid var(--_line);
  }
  .queue-head {
    padding: 20px 20px 4px;
  }
  .queue-head h2,
  .decision h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .queue-side .tabs {
    padding-inline: 20px;
  }
  .queue-more {
    padding: 12px 16px;
    text-align: center;
  }
  .queue > li {
    border-block-end: 1px solid var(--_line);
  }
  .queue-item {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr);
    gap: 12px;
    inline-size: 100%;
    padding: 12px 20px;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    cursor: pointer;
  }
  .queue-item:hover {
    background: var(--_hover);
  }
  .queue-item.open {
    background: var(--_selected);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .queue-item:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
  }
  .queue-face {
    inline-size: 40px;
    block-size: 40px;
    padding: 2px;
  }
  .queue-words {
    display: grid;
    gap: 2px;
  }
  .queue-words b {
    font: 600 var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .queue-skeleton {
    block-size: 64px;
    margin: 12px 20px;
  }
  .choose-one {
    grid-column: 2 / -1;
    place-self: center;
  }
  .document {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-inline-size: 0;
    min-block-size: 0;
    background: var(--_desk);
  }
  .document > * {
    min-inline-size: 0;
  }
  .document-head {
    flex-wrap: wrap;
    min-block-size: 48px;
    padding: 6px 16px;
    background: var(--_surface);
    border-block-end: 1px solid var(--_line);
  }
  .file-name {
    font: 600 var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .seen {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding: 6px 16px;
    background: var(--_pass-soft);
  }
  .document > :not(header, p, .bring) {
    block-size: 100%;
    min-block-size: 0;
  }
  .bring {
    grid-row: 2 / -1;
    display: grid;
    gap: 16px;
    align-content: start;
    justify-items: center;
    overflow-y: auto;
    padding: 24px 16px;
  }
  .drop {
    display: grid;
    gap: 10px;
    justify-items: center;
    inline-size: min(100%, 420px);
    padding: 32px 20px;
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    text-align: center;
  }
  .over .drop {
    border-color: var(--_accent);
    background: var(--_selected);
  }
  .choose:focus-within {
    box-shadow: var(--_focus-ring);
  }
  .wrong,
  .place-table {
    inline-size: min(100%, 420px);
  }
  .place-table {
    padding: 12px 16px;
    background: var(--_surface);
  }
  .page-skeleton {
    inline-size: min(60%, 320px);
    aspect-ratio: 210 / 297;
  }
  .decision {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-block-size: 0;
    border-inline-start: 1px solid var(--_line);
  }
  .decision-body {
    display: grid;
    gap: 18px;
    align-content: start;
    overflow-y: auto;
    padding: 20px;
  }
  .decision h3,
  .place-table h3 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .facts {
    gap: 6px 16px;
  }
  .tight {
    gap: 2px;
  }
  .rules {
    display: grid;
    gap: 8px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .rules li {
    display: flex;
    gap: 8px;
    align-items: flex-start;
  }
  .rules :is(.mark, .icon) {
    margin-block-start: 2px;
  }
  .permit-words {
    padding: 12px 14px;
    border: 1px dashed var(--_line-strong);
  }
  .decision-body:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    box-shadow: none;
  }
  .decision-foot textarea {
    min-block-size: 54px;
  }
  .decision-foot {
    display: grid;
    gap: 10px;
    padding: 14px 20px 16px;
    border-block-start: 1px solid var(--_line);
  }
  @container approval (width < 1080px) {
    .approval {
      grid-template-columns: 280px minmax(0, 1fr);
      grid-template-rows: auto auto;
      block-size: auto;
    }
    .approval.single {
      grid-template-columns: minmax(0, 1fr);
    }
    .queue-side {
      grid-row: 1 / span 2;
    }
    .document {
      block-size: 560px;
    }
    .decision {
      border-inline-start: 0;
      border-block-start: 1px solid var(--_line);
    }
    .choose-one {
      grid-column: 2;
    }
  }
  @container approval (width >= 720px) {
    .back {
      display: none;
    }
  }
  @container approval (width < 720px) {
    .approval {
      grid-template-columns: minmax(0, 1fr);
      min-block-size: 0;
    }
    .queue-side {
      grid-row: auto;
      border: 0;
    }
    .with-open .queue-side,
    .choose-one {
      display: none;
    }
    .decision-body,
    .decision-foot {
      padding-inline: 16px;
    }
    .document {
      block-size: auto;
      max-block-size: 70dvh;
      min-block-size: 320px;
    }
  }
  @media (forced-colors: active) {
    .queue-item.open {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
