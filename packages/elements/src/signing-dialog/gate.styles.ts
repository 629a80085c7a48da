import { css, type CSSResult } from 'lit';

/** What stands before an act, and the sheet of a phone. */
export const gateStyles: CSSResult = css`
  .reading-terms {
    gap: 6px;
    padding: 12px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_accent);
    font: var(--_font-sm) var(--_font-ui);
  }
  .consent,
  .declining {
    gap: 14px;
    max-inline-size: 640px;
  }
  .consent-text {
    max-block-size: 320px;
    overflow: auto;
    padding: 14px 16px;
    border: 1px solid var(--_line);
    background: var(--_sunken);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .time-left {
    margin: 10px 24px 0;
    align-items: center;
    flex-wrap: wrap;
  }
  .leaving {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  .leaving p {
    flex-basis: 100%;
  }
  @container dialog (width < 720px) {
    .reading-terms {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      align-items: center;
      padding: 4px 10px;
      font: var(--_font-xs) var(--_font-ui);
    }
    .reading-terms .go-to-page {
      margin-inline-start: auto;
    }
    .reading-terms .go-to-page .icon {
      display: none;
    }
    .reading-side.open .reading-terms :is(.line, .told) {
      flex-basis: 100%;
    }
    .reading-side:not(.open) :is(.reading-terms:not(.met) b, .told) {
      display: none;
    }
  }
  @container dialog (width < 560px) {
    .time-left {
      margin: 8px 16px 0;
    }
    .consent-text {
      max-block-size: 45dvh;
    }
    .leaving .button {
      flex: 1;
    }
  }
`;
