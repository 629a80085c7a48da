import { css, type CSSResult } from 'lit';

/** The act in one sentence. */
export const actSentenceStyles: CSSResult = css`
  .act {
    display: grid;
    gap: 6px;
    padding: 14px 16px;
    background: var(--_sunken);
    border-inline-start: 3px solid var(--_accent);
  }
  .act p {
    text-wrap: pretty;
  }
  .fingerprint {
    font: calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-mono);
    color: var(--_text-secondary);
  }
  .fingerprint.first {
    padding: 0 5px;
    border-radius: 2px;
    font-weight: 600;
    color: var(--_accent);
    background: var(--_selected);
  }
`;
