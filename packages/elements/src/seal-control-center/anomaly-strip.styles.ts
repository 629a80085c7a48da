import { css, type CSSResult } from 'lit';

export const anomalyStyles: CSSResult = css`
  .anomalies {
    margin-block-end: 20px;
    border-radius: var(--_radius-2);
    background: var(--_warn-soft);
  }
  .anomaly-strip {
    display: flex;
    gap: 10px;
    align-items: center;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid transparent;
    border-radius: inherit;
    background: none;
    color: var(--_text);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .anomaly-strip b {
    flex: none;
  }
  .anomaly-strip .grow {
    overflow: hidden;
    min-inline-size: 0;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .anomaly-strip .icon {
    flex: none;
  }
  .anomaly-strip .icon:first-child {
    color: var(--_warn);
  }
  #anomaly-list {
    padding: 0 16px 12px;
  }
  #anomaly-list ul {
    display: grid;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .anomaly {
    padding-block: 10px;
    border-block-start: 1px solid var(--_line);
  }
  .anomaly.alarm > p:first-child {
    font-weight: 600;
  }
  @container list (inline-size < 560px) {
    .anomaly-strip .grow {
      display: none;
    }
    .anomaly-strip b {
      flex: 1;
    }
  }
`;
