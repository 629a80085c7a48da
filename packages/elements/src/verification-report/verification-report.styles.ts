import { css, type CSSResult } from 'lit';

export const verificationReportStyles: CSSResult = css`
  :host {
    container: report / inline-size;
    background: var(--_surface);
  }
  .report {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .report.dropping {
    outline: 2px dashed var(--_accent);
    outline-offset: -6px;
    background: var(--_selected);
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
    align-content: start;
    min-inline-size: 0;
    padding: 24px 32px 40px;
  }
  .side {
    border-block-start: 1px solid var(--_line);
  }
  .side-signature,
  .tools {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 20px 32px;
  }
  .tools {
    display: flex;
  }
  .side-signature + .side-signature {
    border-block-start: 1px solid var(--_line);
  }
  h3 {
    font: 600 var(--_font-md) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  h3.sub {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .claimed {
    display: block;
    font-weight: 400;
  }
  .headline {
    position: relative;
    display: flex;
    gap: 16px;
    align-items: flex-start;
    padding: 18px 20px;
    background: var(--_neutral-soft);
  }
  .headline h2 {
    font: 600 var(--_font-xl) var(--_font-ui);
    letter-spacing: -0.005em;
    text-wrap: pretty;
  }
  .headline p {
    margin-block-start: 2px;
    color: var(--_text-secondary);
    text-wrap: pretty;
  }
  .headline .mark-sign {
    stroke: var(--_surface);
  }
  .headline.pass {
    background: var(--_pass-soft);
  }
  .headline.unsure {
    background: var(--_warn-soft);
  }
  /* Void papers get a corner cut off: fail carries the cut, a rust hue and a hatch. */
  .headline.fail {
    padding-inline-start: 34px;
    background: var(--_danger-soft);
    clip-path: polygon(0 0, calc(100% - 24px) 0, 100% 24px, 100% 100%, 0 100%);
  }
  .headline.fail::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: 14px;
    color: var(--_danger);
    background: var(--_hatch);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  .meta > span {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .meta .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .four {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    border-block: 1px solid var(--_line);
  }
  .four > div {
    padding: 12px 16px;
    border-inline-start: 1px solid var(--_line);
  }
  .four > div:first-child {
    border: 0;
    padding-inline-start: 0;
  }
  .four dt {
    margin-block-end: 2px;
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-secondary);
  }
  .signature {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  .signature > h3 {
    padding-block-start: 12px;
    border-block-start: 2px solid var(--_line-strong);
  }
  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }
  .group ul {
    border-block-start: 1px solid var(--_line-strong);
  }
  .check,
  .notice {
    border-block-end: 1px solid var(--_line);
  }
  .notice {
    display: flex;
    gap: 12px;
    padding: 9px 0;
    font: var(--_font-sm) var(--_font-ui);
  }
  .check-head {
    display: grid;
    grid-template-columns: 18px minmax(140px, 2fr) 3fr 100px 16px;
    gap: 12px;
    align-items: center;
    inline-size: 100%;
    padding: 9px 0;
    border: 0;
    background: none;
    color: inherit;
    font: var(--_font-sm) var(--_font-ui);
    text-align: start;
    cursor: pointer;
  }
  .check-head:hover {
    background: var(--_hover);
  }
  .check-head > .icon {
    color: var(--_text-muted);
  }
  .check-name {
    font-weight: 500;
  }
  .check-result {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .check-body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding-block: 2px 14px;
    padding-inline-start: 30px;
  }
  .check-body[hidden] {
    display: none;
  }
  .check-body b {
    font-weight: 500;
  }
  pre {
    margin: 0;
    padding: 8px 12px;
    background: var(--_sunken);
    color: var(--_text-secondary);
    font: calc(12px * var(--_scale)) / calc(20px * var(--_scale)) var(--_font-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .missing {
    padding: 14px 16px 6px;
    border: 1px solid var(--_line);
    border-inline-start: 3px solid var(--_warn);
  }
  .missing h3 {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .missing li {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr) auto;
    gap: 4px 12px;
    align-items: center;
    padding: 10px 0;
    border-block-start: 1px solid var(--_line);
    font: var(--_font-sm) var(--_font-ui);
  }
  .missing li:first-child {
    border: 0;
  }
  .missing b {
    font-weight: 600;
  }
  .trust {
    display: grid;
    gap: 10px;
    padding: 16px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_warn);
  }
  .trust p {
    font: var(--_font-sm) var(--_font-ui);
    text-wrap: pretty;
  }
  .trust .fingerprint {
    font: var(--_font-md) var(--_font-mono);
    word-spacing: 0.2em;
  }
  .trust .field {
    max-inline-size: 420px;
  }
  .session-trust {
    flex-wrap: wrap;
  }
  .session-trust .grow {
    flex-basis: 200px;
  }
  .before-after {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 8px 16px;
  }
  .before-after figcaption {
    margin-block-end: 6px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .before-after b {
    font-weight: 600;
  }
  .before-after .paper {
    border: 1px solid var(--_line);
  }
  .before-after canvas {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }
  .before-after > p {
    grid-column: 1 / -1;
  }
  .changes {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 7px 12px;
    border-block-end: 1px solid var(--_line-strong);
    color: var(--_text-secondary);
    font: 500 calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-ui);
    text-align: start;
    white-space: nowrap;
  }
  td {
    padding: 7px 12px;
    border-block-end: 1px solid var(--_line);
    font: var(--_font-sm) var(--_font-ui);
    overflow-wrap: anywhere;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 0;
  }
  .object,
  .subject {
    display: block;
  }
  .record-label {
    display: none;
  }
  .seal-facts {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr);
    gap: 16px;
    align-items: start;
  }
  .chip.millimetres {
    inline-size: 96px;
    block-size: 96px;
    padding: 4px;
    background-image:
      linear-gradient(rgb(27 79 145 / 0.07) 1px, transparent 1px), linear-gradient(90deg, rgb(27 79 145 / 0.07) 1px, transparent 1px);
    background-size: 10px 10px;
  }
  .facts.small {
    gap: 4px 10px;
    font: var(--_font-xs) var(--_font-ui);
  }
  .facts .verdict {
    font: 500 var(--_font-xs) var(--_font-ui);
  }
  .line.tight {
    gap: 4px;
  }
  .path li {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    padding: 6px 0;
    font: var(--_font-sm) var(--_font-ui);
  }
  .path .mark {
    margin-block-start: 3px;
  }
  .path li + li {
    margin-inline-start: 14px;
  }
  .path li + li + li {
    margin-inline-start: 28px;
  }
  .path b {
    display: block;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .path .small {
    display: block;
  }
  .path summary {
    min-block-size: 24px;
    color: var(--_accent);
    cursor: pointer;
  }
  .path details code {
    overflow-wrap: anywhere;
  }
  slot[name='empty'] {
    display: block;
  }
  .busy,
  .failed {
    padding: 24px 32px;
  }
  .busy {
    animation: appear 0s 150ms backwards;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .busy .skeleton {
    block-size: 14px;
  }
  .busy .tall {
    block-size: 88px;
  }
  .busy .short {
    inline-size: 60%;
  }
  .drop-zone {
    margin: 24px 32px;
    padding-block: 56px;
    border: 1.5px dashed var(--_line-strong);
  }
  @container report (width >= 1080px) {
    .report {
      grid-template-columns: minmax(0, 1fr) 400px;
    }
    .report > :not(.main, .side) {
      grid-column: 1 / -1;
    }
    .side {
      border-block-start: 0;
      border-inline-start: 1px solid var(--_line);
    }
    .side-signature,
    .tools {
      padding: 20px 24px;
    }
  }
  @container report (width < 640px) {
    .main {
      gap: 16px;
      padding: 0 16px 24px;
    }
    .headline {
      gap: 12px;
      margin-inline: -16px;
      padding: 16px;
    }
    .headline.fail {
      padding-inline-start: 28px;
    }
    .headline h2 {
      font: 600 calc(18px * var(--_scale)) / calc(26px * var(--_scale)) var(--_font-ui);
    }
    .headline .mark {
      inline-size: 32px;
      block-size: 32px;
    }
    .headline p {
      font: var(--_font-sm) var(--_font-ui);
    }
    .four {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .four > div {
      padding: 10px 8px 10px 12px;
    }
    .four > div:nth-child(odd) {
      padding-inline-start: 0;
      border-inline-start: 0;
    }
    .four > div:nth-child(n + 3) {
      border-block-start: 1px solid var(--_line);
    }
    .check-head {
      grid-template-columns: 18px minmax(0, 1fr) auto 16px;
      gap: 0 10px;
      min-block-size: 44px;
    }
    .check-result {
      grid-area: 2 / 2 / 3 / 4;
      font: var(--_font-xs) var(--_font-ui);
    }
    .check-body {
      padding-inline-start: 28px;
    }
    .check-body .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .check-body dd {
      padding-block-end: 8px;
    }
    .missing li {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .missing li span {
      grid-area: 2 / 1 / 3 / 3;
    }
    .side-signature,
    .tools,
    .busy,
    .failed {
      padding-inline: 16px;
    }
    .seal-facts {
      grid-template-columns: 64px minmax(0, 1fr);
      gap: 12px;
    }
    .chip.millimetres {
      inline-size: 64px;
      block-size: 64px;
    }
    .badge {
      white-space: normal;
    }
    .drop-zone {
      margin: 16px;
    }
  }
  /* The table becomes records: where and verdict in one line, what below it over the whole width. */
  @container report (width < 720px) {
    .before-after {
      grid-template-columns: minmax(0, 1fr);
    }
    .changes thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .changes table,
    .changes tbody {
      display: block;
    }
    .changes tbody {
      border-block-start: 1px solid var(--_line-strong);
    }
    .changes tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px 12px;
      padding: 10px 0;
      border-block-end: 1px solid var(--_line);
    }
    .changes td {
      padding: 0;
      border: 0;
    }
    .changes .where {
      font-weight: 500;
    }
    .changes .where .object {
      display: inline;
      margin-inline-start: 6px;
      font-weight: 400;
    }
    .changes .judged {
      grid-area: 1 / 2;
    }
    .changes .what,
    .changes .revision {
      grid-column: 1 / -1;
    }
    .changes .revision {
      color: var(--_text-muted);
      font: var(--_font-xs) var(--_font-ui);
    }
    .record-label {
      display: inline;
    }
  }
  @media (forced-colors: active) {
    .headline {
      border: 1px solid CanvasText;
    }
    .headline.fail {
      border: 4px double CanvasText;
      clip-path: none;
    }
    .headline.fail::before {
      display: none;
    }
  }
  @media print {
    .tools,
    .compare,
    .trust {
      display: none;
    }
  }
`;
