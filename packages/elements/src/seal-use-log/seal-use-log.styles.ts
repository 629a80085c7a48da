import { css, type CSSResult } from 'lit';

export const useLogStyles: CSSResult = css`
  :host {
    container: use-log / inline-size;
    background: var(--_surface);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    gap: var(--_space-2) var(--_space-4);
    padding: var(--_space-6) 28px var(--_space-4);
  }
  .head > .grow {
    flex: 1 1 280px;
  }
  .head h2 {
    font: 600 var(--_font-xl) var(--_font-ui);
  }
  .chain {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    padding-block-start: 2px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .chain .mark {
    margin-block-start: 2px;
  }
  .chain.broken {
    color: var(--_danger);
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-2);
    padding: 0 28px var(--_space-4);
  }
  .search {
    position: relative;
    min-inline-size: 200px;
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
    max-inline-size: 220px;
    cursor: pointer;
  }
  .day {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .day .input {
    inline-size: 140px;
  }
  .scroll {
    overflow-x: auto;
    border-block-start: 1px solid var(--_line);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 8px 12px;
    border-block-end: 1px solid var(--_line-strong);
    background: var(--_surface);
    color: var(--_text-secondary);
    font: 500 calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-ui);
    text-align: start;
    white-space: nowrap;
  }
  td {
    padding: 10px 12px;
    border-block-end: 1px solid var(--_line);
    font: var(--_font-sm) var(--_font-ui);
    vertical-align: middle;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 28px;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 28px;
  }
  .row:hover td {
    background: var(--_hover);
  }
  .row.open td {
    border-block-end-color: transparent;
    background: var(--_selected);
  }
  .time {
    white-space: nowrap;
  }
  .time b {
    font-weight: 500;
  }
  .time .small,
  .seal-name .small {
    display: block;
  }
  .seal-name {
    min-inline-size: 0;
  }
  .seal .chip {
    display: inline-grid;
    inline-size: 32px;
    block-size: 32px;
    margin-inline-end: 8px;
    vertical-align: middle;
  }
  .seal-name {
    display: inline-block;
    vertical-align: middle;
  }
  .document {
    max-inline-size: 220px;
  }
  .document .name {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .reason {
    display: block;
    padding-block-start: 2px;
    text-wrap: pretty;
  }
  .action {
    text-align: end;
    white-space: nowrap;
  }
  .action .button {
    vertical-align: middle;
  }
  .person,
  .approvers {
    min-inline-size: 64px;
  }
  .version .input {
    inline-size: 64px;
  }
  .digest-filter .input {
    inline-size: 160px;
  }
  .version,
  .digest-filter {
    display: flex;
    gap: 6px;
    align-items: center;
  }
  .printed {
    display: none;
  }
  .proof {
    margin-block: 8px;
    padding: 16px 20px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-2);
    white-space: normal;
  }
  .proof h3 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .proof-checks {
    display: grid;
    gap: 8px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .proof-checks .mark {
    margin-block-start: 2px;
  }
  .view-name {
    inline-size: 160px;
  }
  .detail td {
    padding-block: 0 16px;
    background: var(--_selected);
  }
  .details {
    padding: 16px 20px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius-2);
  }
  .foot {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 12px 28px;
    border-block-start: 1px solid var(--_line);
    font: var(--_font-sm) var(--_font-ui);
  }
  .foot-notes {
    display: grid;
    gap: 4px;
    max-inline-size: 80ch;
    text-wrap: pretty;
  }
  .pager {
    margin-inline-start: auto;
  }
  .loading {
    border-block-start: 1px solid var(--_line);
    animation: appear 0s 150ms backwards;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .loading-row {
    display: grid;
    grid-template-columns: 1fr 2fr 2fr;
    gap: 24px;
    padding: 17px 28px;
    border-block-end: 1px solid var(--_line);
  }
  .loading-row .skeleton {
    block-size: 10px;
  }
  .empty {
    border-block-start: 1px solid var(--_line);
  }
  @container use-log (width < 1280px) {
    th.sequence,
    td.sequence {
      display: none;
    }
  }
  @container use-log (width < 1040px) {
    th.approvers,
    td.approvers,
    th.permit,
    td.permit {
      display: none;
    }
  }
  @container use-log (width < 720px) {
    .head {
      padding: 16px 16px 12px;
    }
    .filters {
      padding: 0 16px 12px;
    }
    .search {
      flex-basis: 100%;
    }
    .prove {
      display: none;
    }
    .digest-filter {
      flex: 1 1 160px;
    }
    .digest-filter .input {
      inline-size: 100%;
    }
    .day {
      flex: 1 1 160px;
    }
    .day .input {
      inline-size: 100%;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    table,
    tbody {
      display: block;
    }
    tr.row {
      display: grid;
      grid-template-columns: 40px minmax(0, 1fr) auto;
      gap: 0 12px;
      padding: 12px 16px;
      border-block-end: 1px solid var(--_line);
    }
    tr.row:hover {
      background: var(--_hover);
    }
    tr.row.open {
      background: var(--_selected);
      border-block-end-color: transparent;
    }
    tr.row td,
    tr.row:hover td,
    tr.row.open td {
      padding: 0;
      border: 0;
      background: none;
    }
    .row .seal {
      display: contents;
    }
    .row .seal .chip {
      display: grid;
      grid-area: 1 / 1 / 3 / 2;
      inline-size: 36px;
      block-size: 36px;
      margin: 0;
    }
    .row .seal-name {
      grid-area: 2 / 2 / 3 / 4;
      font: var(--_font-sm) var(--_font-ui);
      color: var(--_text-secondary);
    }
    .row .seal-name .small {
      display: inline;
      margin-inline-start: 4px;
    }
    .row .document {
      grid-area: 1 / 2;
      max-inline-size: none;
      font-weight: 500;
    }
    .row .document .digest {
      font-weight: 400;
    }
    .row .result {
      display: contents;
    }
    .row .badge {
      grid-area: 1 / 3;
      justify-self: end;
      align-self: start;
    }
    .row .reason {
      grid-area: 5 / 2 / 6 / 4;
    }
    .row .time {
      grid-area: 3 / 2 / 4 / 4;
      display: flex;
      gap: 8px;
    }
    .row .time b {
      font-weight: 400;
    }
    .row .time .small {
      order: -1;
      font: inherit;
    }
    .row .person {
      grid-area: 4 / 2;
      align-self: center;
    }
    .row .action {
      grid-area: 4 / 3;
      align-self: center;
    }
    tr.detail,
    tr.detail td {
      display: block;
    }
    tr.detail td {
      padding: 0 12px 12px;
    }
    .details {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
      padding: 12px;
    }
    .details dd {
      padding-block-end: 8px;
    }
    .foot {
      flex-wrap: wrap;
      padding: 12px 16px;
    }
    .foot-notes {
      flex-basis: 100%;
    }
  }
  @media print {
    .printed {
      display: block;
      padding: 0 28px 12px;
    }
    .filters,
    .proof button,
    .tools,
    .action,
    th:last-child,
    .foot .icon-button {
      display: none;
    }
  }
`;
