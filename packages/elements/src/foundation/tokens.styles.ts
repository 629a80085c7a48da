import { css, type CSSResult } from 'lit';

/**
 * Reads the design tokens into private properties, with the shipped value where no ancestor sets one. Nothing here declares
 * `--seal-*`, so a host sets a token on any ancestor. Light and dark follow `color-scheme`.
 */
export const tokenStyles: CSSResult = css`
  :host {
    --_desk: var(--seal-color-desk, light-dark(#dee2e6, #0b0f13));
    --_sunken: var(--seal-color-sunken, light-dark(#f4f6f7, #11161b));
    --_surface: var(--seal-color-surface, light-dark(#fff, #171d23));
    --_raised: var(--seal-color-raised, light-dark(#fff, #1e252c));
    --_hover: var(--seal-color-hover, light-dark(#eef1f3, #222a32));
    --_pressed: var(--seal-color-pressed, light-dark(#e2e7ea, #2c353d));
    --_selected: var(--seal-color-selected, light-dark(#e7eff9, #1b2e45));
    --_scrim: var(--seal-color-scrim, light-dark(rgb(23 33 43 / 0.42), rgb(0 0 0 / 0.6)));
    --_text: var(--seal-color-text, light-dark(#17212b, #e8ecef));
    --_text-secondary: var(--seal-color-text-secondary, light-dark(#46525e, #b6c0c9));
    --_text-muted: var(--seal-color-text-muted, light-dark(#5f6b77, #929da8));
    --_text-disabled: var(--seal-color-text-disabled, light-dark(#87919b, #6b7782));
    --_line: var(--seal-color-line, light-dark(#dce1e5, #2c353d));
    --_line-strong: var(--seal-color-line-strong, light-dark(#7e8994, #76828d));
    --_accent: var(--seal-color-accent, light-dark(#1b4f91, #86b4f0));
    --_accent-hover: var(--seal-color-accent-hover, light-dark(#163f75, #a3c7f6));
    --_accent-pressed: var(--seal-color-accent-pressed, light-dark(#10315c, #6ba0e4));
    --_on-accent: var(--seal-color-on-accent, light-dark(#fff, #0a1626));
    --_pass: var(--seal-color-pass, light-dark(#1a6843, #74c69a));
    --_pass-soft: var(--seal-color-pass-soft, light-dark(#e5f2ea, #14291f));
    --_warn: var(--seal-color-warn, light-dark(#7d5000, #e0b25a));
    --_warn-soft: var(--seal-color-warn-soft, light-dark(#faf0da, #2c2412));
    --_danger: var(--seal-color-danger, light-dark(#93360c, #f0996b));
    --_danger-soft: var(--seal-color-danger-soft, light-dark(#fbebe3, #341d12));
    --_neutral: var(--seal-color-neutral, light-dark(#4f5b67, #aab5bf));
    --_neutral-soft: var(--seal-color-neutral-soft, light-dark(#eceff1, #252d35));
    --_party: var(--seal-color-party, light-dark(#6b3f8c, #c4a1e0));
    /* Paper and what is drawn on it look the same in every theme. */
    --_paper: var(--seal-color-paper, #fff);
    --_paper-ink: var(--seal-color-paper-ink, #17212b);
    --_face: var(--seal-color-face, #cf111b);
    --_on-paper-select: var(--seal-color-on-paper-select, #1b4f91);
    --_on-paper-guide: var(--seal-color-on-paper-guide, #00776d);
    --_on-paper-party: var(--seal-color-on-paper-party, #6b3f8c);

    --_space: var(--seal-space, 4px);
    --_space-1: var(--seal-space-1, var(--_space));
    --_space-2: var(--seal-space-2, calc(var(--_space) * 2));
    --_space-3: var(--seal-space-3, calc(var(--_space) * 3));
    --_space-4: var(--seal-space-4, calc(var(--_space) * 4));
    --_space-5: var(--seal-space-5, calc(var(--_space) * 5));
    --_space-6: var(--seal-space-6, calc(var(--_space) * 6));
    --_space-8: var(--seal-space-8, calc(var(--_space) * 8));
    --_space-10: var(--seal-space-10, calc(var(--_space) * 10));
    --_space-14: var(--seal-space-14, calc(var(--_space) * 14));
    --_control: var(--seal-size-control, 32px);
    --_row: var(--seal-size-row, 44px);
    --_radius: var(--seal-radius, 4px);
    --_radius-1: var(--seal-radius-1, calc(var(--_radius) * 0.5));
    --_radius-2: var(--seal-radius-2, var(--_radius));
    --_radius-3: var(--seal-radius-3, calc(var(--_radius) * 1.5));
    --_cut: var(--seal-radius-cut, 8px);

    --_scale: var(--seal-font-scale, 1);
    --_font-xs: var(--seal-font-xs, calc(12px * var(--_scale)) / calc(18px * var(--_scale)));
    --_font-sm: var(--seal-font-sm, calc(13px * var(--_scale)) / calc(20px * var(--_scale)));
    --_font-md: var(--seal-font-md, calc(14px * var(--_scale)) / calc(22px * var(--_scale)));
    --_font-lg: var(--seal-font-lg, calc(16px * var(--_scale)) / calc(24px * var(--_scale)));
    --_font-xl: var(--seal-font-xl, calc(20px * var(--_scale)) / calc(28px * var(--_scale)));
    --_font-2xl: var(--seal-font-2xl, calc(26px * var(--_scale)) / calc(34px * var(--_scale)));
    --_font-ui: var(
      --seal-font-ui,
      var(
        --seal-font,
        Inter,
        system-ui,
        -apple-system,
        'Segoe UI',
        'PingFang SC',
        'HarmonyOS Sans SC',
        'Microsoft YaHei UI',
        'Noto Sans CJK SC',
        sans-serif
      )
    );
    --_font-mono: var(
      --seal-font-mono,
      'JetBrains Mono',
      ui-monospace,
      'SF Mono',
      'Cascadia Mono',
      Menlo,
      'Noto Sans Mono CJK SC',
      monospace
    );
    --_font-paper: var(--seal-font-paper, 'Songti SC', 'Source Han Serif SC', 'Noto Serif CJK SC', SimSun, serif);

    --_shadow-paper: var(
      --seal-shadow-paper,
      0 0 0 0.5px light-dark(rgb(23 33 43 / 0.18), rgb(0 0 0 / 0.6)),
      0 10px 28px -14px light-dark(rgb(23 33 43 / 0.28), rgb(0 0 0 / 0.8))
    );
    --_shadow-raised: var(
      --seal-shadow-raised,
      0 0 0 1px light-dark(rgb(23 33 43 / 0.08), #2c353d),
      0 6px 16px -4px light-dark(rgb(23 33 43 / 0.16), rgb(0 0 0 / 0.6))
    );
    --_shadow-dialog: var(
      --seal-shadow-dialog,
      0 0 0 1px light-dark(rgb(23 33 43 / 0.08), #37424b),
      0 24px 64px -16px light-dark(rgb(23 33 43 / 0.36), rgb(0 0 0 / 0.8))
    );
    --_focus-ring: var(--seal-focus-ring, 0 0 0 2px var(--_surface), 0 0 0 4px var(--_accent));
    --_motion: var(--seal-motion, 1);
    --_fast: var(--seal-motion-fast, calc(90ms * var(--_motion)));
    --_base: var(--seal-motion-base, calc(160ms * var(--_motion)));
    --_slow: var(--seal-motion-slow, calc(260ms * var(--_motion)));
    --_ease: var(--seal-motion-ease, cubic-bezier(0.2, 0, 0, 1));
    --_z-sticky: var(--seal-z-sticky, 10);
    --_z-drawer: var(--seal-z-drawer, 20);
    --_hatch: repeating-linear-gradient(135deg, currentColor 0 1.5px, transparent 1.5px 6px);

    display: block;
    box-sizing: border-box;
    color: var(--_text);
    font: var(--_font-md) var(--_font-ui);
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([density='compact']) {
    --_control: var(--seal-size-control, 28px);
    --_row: var(--seal-size-row, 36px);
    --_font-md: var(--seal-font-md, calc(13px * var(--_scale)) / calc(20px * var(--_scale)));
  }
  @media (pointer: coarse) {
    :host {
      --_control: var(--seal-size-control, 44px);
      --_row: var(--seal-size-row, 52px);
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_text: var(--seal-color-text, light-dark(#17212b, #fff));
      --_text-secondary: var(--seal-color-text-secondary, light-dark(#17212b, #fff));
      --_text-muted: var(--seal-color-text-muted, light-dark(#333e49, #d5dce2));
      --_text-disabled: var(--seal-color-text-disabled, light-dark(#5f6b77, #929da8));
      --_line: var(--seal-color-line, light-dark(#5f6b77, #929da8));
      --_line-strong: var(--seal-color-line-strong, light-dark(#17212b, #fff));
      --_accent: var(--seal-color-accent, light-dark(#10315c, #b9d4fa));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_desk: Canvas;
      --_sunken: Canvas;
      --_surface: Canvas;
      --_raised: Canvas;
      --_hover: Canvas;
      --_pressed: Canvas;
      --_selected: Canvas;
      --_text: CanvasText;
      --_text-secondary: CanvasText;
      --_text-muted: CanvasText;
      --_text-disabled: GrayText;
      --_line: CanvasText;
      --_line-strong: ButtonText;
      --_accent: Highlight;
      --_accent-hover: Highlight;
      --_accent-pressed: Highlight;
      --_on-accent: HighlightText;
      --_pass: CanvasText;
      --_pass-soft: Canvas;
      --_warn: CanvasText;
      --_warn-soft: Canvas;
      --_danger: CanvasText;
      --_danger-soft: Canvas;
      --_neutral: CanvasText;
      --_neutral-soft: Canvas;
      --_party: CanvasText;
    }
  }
`;
