import type { SignatureFace } from '@sealkit/core/pades';
import type { GlyphSource } from '@sealkit/core/ports';
import { html, LitElement, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { faultLine } from '../foundation/form-fields.ts';
import { formStyles } from '../foundation/form.styles.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { tabList } from '../foundation/tab-list.ts';
import { tabListStyles } from '../foundation/tab-list.styles.ts';
import { type GlyphLoader, GlyphShelf } from '../seal-control-center/glyph-shelf.ts';
import { faceImage } from './face-image.ts';
import { NEW_INPUT, PadContents, type PadFault, type PadInput, type PadMode } from './pad-content.ts';
import { drawPanel, type PadScene, PICTURE_SIZE_MB, typePanel, uploadPanel } from './pad-panels.ts';
import { PadPen } from './pad-pen.ts';
import { NO_STROKES, type PadStroke, redone, type StrokeHistory, undone, withStrokes } from './pad-strokes.ts';
import { PICTURE_LIMITS } from './picture-face.ts';
import { SealChangeEvent, SealStrokeEndEvent, SealStrokeStartEvent } from './seal-pad.events.ts';
import { PAD_MESSAGES } from './seal-pad.messages.ts';
import { sealPadStyles } from './seal-pad.styles.ts';

const MODES: readonly PadMode[] = ['draw', 'type', 'upload'];
const COLOUR = /^#[0-9A-Fa-f]{6}$/;
const PRINT_DPI = 600;

/**
 * A person's own signature as a form field: drawn by hand, typed, or a picture. What is drawn is kept as strokes in millimetres and
 * handed on as the outline of its lines; a picture without what its file carried beside the pixels. Nothing is sent anywhere.
 *
 * @fires seal-stroke-start - A stroke began.
 * @fires seal-stroke-end - A stroke ended.
 * @fires seal-change - What the pad holds is another.
 * @csspart canvas - The drawing area.
 * @csspart baseline - The line to write on.
 * @csspart toolbar - Undo, redo, clear.
 * @csspart button - One of them.
 */
export class SealPad extends SealElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [SealElement.styles, tabListStyles, formStyles, sealPadStyles];

  /** Name of the field in its form. */
  @property({ reflect: true }) name = '';
  @property({ type: Boolean, reflect: true }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Ways that are offered, of `draw type upload`, separated by spaces. */
  @property() modes = 'draw type upload';
  /** `svg` gives drawn faces as SVG text and pictures as a PNG file; `png` a PNG file always, at 600 dpi. */
  @property({ attribute: 'value-format' }) valueFormat: 'svg' | 'png' = 'svg';
  /** Colour of the line, `#RRGGBB`. */
  @property({ attribute: 'pen-color' }) penColor = '#17212B';
  /** The name that stands in the typed way at first. */
  @property({ attribute: 'expected-name' }) expectedName = '';
  /** Outlines of glyphs, or what fetches them; without them a typed name is set in a font of the computer, as a picture. */
  @property({ attribute: false }) glyphs: GlyphSource | GlyphLoader | undefined = undefined;

  @state() private mode: PadMode = 'draw';
  @state() private history: StrokeHistory = NO_STROKES;
  /** Null until something is typed. */
  @state() private typed: string | null = null;
  @state() private picture: Blob | null = null;
  @state() private clearPaper = true;
  /** The form has asked and found a fault: it is said from then on. */
  @state() private told = false;
  /** A fieldset around the pad is disabled. */
  @state() private formDisabled = false;

  private readonly words = this.bind(PAD_MESSAGES);
  private readonly live = new LiveRegion(this);
  private readonly shelf = new GlyphShelf(this, () => this.glyphs);
  private readonly contents = new PadContents(this, this.shelf, () => this.#changed());
  private readonly pen = new PadPen(this, {
    enabled: () => !this.#isDisabled,
    onBegin: () => this.dispatchEvent(new SealStrokeStartEvent()),
    onStroke: (stroke) => this.#addStroke(stroke),
  });
  #input: PadInput = NEW_INPUT;
  #ofForm: ElementInternals | undefined;
  #given: SignatureFace | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('invalid', this.#onInvalid);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('invalid', this.#onInvalid);
  }

  /** What was drawn. Pressure and time are in it: it stays in the page unless the host takes it. */
  get strokes(): readonly PadStroke[] {
    return this.history.strokes;
  }

  set strokes(strokes: readonly PadStroke[]) {
    this.history = withStrokes(this.history, strokes);
  }

  /** The signature as acts and statements take it; null while there is none. */
  get face(): SignatureFace | null {
    return this.contents.content.face;
  }

  /** A drawn face as SVG, a picture as `data:` address; empty while there is none. */
  get value(): string {
    const { face } = this;
    if (face?.kind === 'vector') return face.svg;
    return face?.kind === 'raster' ? `data:image/png;base64,${face.base64}` : '';
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  isEmpty(): boolean {
    return this.contents.content.fault !== null;
  }

  /** The signature as a PNG file; null while there is none. */
  async toBlob(dpi = PRINT_DPI): Promise<File | null> {
    const { face } = this;
    return face === null ? null : faceImage(face, dpi);
  }

  /** Takes back the last stroke, or the last clearing. */
  undo(): void {
    this.history = undone(this.history);
  }

  redo(): void {
    this.history = redone(this.history);
  }

  /** Empties what shows; strokes come back by `undo()`. */
  clear(): void {
    if (this.mode === 'draw' && this.history.strokes.length > 0) this.history = withStrokes(this.history, []);
    if (this.mode === 'type') this.typed = '';
    if (this.mode === 'upload') this.picture = null;
  }

  formResetCallback(): void {
    this.history = NO_STROKES;
    this.typed = null;
    this.picture = null;
    this.clearPaper = true;
    this.told = false;
    this.#forgetFile();
  }

  formDisabledCallback(disabled: boolean): void {
    this.formDisabled = disabled;
  }

  override willUpdate(): void {
    const modes = this.#modes;
    if (!modes.includes(this.mode)) this.mode = modes[0] ?? 'draw';
    const colour = COLOUR.test(this.penColor) ? this.penColor : NEW_INPUT.colour;
    const next: PadInput = {
      ...NEW_INPUT,
      mode: this.mode,
      strokes: this.history.strokes,
      typed: this.typed ?? this.expectedName,
      picture: this.picture,
      clear: this.clearPaper,
      colour,
    };
    // The same input stays the same object: what was made of it is not made again.
    if (!sameInput(this.#input, next)) this.#input = next;
    this.contents.follow(this.#input);
  }

  override updated(_changed: PropertyValues<this>): void {
    this.#changed();
  }

  override render(): TemplateResult {
    const modes = this.#modes;
    const scene = this.#scene;
    const panel = { draw: drawPanel, type: typePanel, upload: uploadPanel }[this.mode](scene);
    return html`<div class="pad" lang=${this.locale}>
      ${
        modes.length > 1
          ? tabList(
              modes.map((name) => ({ name, label: this.words.text(`mode-${name}`) })),
              this.mode,
              { label: this.words.text('ways'), choose: (mode) => this.#choose(mode) },
            )
          : ''
      }
      <div
        class="panel"
        id="panel"
        role=${modes.length > 1 ? 'tabpanel' : 'group'}
        aria-labelledby=${modes.length > 1 ? `tab-${this.mode}` : 'fault'}
      >
        ${panel}
      </div>
      <div id="fault">${faultLine(this.#faultWords())}</div>
      ${this.mode === 'draw' ? html`<p class="small muted">${this.words.text('local')}</p>` : ''} ${this.live.render()}
    </div>`;
  }

  get #internals(): ElementInternals {
    return (this.#ofForm ??= this.attachInternals());
  }

  get #isDisabled(): boolean {
    return this.disabled || this.formDisabled;
  }

  get #modes(): readonly PadMode[] {
    const offered = this.modes.split(/\s+/);
    const modes = MODES.filter((mode) => offered.includes(mode));
    return modes.length === 0 ? MODES : modes;
  }

  get #scene(): PadScene {
    return {
      words: this.words,
      input: this.#input,
      content: this.contents.content,
      history: this.history,
      pen: this.pen,
      disabled: this.#isDisabled,
      invalid: this.#faultWords() !== null,
      undo: () => this.undo(),
      redo: () => this.redo(),
      clear: () => this.#clear(),
      onKey: this.#onKey,
      write: (typed) => (this.typed = typed),
      choose: (file) => (this.picture = file),
      setClear: (clear) => (this.clearPaper = clear),
    };
  }

  #choose(mode: PadMode): void {
    this.mode = mode;
    this.told = false;
  }

  #addStroke(stroke: PadStroke): void {
    this.history = withStrokes(this.history, [...this.history.strokes, stroke]);
    const count = this.history.strokes.length;
    this.live.announce(this.words.text('strokeDone', { count }));
    this.dispatchEvent(new SealStrokeEndEvent(count));
  }

  #clear(): void {
    this.clear();
    this.live.announce(this.words.text('cleared'));
  }

  #forgetFile(): void {
    const field = this.shadowRoot?.querySelector<HTMLInputElement>('#picture');
    if (field) field.value = '';
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    const chord = event.ctrlKey || event.metaKey;
    const act =
      chord && key === 'z'
        ? () => (event.shiftKey ? this.redo() : this.undo())
        : chord && key === 'y'
          ? () => this.redo()
          : key === 'delete' || key === 'backspace'
            ? () => this.#clear()
            : null;
    if (act === null || this.#isDisabled) return;
    event.preventDefault();
    act();
  };

  /** The pad says itself what is missing: the browser's bubble would say it a second time, so the focus is brought here instead. */
  readonly #onInvalid = (event: Event): void => {
    event.preventDefault();
    this.told = true;
    if (!this.#isFirstInvalid || isWriting(this.form)) return;
    this.#anchor?.focus();
  };

  get #isFirstInvalid(): boolean {
    const fields = [...(this.form?.elements ?? [])] as readonly Partial<HTMLInputElement>[];
    return fields.find(({ willValidate, validity }) => willValidate === true && validity?.valid === false) === (this as unknown);
  }

  /** What takes the signature in the chosen way. */
  get #anchor(): HTMLElement | null {
    return this.shadowRoot?.querySelector<HTMLElement>('.surface, #typed, #picture') ?? null;
  }

  /** A picture that is not taken is said at once; that something is missing only once the form has asked. */
  #faultWords(): string | null {
    const { fault } = this.contents.content;
    if (fault === null || this.contents.content.works) return null;
    const atOnce = fault === 'no-outline' || (fault.startsWith('picture-') && fault !== 'picture-missing');
    return atOnce || (this.told && this.#isRefused(fault)) ? this.#wordsOf(fault) : null;
  }

  #wordsOf(fault: PadFault): string {
    if (fault === 'no-outline') return this.words.text('typeMissing', { characters: this.contents.content.missing.join('') });
    const { leastWidth: width, leastHeight: height, most } = PICTURE_LIMITS;
    return this.words.text(`fault-${fault}`, { size: PICTURE_SIZE_MB, width, height, most });
  }

  /** That nothing is there is a fault only where something must be. */
  #isRefused(fault: PadFault): boolean {
    return this.required || !(fault === 'empty' || fault === 'type-missing' || fault === 'picture-missing');
  }

  /** Value and validity of the field follow the content; the page hears of another face once. */
  #changed(): void {
    const { face, fault } = this.contents.content;
    if (fault === null || !this.#isRefused(fault)) this.#internals.setValidity({});
    else {
      const missing = fault === 'empty' || fault === 'type-missing' || fault === 'picture-missing';
      this.#internals.setValidity(
        missing ? { valueMissing: true } : { customError: true },
        this.#wordsOf(fault),
        this.#anchor ?? undefined,
      );
    }
    if (face === this.#given) return;
    this.#given = face;
    void this.#give(face);
    this.dispatchEvent(new SealChangeEvent(face === null));
  }

  async #give(face: SignatureFace | null): Promise<void> {
    if (face?.kind === 'vector' && this.valueFormat === 'svg') {
      this.#internals.setFormValue(face.svg);
      return;
    }
    // Until the picture is there the field has none; an older one is never sent for a newer.
    this.#internals.setFormValue(null);
    const file = face === null ? null : await faceImage(face, PRINT_DPI);
    if (face === this.#given && file !== null) this.#internals.setFormValue(file);
  }
}

/** Whether somebody writes in another field of the form: a page that checks the form meanwhile must not take the focus from them. */
function isWriting(form: HTMLFormElement | null): boolean {
  const { activeElement } = document;
  return form?.contains(activeElement) === true && activeElement?.matches('input:not([type=submit]), textarea, select') === true;
}

function sameInput(left: PadInput, right: PadInput): boolean {
  return (Object.keys(right) as (keyof PadInput)[]).every((key) => left[key] === right[key]);
}
