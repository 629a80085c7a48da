import { css, type CSSResult } from 'lit';

/** What the certificate has beside the parts of the verification report. */
export const evidenceCertificateStyles: CSSResult = css`
  .offer {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 24px 32px 32px;
  }
  .offer h2,
  .side h2 {
    font: 600 var(--_font-lg) var(--_font-ui);
  }
  .offer p {
    text-wrap: pretty;
  }
  .offer.over {
    outline: 2px dashed var(--_accent);
    outline-offset: -6px;
  }
  .holds,
  .entries {
    border-block-start: 1px solid var(--_line-strong);
  }
  .holds li,
  .entries li,
  .gaps li {
    display: flex;
    gap: 4px 12px;
    padding: 8px 0;
    border-block-end: 1px solid var(--_line);
    font: var(--_font-sm) var(--_font-ui);
  }
  .holds .icon {
    flex: none;
    color: var(--_text-muted);
  }
  .entries li {
    justify-content: space-between;
    align-items: baseline;
  }
  .entries code,
  .gaps bdi,
  .sum code {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .entries .num {
    flex: none;
    color: var(--_text-secondary);
  }
  .gaps li {
    align-items: flex-start;
  }
  .gaps .mark {
    flex: none;
    margin-block-start: 2px;
  }
  .gaps b {
    display: block;
    font-weight: 500;
  }
  .sums {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .sum dt {
    color: var(--_text-secondary);
    font: var(--_font-xs) var(--_font-ui);
  }
  .sum dd {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    align-items: center;
  }
  .sum code {
    font: calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-mono);
  }
  .side-part {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 20px 32px;
  }
  .side-part + .side-part {
    border-block-start: 1px solid var(--_line);
  }
  .files summary {
    min-block-size: 24px;
    font: 600 var(--_font-sm) var(--_font-ui);
    cursor: pointer;
  }
  .files[open] summary {
    margin-block-end: 12px;
  }
  .main.first {
    padding-block-end: 20px;
  }
  .main + .side {
    border-block-end: 1px solid var(--_line);
  }
  .side + .main {
    padding-block-start: 20px;
  }
  .check-result .subject + bdi::before {
    content: ' · ';
  }
  .check-result .subject {
    display: inline;
  }
  @container report (width >= 1080px) {
    .report {
      grid-template-rows: auto 1fr;
    }
    .side {
      grid-area: 1 / 2 / 3 / 3;
    }
    .main + .side {
      border-block-end: 0;
    }
    .side + .main {
      padding-block-start: 0;
    }
    .side-part {
      padding-inline: 24px;
    }
  }
  @container report (width < 640px) {
    .offer,
    .side-part {
      padding-inline: 16px;
    }
    .offer .button,
    .side-part .button {
      inline-size: 100%;
    }
  }
  @media (forced-colors: active) {
    .offer.over {
      outline-color: Highlight;
    }
  }
`;
