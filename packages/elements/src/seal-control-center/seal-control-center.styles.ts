import { css, type CSSResult } from 'lit';

export const centerStyles: CSSResult = css`
  :host {
    container: center / inline-size;
    padding: 0;
    background: var(--_surface);
  }
  .center {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-items: start;
  }
  .center.with-detail {
    grid-template-columns: minmax(0, 1fr) minmax(400px, 432px);
    min-block-size: 100%;
  }
  .list {
    container: list / inline-size;
    display: block;
    min-inline-size: 0;
    padding: 28px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 16px;
    align-items: flex-start;
    padding-block-end: 20px;
  }
  .head h2 {
    font: 600 var(--_font-xl) var(--_font-ui);
  }
  .list .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: flex-end;
    padding-block-end: 20px;
  }
  .search {
    position: relative;
    flex: 1 1 180px;
  }
  .search .icon {
    position: absolute;
    inset-block-start: calc(50% - 8px);
    inset-inline-start: 10px;
    color: var(--_text-muted);
    pointer-events: none;
  }
  .search .input {
    padding-inline-start: 34px;
  }
  .select {
    max-inline-size: 140px;
    cursor: pointer;
  }
  .keeper-filter {
    flex: 0 1 190px;
    min-inline-size: 150px;
  }
  .keeper-filter .field {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 6px;
  }
  .keeper-filter .options {
    min-inline-size: 240px;
    inset-inline: auto 0;
  }
  .views {
    display: flex;
    margin-inline-start: auto;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-2);
  }
  .views .icon-button {
    inline-size: 40px;
    block-size: calc(var(--_control) - 2px);
  }
  .sections {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 24px;
  }
  .sections[aria-busy='true'] {
    opacity: 0.7;
  }
  .sections > section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .list h3 {
    display: flex;
    gap: 8px;
    font: 600 var(--_font-md) var(--_font-ui);
  }
  .list h3 .num {
    font-weight: 400;
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr));
    gap: 12px;
  }
  .cards > li {
    display: grid;
  }
  .card-skeleton {
    block-size: 148px;
  }
  .card {
    display: grid;
    grid-template-columns: 128px minmax(0, 1fr);
    inline-size: 100%;
    min-block-size: 136px;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    color: var(--_text);
    text-align: start;
    cursor: pointer;
  }
  .card:hover {
    border-color: var(--_line-strong);
  }
  .card.open {
    border-color: var(--_accent);
    outline: 1px solid var(--_accent);
    outline-offset: -2px;
  }
  .card-face {
    position: relative;
    display: grid;
    place-items: center;
    padding: 10px 10px 24px;
    border-inline-end: 1px solid var(--_line);
    border-start-start-radius: calc(var(--_radius-2) - 1px);
    border-end-start-radius: calc(var(--_radius-2) - 1px);
    background-image:
      linear-gradient(rgb(27 79 145 / 0.07) 1px, transparent 1px), linear-gradient(90deg, rgb(27 79 145 / 0.07) 1px, transparent 1px);
    background-size: 10px 10px;
  }
  .card-picture {
    display: grid;
    place-items: center;
    inline-size: 100px;
    block-size: 100px;
  }
  .extent {
    position: absolute;
    inset-block-end: 3px;
    inset-inline-start: 8px;
    color: #5f6b77;
    font-size: 11px;
  }
  .card-words {
    display: grid;
    gap: 8px;
    align-content: start;
    justify-items: start;
    padding: 12px 14px;
  }
  .card-words > .line {
    inline-size: 100%;
  }
  .card-name {
    font: 600 var(--_font-md) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  .card-facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 12px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .seals {
    inline-size: 100%;
    border-collapse: collapse;
    font: var(--_font-sm) var(--_font-ui);
  }
  /* Of a long table only some rows are there: its columns do not follow their words. */
  .seals.long {
    table-layout: fixed;
  }
  .seals th,
  .seals td {
    padding: 8px 12px 8px 0;
    border-block-end: 1px solid var(--_line);
    text-align: start;
    font-weight: 400;
    vertical-align: middle;
    overflow-wrap: anywhere;
  }
  .seals thead th {
    border-color: var(--_line-strong);
    color: var(--_text-secondary);
    font: var(--_font-xs) var(--_font-ui);
  }
  .seals th[scope='row'] {
    padding-inline-start: 3px;
  }
  .seals tr.open {
    background: var(--_selected);
    box-shadow: inset 3px 0 var(--_accent);
  }
  .seals .row-space,
  .seals .row-space td {
    padding: 0;
    border: 0;
  }
  .seals .num {
    white-space: nowrap;
  }
  .row-name {
    display: flex;
    gap: 10px;
    align-items: center;
    min-block-size: var(--_row);
    padding: 2px 6px;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    cursor: pointer;
  }
  .row-name:hover bdi {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .row-face {
    inline-size: 40px;
    block-size: 40px;
    padding: 2px;
  }
  .row-words {
    display: grid;
    min-inline-size: 0;
  }
  .foot {
    padding-block-start: 12px;
  }
  .preview {
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .chip.millimetres.preview-face {
    inline-size: 220px;
    block-size: 220px;
    padding: 12px;
  }
  .preview figcaption {
    display: grid;
    gap: 4px;
  }
  .new-seal-body {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 244px;
    gap: 24px;
    align-items: start;
  }
  .new-seal-fields {
    gap: 16px;
  }
  .new-seal-preview {
    position: sticky;
    inset-block-start: 0;
    display: grid;
    gap: 12px;
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
  }
  .stop .modal-body {
    align-content: start;
    gap: 14px;
  }
  .stop .modal-head .icon:first-child {
    color: var(--_danger);
  }
  @container modal (width < 700px) {
    .new-seal-body {
      grid-template-columns: minmax(0, 1fr);
    }
    .new-seal-preview {
      position: static;
    }
  }
  @container list (width < 640px) {
    .seals,
    .seals tbody,
    .seals tr,
    .seals th[scope='row'],
    .seals td {
      display: block;
    }
    .seals thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .seals tr {
      padding-block: 8px;
      border-block-end: 1px solid var(--_line);
    }
    .seals th[scope='row'],
    .seals td {
      padding: 2px 6px;
      border: 0;
    }
    .seals td {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      justify-items: start;
      padding-inline-start: 10px;
    }
    .seals td::before {
      content: attr(data-label);
      color: var(--_text-secondary);
      font: var(--_font-xs) var(--_font-ui);
      line-height: 20px;
    }
  }
  @container center (width < 1080px) {
    .center.with-detail {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container center (width < 720px) {
    .list {
      padding: 16px;
    }
    .with-detail .list {
      display: none;
    }
    .card {
      grid-template-columns: 112px minmax(0, 1fr);
    }
    .card-picture {
      inline-size: 88px;
      block-size: 88px;
    }
    .keeper-filter {
      flex: 1 1 100%;
    }
    .select {
      max-inline-size: none;
    }
  }
  @media (forced-colors: active) {
    .card.open,
    .seals tr.open {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .card-face {
      forced-color-adjust: none;
    }
  }
`;
