import { css, type CSSResult } from 'lit';

export const stoppedStyles: CSSResult = css`
  .stopped-persons {
    display: grid;
    gap: 10px;
    margin-block-end: 20px;
    padding: 12px 16px;
    border-radius: var(--_radius-2);
    border-inline-start: 3px solid var(--_danger);
    background: var(--_sunken);
  }
  .stopped-persons h3 {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .stopped-persons h3 .icon {
    color: var(--_danger);
  }
  .stopped-persons ul {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
`;
