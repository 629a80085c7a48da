import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { cssProperties } from '../foundation/css-properties.ts';
import { icon } from '../foundation/icons.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { isUsable, needsApproval } from './placement-rules.ts';
import type { PlacementScene } from './placement-scene.ts';
import { isRound, shortMillimetres, sourceOf, whyNot } from './placement-words.ts';
import type { RovingFocus } from './roving-focus.ts';

export interface TrayOptions {
  readonly roving: RovingFocus;
  readonly status: 'idle' | 'loading' | 'ready' | 'error';
  /** Whether a personal signature without a seal is offered. */
  readonly withSignature: boolean;
  readonly onRetry: () => void;
  readonly onPress: (event: PointerEvent, seal: SealView) => void;
}

/** Box of a face in the tray, in pixels: 44 show 40 mm, so that sizes can be compared. */
const PIXELS_PER_MM = 1.1;
const LARGEST = 46;

/** The seals that a person can take, and those that cannot be used now, with the reason. */
export function tray(scene: PlacementScene, options: TrayOptions): TemplateResult {
  const { words } = scene;
  const seals = shownSeals(scene.seals);
  return html`<aside class="tray" part="tray" aria-label=${words.text('tray')}>
    <div class="tray-head">
      <h2 class="section-title grow">${words.text('trayTitle')}</h2>
      <span class="muted num">${seals.filter(isUsable).length}</span>
    </div>
    <ul class="tray-list" @keydown=${options.roving.key} @focusin=${options.roving.entered}>
      ${seals.map((seal) => html`<li>${trayItem(scene, options, seal)}</li>`)}
      ${options.withSignature ? html`<li>${signatureItem(scene)}</li>` : nothing}
    </ul>
    ${trayState(scene, options, seals.length)}
    ${seals.length > 0 ? html`<p class="tray-hint small muted">${words.parts('trayHint', { key: html`<kbd>Enter</kbd>` })}</p>` : nothing}
    <slot name="tray"></slot>
  </aside>`;
}

/** Seals that are being made or are gone for good are not for placing. */
export function shownSeals(seals: readonly SealView[]): readonly SealView[] {
  return seals.filter((seal) => seal.state === 'active' || seal.state === 'suspended');
}

function trayItem(scene: PlacementScene, options: TrayOptions, seal: SealView): TemplateResult {
  const { actions, lift, editable } = scene;
  const usable = isUsable(seal) && editable;
  const lifted = lift?.fresh === true && lift.items[0]?.sealNumber === seal.number;
  const size = Math.min(LARGEST, (seal.heightUm / 1000) * PIXELS_PER_MM);
  const scale = { 'inline-size': `${Math.min(LARGEST, (seal.widthUm / 1000) * PIXELS_PER_MM)}px`, 'block-size': `${size}px` };
  return html`<button
    type="button"
    tabindex="-1"
    class="tray-item ${isUsable(seal) ? '' : 'off'} ${lifted ? 'lifted' : ''}"
    part="tray-item"
    data-seal=${seal.number}
    aria-disabled=${usable ? 'false' : 'true'}
    @pointerdown=${(event: PointerEvent) => {
      if (usable) options.onPress(event, seal);
    }}
    @click=${(event: MouseEvent) => {
      if (editable) actions.pick(seal, sourceOf(event));
    }}
  >
    <span class="chip on-paper"
      ><span class="chip-face" ${cssProperties(scale)}>${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span></span
    >
    <span class="tray-words">
      <span class="tray-name"><bdi>${seal.name}</bdi></span>
      <span class="tray-meta small muted num">${sealMeta(scene, seal)}</span>
      ${trayStatus(scene, seal, lifted)}
    </span>
  </button>`;
}

function trayStatus({ words, vocabulary, timeZone }: PlacementScene, seal: SealView, lifted: boolean): TemplateResult {
  if (lifted) return html`<span class="badge accent">${icon('hand')}${words.text('lifted')}</span>`;
  if (!isUsable(seal)) {
    const code = seal.use.allowed ? 'SEAL_NOT_ACTIVE' : seal.use.reason;
    const reason =
      seal.state === 'suspended' && seal.stateReason
        ? html`<span class="small"><bdi>${personalWords(seal.stateReason, vocabulary, timeZone())}</bdi></span>`
        : nothing;
    return html`<span class="badge">${icon(code === 'SEAL_SUSPENDED' ? 'pause' : 'lock')}${whyNot(code, words)}</span>${reason}`;
  }
  return html`<span class="badges"
    >${
      needsApproval(seal)
        ? html`<span class="badge warn">${icon('clock')}${whyNot('APPROVAL_REQUIRED', words)}</span>`
        : html`<span class="badge pass">${icon('check')}${words.text('ready')}</span>`
    }${seal.testMaterial ? html`<span class="badge test">${vocabulary.text('testMaterial')}</span>` : nothing}</span
  >`;
}

/** The kind in words where the registered name is in another language, and the size. */
function sealMeta({ words, vocabulary, locale }: PlacementScene, seal: SealView): string {
  const size = isRound(seal)
    ? words.text('diameter', { value: shortMillimetres(seal.widthUm) })
    : words.text('extent', { width: shortMillimetres(seal.widthUm), height: shortMillimetres(seal.heightUm) });
  return locale.startsWith('zh') || seal.kind === 'custom' ? size : `${vocabulary.text(`kind-${seal.kind}`)} ${size}`;
}

function signatureItem(scene: PlacementScene): TemplateResult {
  const { words, editor, actions, editable } = scene;
  const placed = editor.items.some((item) => item.kind === 'invisible');
  return html`<button
    type="button"
    tabindex="-1"
    class="tray-item"
    part="tray-item"
    aria-pressed=${placed ? 'true' : 'false'}
    aria-disabled=${editable ? 'false' : 'true'}
    @click=${(event: MouseEvent) => actions.toggleSignature(sourceOf(event))}
  >
    <span class="chip on-paper sign">${icon('sign')}</span>
    <span class="tray-words">
      <span class="tray-name">${words.text('signature')}</span>
      <span class="tray-meta small muted">${words.text('signatureMeta')}</span>
      ${placed ? html`<span class="badge accent">${icon('check')}${words.text('signatureAdded')}</span>` : nothing}
    </span>
  </button>`;
}

function trayState({ words, vocabulary }: PlacementScene, options: TrayOptions, count: number): TemplateResult | typeof nothing {
  if (options.status === 'loading') return html`<p class="tray-note small muted" role="status">${words.text('trayLoading')}</p>`;
  if (options.status === 'error')
    return html`<div class="tray-note small" role="alert">
      <p>${words.text('trayFailed')}</p>
      <button type="button" class="button compact" @click=${options.onRetry}>
        ${icon('refresh')}<span>${vocabulary.text('retry')}</span>
      </button>
    </div>`;
  return count === 0 && options.status === 'ready' ? html`<p class="tray-note small secondary">${words.text('trayEmpty')}</p>` : nothing;
}
