import { css, type CSSResult } from 'lit';

/** Buttons, inputs, badges, notes, verdict marks, skeletons: the parts that every element draws alike. */
export const controlStyles: CSSResult = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  dl,
  dd,
  ul,
  ol,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  code,
  .mono {
    font-family: var(--_font-mono);
    font-size: 0.92em;
    font-variant-ligatures: none;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  .nowrap {
    white-space: nowrap;
  }
  .muted {
    color: var(--_text-muted);
  }
  .secondary {
    color: var(--_text-secondary);
  }
  .small {
    font: var(--_font-xs) var(--_font-ui);
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .line {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
  }
  .line.wrap {
    flex-wrap: wrap;
  }
  .line.top {
    align-items: flex-start;
  }
  .stack {
    display: grid;
    gap: var(--_space-2);
    align-content: start;
    min-width: 0;
  }
  .news:empty,
  .news:not(:has(button)) {
    display: contents;
  }
  .news {
    position: sticky;
    z-index: 2;
    inset-block-start: 8px;
    display: flex;
    gap: 12px;
    align-items: center;
    justify-self: center;
    inline-size: fit-content;
    margin: 0 auto 12px;
    padding: 6px 8px 6px 16px;
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    color: var(--_text);
    font: var(--_font-sm) var(--_font-ui);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    overflow: visible;
  }
  .icon path {
    vector-effect: non-scaling-stroke;
  }
  :focus-visible {
    outline: 2px solid transparent;
    box-shadow: var(--_focus-ring);
    border-radius: var(--_radius-2);
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: var(--_control);
    padding: 4px 12px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    color: var(--_text);
    font: 500 var(--_font-md) var(--_font-ui);
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background var(--_fast) var(--_ease);
  }
  .button:hover {
    background: var(--_hover);
  }
  .button:active,
  .button[aria-expanded='true'] {
    background: var(--_pressed);
  }
  .button.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: var(--_accent-hover);
    border-color: var(--_accent-hover);
  }
  .button.primary:active {
    background: var(--_accent-pressed);
    border-color: var(--_accent-pressed);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    padding-inline: 8px;
    color: var(--_accent);
  }
  .button.quiet:hover {
    background: var(--_hover);
  }
  .button.compact {
    min-block-size: max(24px, calc(var(--_control) - 4px));
    padding: 2px 10px;
    font: 500 var(--_font-sm) var(--_font-ui);
  }
  .button.large {
    min-block-size: 44px;
    padding: 8px 20px;
    font: 500 calc(15px * var(--_scale)) / calc(22px * var(--_scale)) var(--_font-ui);
  }
  .button.block {
    inline-size: 100%;
  }
  /* Danger is cut, not red: the clipped corner is how void papers are marked. */
  .button.danger {
    position: relative;
    color: var(--_danger);
    border-color: var(--_danger);
    clip-path: polygon(0 0, calc(100% - var(--_cut)) 0, 100% var(--_cut), 100% 100%, 0 100%);
  }
  .button.danger::after {
    content: '';
    position: absolute;
    inset-block-start: -1px;
    inset-inline-end: -1px;
    inline-size: var(--_cut);
    block-size: var(--_cut);
    background: linear-gradient(
      to top right,
      transparent calc(50% - 1.1px),
      currentColor calc(50% - 1.1px),
      currentColor calc(50% + 0.5px),
      transparent 0
    );
  }
  .button.danger:focus-visible {
    clip-path: none;
  }
  .button[aria-disabled='true'],
  .button[aria-disabled='true']:hover,
  .button:disabled {
    background: var(--_sunken);
    border-color: var(--_line);
    color: var(--_text-disabled);
    cursor: not-allowed;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: var(--_control);
    block-size: var(--_control);
    padding: 0;
    border: 0;
    border-radius: var(--_radius-2);
    background: none;
    color: var(--_text-secondary);
    flex: none;
    cursor: pointer;
  }
  .icon-button:hover {
    background: var(--_hover);
  }
  .icon-button[aria-pressed='true'] {
    background: var(--_selected);
    color: var(--_accent);
  }
  .icon-button[aria-disabled='true'],
  .icon-button:disabled {
    color: var(--_text-disabled);
    cursor: not-allowed;
  }
  .why {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-secondary);
  }
  .why .icon {
    inline-size: 14px;
    block-size: 14px;
    margin-block-start: 2px;
  }

  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
  }
  .label {
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-secondary);
  }
  .input {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    padding: 4px 10px;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius-2);
    background: var(--_surface);
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
  }
  .input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .input:hover {
    border-color: var(--_text-secondary);
  }
  .input[readonly],
  .input:disabled {
    background: var(--_sunken);
    border-color: var(--_line);
    color: var(--_text-secondary);
  }
  .input[aria-invalid='true'] {
    border: 2px solid var(--_danger);
    padding: 3px 9px;
  }
  textarea.input {
    min-block-size: 72px;
    resize: vertical;
  }
  .with-unit {
    position: relative;
    display: block;
  }
  .with-unit > .unit {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 10px;
    display: flex;
    align-items: center;
    color: var(--_text-muted);
    font: var(--_font-xs) var(--_font-ui);
    pointer-events: none;
  }
  .with-unit > .input {
    padding-inline-end: 36px;
  }

  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 0 7px;
    border-radius: var(--_radius-1);
    font: 500 calc(12px * var(--_scale)) / calc(20px * var(--_scale)) var(--_font-ui);
    white-space: nowrap;
    color: var(--_neutral);
    background: var(--_neutral-soft);
  }
  .badge .icon {
    inline-size: 12px;
    block-size: 12px;
    stroke-width: 1.75;
  }
  .badge.pass {
    color: var(--_pass);
    background: var(--_pass-soft);
  }
  .badge.warn {
    color: var(--_warn);
    background: var(--_warn-soft);
  }
  .badge.danger {
    color: var(--_danger);
    background: var(--_danger-soft);
    clip-path: polygon(0 0, calc(100% - 6px) 0, 100% 6px, 100% 100%, 0 100%);
    padding-inline-end: 10px;
  }
  .badge.accent {
    color: var(--_accent);
    background: var(--_selected);
  }

  .note {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 10px 12px;
    border-radius: var(--_radius-2);
    background: var(--_neutral-soft);
    font: var(--_font-sm) var(--_font-ui);
  }
  .note > .icon,
  .note > .mark {
    margin-block-start: 2px;
  }
  .note.warn {
    background: var(--_warn-soft);
  }
  .note.warn > .icon {
    color: var(--_warn);
  }
  .note.danger {
    background: var(--_danger-soft);
    clip-path: polygon(0 0, calc(100% - 12px) 0, 100% 12px, 100% 100%, 0 100%);
  }
  .note.danger > .icon {
    color: var(--_danger);
  }
  .note.info {
    background: var(--_selected);
  }
  .note.info > .icon {
    color: var(--_accent);
  }
  .note.pass {
    background: var(--_pass-soft);
  }

  .mark {
    flex: none;
  }
  .mark-fill {
    fill: currentColor;
  }
  .mark-sign {
    fill: none;
    stroke: var(--_surface);
    stroke-width: 1.9;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .mark-ring {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-dasharray: 3 2.4;
  }
  .mark-dash {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
  }
  .mark-pass,
  .verdict-pass {
    color: var(--_pass);
  }
  .mark-fail,
  .verdict-fail {
    color: var(--_danger);
  }
  .mark-unsure,
  .mark-warn,
  .verdict-unsure {
    color: var(--_warn);
  }
  .mark-skip,
  .verdict-skip {
    color: var(--_neutral);
  }
  .mark-na,
  .verdict-na {
    color: var(--_text-muted);
  }
  .verdict {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    white-space: nowrap;
    font: 500 var(--_font-sm) var(--_font-ui);
  }

  .facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 8px 24px;
    font: var(--_font-sm) var(--_font-ui);
  }
  .facts dt {
    color: var(--_text-secondary);
  }
  .facts dd {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .digest {
    font: calc(12px * var(--_scale)) / calc(18px * var(--_scale)) var(--_font-mono);
    color: var(--_text-secondary);
    white-space: nowrap;
  }

  .link {
    display: inline;
    min-block-size: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .failure {
    gap: var(--_space-3);
    padding: var(--_space-4);
  }
  .failure p {
    font: var(--_font-sm) var(--_font-ui);
    color: var(--_text-secondary);
    text-wrap: pretty;
  }
  .failure p.failure-title {
    font: 600 var(--_font-md) var(--_font-ui);
    color: var(--_text);
  }
  .failure p.small {
    font: var(--_font-xs) var(--_font-ui);
    color: var(--_text-muted);
  }
  .failure-words {
    gap: var(--_space-1);
  }
  .failure-stop {
    inline-size: 20px;
    block-size: 20px;
    color: var(--_danger);
  }
  .empty {
    display: grid;
    gap: var(--_space-2);
    justify-items: center;
    padding: var(--_space-10) var(--_space-4);
    text-align: center;
  }
  .empty :is(h2, h3) {
    font: 600 var(--_font-md) var(--_font-ui);
  }
  .empty p {
    font: var(--_font-sm) var(--_font-ui);
    color: var(--_text-secondary);
    text-wrap: pretty;
  }
  .chip {
    display: grid;
    place-items: center;
    flex: none;
    overflow: hidden;
    background: var(--_paper);
    color: #5f6b77;
    border-radius: var(--_radius-1);
    box-shadow: inset 0 0 0 1px rgb(23 33 43 / 0.1);
    forced-color-adjust: none;
  }

  .face {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .skeleton {
    display: block;
    background: var(--_pressed);
    border-radius: var(--_radius-1);
    animation: seal-skeleton 1.4s ease-in-out infinite alternate;
  }
  @keyframes seal-skeleton {
    from {
      opacity: 1;
    }
    to {
      opacity: 0.5;
    }
  }
  .on-paper {
    background: var(--_paper);
    color: var(--_paper-ink);
    color-scheme: light;
    forced-color-adjust: none;
  }

  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .button,
    .input,
    .badge,
    .note {
      border: 1px solid ButtonText;
    }
    .button.primary:not([aria-disabled='true'], :disabled) {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      border-color: Highlight;
    }
    .button[aria-disabled='true'],
    .button:disabled,
    .icon-button[aria-disabled='true'],
    .icon-button:disabled {
      border-color: GrayText;
      color: GrayText;
    }
    .note.danger,
    .badge.danger {
      border: 4px double CanvasText;
      clip-path: none;
    }
    .mark-sign {
      stroke: Canvas;
    }
    :focus-visible {
      outline: 3px solid Highlight;
      outline-offset: 2px;
      box-shadow: none;
    }
  }
`;
