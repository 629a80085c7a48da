import { css, type CSSResult } from 'lit';

/** What is drawn on paper: the same in every theme. */
export const itemStyles: CSSResult = css`
  .item {
    position: absolute;
    cursor: move;
    touch-action: none;
    user-select: none;
    scroll-margin: 40px 16px;
  }
  .item.fixed {
    cursor: default;
    touch-action: auto;
  }
  .item:focus-visible {
    outline: 2px solid var(--_on-paper-select);
    outline-offset: 5px;
    box-shadow: 0 0 0 5px #fff;
    border-radius: 0;
  }
  .stamp {
    position: absolute;
    inset: 0;
    rotate: var(--_turn, 0deg);
    mix-blend-mode: multiply;
    pointer-events: none;
  }
  .item:hover > .stamp {
    background: rgb(27 79 145 / 0.05);
  }
  .item.moving > .stamp {
    opacity: 0.3;
  }
  .frame,
  .ghost-frame {
    position: absolute;
    inset: 0;
    rotate: var(--_turn, 0deg);
    pointer-events: none;
  }
  .frame {
    box-shadow: 0 0 0 1px var(--_on-paper-select);
  }
  .frame > i {
    position: absolute;
    inline-size: 11px;
    block-size: 11px;
    border: solid var(--_on-paper-select);
    border-width: 3px 0 0 3px;
  }
  .frame > i:nth-child(1) {
    inset: -3px auto auto -3px;
  }
  .frame > i:nth-child(2) {
    inset: -3px -3px auto auto;
    rotate: 90deg;
  }
  .frame > i:nth-child(3) {
    inset: auto -3px -3px auto;
    rotate: 180deg;
  }
  .frame > i:nth-child(4) {
    inset: auto auto -3px -3px;
    rotate: 270deg;
  }
  .item.invalid .frame,
  .item.invalid .frame > i {
    border-color: #93360c;
    box-shadow: none;
  }
  .item.invalid::before {
    content: '';
    position: absolute;
    inset: -2px;
    border: 2px solid #93360c;
    color: rgb(147 54 12 / 0.25);
    background: repeating-linear-gradient(135deg, currentColor 0 1.5px, transparent 1.5px 6px);
    clip-path: polygon(0 0, calc(100% - 12px) 0, 100% 12px, 100% 100%, 0 100%);
    pointer-events: none;
  }
  .knob {
    position: absolute;
    inset-block-start: -34px;
    inset-inline-start: calc(50% - 12px);
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: #fff;
    color: var(--_on-paper-select);
    box-shadow: 0 0 0 1px var(--_on-paper-select);
    cursor: grab;
    pointer-events: auto;
    touch-action: none;
  }
  .knob::after {
    content: '';
    position: absolute;
    inset-block-start: 24px;
    block-size: 10px;
    border-inline-start: 1px solid;
  }
  .knob .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .readout {
    position: absolute;
    inset-block-start: 100%;
    left: 50%;
    transform: translateX(-50%);
    margin-block-start: 10px;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 2px 8px;
    border-radius: 2px;
    background: var(--_on-paper-select);
    color: #fff;
    font: 500 12px/18px var(--_font-ui);
    white-space: pre;
    pointer-events: none;
    z-index: 2;
  }
  .readout .locked {
    display: flex;
    align-items: center;
    gap: 3px;
  }
  .readout .icon {
    inline-size: 12px;
    block-size: 12px;
  }
  .readout.drop {
    background: #fff;
    color: var(--_on-paper-select);
    box-shadow: 0 0 0 1px var(--_on-paper-select);
  }
  .ghost {
    cursor: inherit;
    pointer-events: none;
    z-index: 1;
  }
  .ghost > .stamp {
    opacity: 0.5;
  }
  .ghost-frame {
    border: 1.5px dashed var(--_on-paper-select);
  }
  .ghost.floating {
    z-index: var(--_z-drawer);
  }
  .guide {
    position: absolute;
    pointer-events: none;
  }
  .guide.x {
    inset-block: 0;
    border-inline-start: 1px dashed var(--_on-paper-guide);
  }
  .guide.y {
    inset-inline: 0;
    border-block-start: 1px dashed var(--_on-paper-guide);
  }
  .guide-tag {
    position: absolute;
    padding: 0 5px;
    border-radius: 2px;
    background: var(--_on-paper-guide);
    color: #fff;
    font: 500 11px/16px var(--_font-ui);
    white-space: nowrap;
    pointer-events: none;
  }
  .guide-tag.x {
    transform: translate(-50%, -50%);
  }
  .guide-tag.y {
    transform: translateY(-50%);
  }
  /* The seal lands: one settle, no bounce. */
  @media (prefers-reduced-motion: no-preference) {
    .item:not(.ghost, .moving) > .stamp {
      animation: seal-land var(--_base) var(--_ease);
    }
  }
  @keyframes seal-land {
    from {
      opacity: 0.6;
      scale: 1.03;
    }
  }
  @container seal-placement (max-width: 719px) {
    .guide-tag,
    .frame ~ .readout {
      display: none;
    }
    .item:focus-visible {
      outline-offset: 3px;
    }
  }
  @media (forced-colors: active) {
    .item:focus-visible {
      outline: 3px solid #1b4f91;
      box-shadow: none;
    }
  }
`;
