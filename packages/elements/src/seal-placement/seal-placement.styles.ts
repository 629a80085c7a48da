import { css, type CSSResult } from 'lit';
import { itemStyles } from './page-items.styles.ts';
import { panelStyles } from './panels.styles.ts';

const layoutStyles: CSSResult = css`
  :host {
    container: seal-placement / inline-size;
    block-size: min(100dvh, 900px);
    position: relative;
    overflow: clip;
  }
  .root {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template:
      'bar bar bar bar' auto
      'tray thumbs canvas props' minmax(0, 1fr)
      'foot foot foot foot' auto / 216px auto minmax(0, 1fr) 272px;
    background: var(--_surface);
  }
  .root.review {
    grid-template-columns: 0 auto minmax(0, 1fr) 272px;
  }
  .root.lifting {
    cursor: grabbing;
  }
  .section-title {
    font: 600 var(--_font-sm) var(--_font-ui);
  }
  .bar {
    grid-area: bar;
    display: flex;
    align-items: center;
    gap: var(--_space-1);
    min-block-size: 44px;
    padding: 0 var(--_space-3);
    border-block-end: 1px solid var(--_line);
  }
  .rule {
    inline-size: 1px;
    block-size: 20px;
    margin: 0 6px;
    background: var(--_line);
  }
  .position {
    padding-inline: 2px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .position b {
    font-weight: 600;
  }
  .zoom-value {
    min-inline-size: 64px;
  }

  .canvas {
    grid-area: canvas;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: clip;
    background: var(--_desk);
  }
  .desk {
    position: relative;
    flex: 1;
    min-block-size: 0;
  }
  .pages-frame {
    position: absolute;
    inset: 0;
  }
  .ruled .pages-frame {
    inset: 18px 0 0 18px;
  }
  .lifting.carry .page {
    cursor: copy;
  }
  .lifting .text-layer {
    user-select: none;
  }
  .lock-note {
    position: absolute;
    inset: 12px 12px auto;
    inline-size: fit-content;
    margin-inline: auto;
    background: var(--_raised);
    box-shadow: var(--_shadow-raised);
  }
  .lock-note b {
    font-weight: 600;
  }
  .ruler {
    position: absolute;
    background: var(--_surface);
    stroke: var(--_line-strong);
    stroke-width: 1;
    overflow: hidden;
    z-index: 1;
  }
  .ruler.x > g {
    transform: translateX(var(--_page-left, 0));
  }
  .ruler.y > g {
    transform: translateY(var(--_page-top, 0));
  }
  .ruler path {
    fill: none;
  }
  .ruler text {
    font: 9px var(--_font-ui);
    fill: var(--_text-muted);
    stroke: none;
  }
  .ruler .extent {
    fill: var(--_accent);
    opacity: 0.16;
    stroke: none;
  }
  .ruler.x {
    inset: 0 0 auto 18px;
    inline-size: calc(100% - 18px);
    block-size: 18px;
    border-block-end: 1px solid var(--_line);
  }
  .ruler.y {
    inset: 18px auto 0 0;
    inline-size: 18px;
    block-size: calc(100% - 18px);
    border-inline-end: 1px solid var(--_line);
  }
  .ruler-corner {
    position: absolute;
    inset: 0 auto auto 0;
    z-index: 1;
    inline-size: 18px;
    block-size: 18px;
    background: var(--_surface);
    border-block-end: 1px solid var(--_line);
    color: var(--_text-muted);
    font: 8px/18px var(--_font-ui);
    text-align: center;
  }

  .thumbnails {
    grid-area: thumbs;
    inline-size: 84px;
    overflow: auto;
    scrollbar-width: none;
    padding: 12px 0;
    background: var(--_sunken);
    border-inline-end: 1px solid var(--_line);
  }
  .thumbnails ul {
    display: grid;
    gap: 10px;
    justify-items: center;
  }
  .thumbnail {
    display: grid;
    gap: 4px;
    justify-items: center;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_text-secondary);
    font: var(--_font-xs) var(--_font-ui);
    cursor: pointer;
  }
  .thumbnail-page {
    position: relative;
    display: block;
    box-shadow: 0 0 0 1px var(--_line-strong);
  }
  .thumbnail:hover .thumbnail-page {
    box-shadow: 0 0 0 1px var(--_text-secondary);
  }
  .thumbnail.current {
    color: var(--_accent);
    font-weight: 600;
  }
  .thumbnail.current .thumbnail-page {
    box-shadow: 0 0 0 2px var(--_accent);
  }
  .thumbnail-label {
    display: flex;
    align-items: center;
    gap: 5px;
  }
  /* The count stands in the name of the button. */
  .thumbnail-label[data-seals]::after {
    content: attr(data-seals);
    min-inline-size: 14px;
    padding: 0 3px;
    border-radius: 2px;
    background: var(--_pressed);
    color: var(--_text);
    font: 600 10px/14px var(--_font-ui);
    text-align: center;
  }
  .mini {
    position: absolute;
    mix-blend-mode: multiply;
  }
  .mini.outline {
    border: 1px solid var(--_on-paper-select);
    border-radius: 50%;
    background: rgb(27 79 145 / 0.18);
    min-inline-size: 5px;
    min-block-size: 5px;
  }

  .foot {
    grid-area: foot;
    display: flex;
    align-items: center;
    gap: var(--_space-4);
    padding: 10px 20px;
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
    z-index: var(--_z-sticky);
  }
  .foot-state {
    display: grid;
    min-inline-size: 0;
  }
  .foot-count {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    align-items: baseline;
    font: var(--_font-sm) var(--_font-ui);
  }
  .foot-count b {
    font-weight: 600;
  }
  .foot-digest {
    display: flex;
    align-items: center;
    gap: 8px;
    white-space: nowrap;
  }
  .foot-digest code {
    color: var(--_text-secondary);
  }
  .issue {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_warn);
    text-align: start;
  }
  button.issue {
    cursor: pointer;
    min-block-size: 24px;
  }
  button.issue:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .issue.quiet {
    color: var(--_text-secondary);
  }
  .issue .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  kbd {
    padding: 0 5px;
    border: 1px solid var(--_line-strong);
    border-block-end-width: 2px;
    border-radius: 3px;
    background: var(--_surface);
    color: var(--_text-secondary);
    font: 11px/16px var(--_font-mono);
    white-space: nowrap;
  }

  @container seal-placement (max-width: 1079px) {
    .root {
      grid-template:
        'bar bar bar' auto
        'tray thumbs canvas' minmax(0, 1fr)
        'foot foot foot' auto / 200px auto minmax(0, 1fr);
    }
    .root.review {
      grid-template-columns: 0 auto minmax(0, 1fr);
    }
  }
  @container seal-placement (max-width: 719px) {
    .root,
    .root.review {
      grid-template:
        'bar' auto
        'canvas' minmax(200px, 1fr)
        'props' auto
        'tray' auto
        'foot' auto / minmax(0, 1fr);
      overflow: hidden auto;
      /* The sticky foot must not hide what has the focus. */
      scroll-padding-block-end: 72px;
    }
    .bar {
      padding: 0 var(--_space-2);
    }
    .bar .icon-button {
      flex-shrink: 1;
      min-inline-size: 24px;
    }
    .wide,
    .thumbnails,
    .ruler,
    .ruler-corner {
      display: none;
    }
    .ruled .pages-frame {
      inset: 0;
    }
    .foot {
      position: sticky;
      inset-block-end: 0;
      gap: var(--_space-2);
      padding: 8px 12px;
    }
    .foot .submit {
      min-block-size: 44px;
    }
    .foot-count .muted {
      display: none;
    }
  }
  @container seal-placement (max-width: 400px) {
    .bar {
      gap: 0;
      padding: 0 4px;
    }
    .bar .rule {
      display: none;
    }
  }
  @container seal-placement (min-width: 720px) {
    :host([thumbnails='off']) .thumbnails {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .ruler,
    .ruler-corner,
    .foot,
    .bar {
      forced-color-adjust: auto;
    }
    .icon-button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .thumbnail-page {
      outline: 1px solid CanvasText;
    }
    .thumbnail.current .thumbnail-page {
      outline: 2px solid Highlight;
    }
  }
`;

export const sealPlacementStyles: readonly CSSResult[] = [layoutStyles, panelStyles, itemStyles];
