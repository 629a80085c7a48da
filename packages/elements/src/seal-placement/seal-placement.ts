import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { createRef, type Ref } from 'lit/directives/ref.js';
import { DocumentPages } from '../document-viewer/document-pages.ts';
import { emptyDocument, refusedDocument } from '../document-viewer/document-states.ts';
import { VIEWER_MESSAGES } from '../document-viewer/messages.ts';
import { parseZoom, type Zoom } from '../document-viewer/page-layout.ts';
import { pageStyles } from '../document-viewer/pages.styles.ts';
import type { AssetUrls } from '../foundation/context.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { CopyDialog } from './copy-dialog.ts';
import { FieldDrafts } from './field-drafts.ts';
import { footer, issueText } from './footer.ts';
import { helpDialog } from './help-dialog.ts';
import { PLACEMENT_MESSAGES } from './messages.ts';
import { floatingGhost, pageSpacing, pagesCanvas } from './pages-canvas.ts';
import { PlacementActions } from './placement-actions.ts';
import { PlacementCheck } from './placement-check.ts';
import { appendCopies, movedBy, sealAt, type PlaceAt } from './placement-commands.ts';
import { PlacementEditor } from './placement-editor.ts';
import { PlacementGestures } from './placement-gestures.ts';
import { PlacementFocus } from './placement-focus.ts';
import type { PlacementItem } from './placement-item.ts';
import { PlacementLift } from './placement-lift.ts';
import { PlacementPermission } from './placement-permission.ts';
import type { PlacementIssue, PlacementRules } from './placement-rules.ts';
import type { PlacementScene } from './placement-scene.ts';
import { findSeal, sourceOf } from './placement-words.ts';
import { propertiesPanel } from './properties-panel.ts';
import { RovingFocus } from './roving-focus.ts';
import { alignRulers } from './rulers.ts';
import { SealList } from './seal-list.ts';
import { SealPlacementSubmitEvent } from './seal-placement.events.ts';
import { sealPlacementStyles } from './seal-placement.styles.ts';
import { TextCover } from './text-cover.ts';
import { revealThumbnail, thumbnails } from './thumbnails.ts';
import { toolbar } from './toolbar.ts';
import { tray } from './tray.ts';

/**
 * Puts seals on the pages of a document: by dragging, by keyboard alone, by click, or by typing millimetres. A seal keeps its
 * registered size. Nothing is signed and nothing leaves the page; the host takes `placements` on from here.
 *
 * @slot tray - Below the seals of the tray.
 * @slot toolbar-start - At the start of the toolbar.
 * @slot toolbar-end - At the end of the toolbar.
 * @slot properties - Below the properties.
 * @slot empty - In place of the words when there is no document.
 * @slot actions - Buttons beside the primary one.
 * @slot submit - In place of the primary button.
 * @fires seal-before-placement-change - A placement is about to be added, changed or removed; cancelable.
 * @fires seal-placement-add - A placement was added.
 * @fires seal-placement-change - A placement was moved, turned, or put on another page.
 * @fires seal-placement-remove - A placement was removed.
 * @fires seal-selection-change - Other placements are selected.
 * @fires seal-history-change - Undo or redo became possible or impossible.
 * @fires seal-validity-change - What stands in the way of going on has changed.
 * @fires seal-placement-submit - The person asks to go on.
 * @fires seal-document-loaded - A document is open.
 * @fires seal-document-error - A document could not be shown.
 * @fires seal-page-change - Another page is the current one.
 * @fires seal-zoom-change - Pages show at another size.
 * @csspart tray - The seals to choose from.
 * @csspart tray-item - One of them.
 * @csspart toolbar - The bar with tools.
 * @csspart pages - The scrolling column of pages.
 * @csspart page - One page.
 * @csspart thumbnail - One small page.
 * @csspart item - A placed seal.
 * @csspart item-selected - A placed seal that is selected.
 * @csspart handle - The knob that turns a seal.
 * @csspart guide - A line that a seal is held to.
 * @csspart properties - The panel with position and size.
 * @csspart footer - The bar with the count and the primary button.
 * @csspart submit - The primary button.
 */
export class SealPlacement extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, pageStyles, ...sealPlacementStyles];

  /**
   * The document: octets, a file, or a source read by ranges. Another one takes its place once it is open; when it does not
   * open, this is the one before it again, and what was placed on it stays.
   */
  @property({ attribute: false }) document: DocumentInput | null = null;
  /** The seals of the tray; without it, those that the provider's server names. */
  @property({ attribute: false }) seals: readonly SealView[] | undefined = undefined;
  /** What is asked of the placements besides that there is one. */
  @property({ attribute: false }) rules: PlacementRules = {};
  /** `review` shows placements and changes none. */
  @property({ reflect: true }) mode: 'edit' | 'review' = 'edit';
  /** The current page, from 1. */
  @property({ type: Number }) page = 1;
  /** A factor where 1 is true size, `fit-width`, or `fit-page`. */
  @property({ converter: parseZoom }) zoom: Zoom = 'fit-width';
  /** Whether a dragged seal is held to guides. */
  @property() snap: 'guides' | 'off' = 'guides';
  /** `auto` shows small pages where there is room. */
  @property({ reflect: true }) thumbnails: 'auto' | 'on' | 'off' = 'auto';
  /** `sha256:<hex>` of the document, shown short. */
  @property({ attribute: 'document-digest' }) documentDigest: string | null = null;
  /** Offers a personal signature without a seal, also where the session names no certificate for it. */
  @property({ type: Boolean, attribute: 'with-signature' }) withSignature = false;
  /** Where pdf.js lies, in place of what the provider says. */
  @property({ attribute: false }) assets: AssetUrls | undefined = undefined;

  @state() private withRulers = true;

  readonly #words = this.bind(PLACEMENT_MESSAGES);
  readonly #viewerWords = this.bind(VIEWER_MESSAGES);
  readonly #live = new LiveRegion(this);
  readonly #editor = new PlacementEditor(this);
  readonly #list = new SealList(this);
  readonly #cover = new TextCover(this);
  readonly #copyDialog = new CopyDialog(this);
  readonly #helpDialog: Ref<HTMLDialogElement> = createRef();
  readonly #toolbarKeys = new RovingFocus(this, { group: '.bar', items: 'button' });
  readonly #trayKeys = new RovingFocus(this, { group: '.tray-list', items: '.tray-item' });
  readonly #thumbnailKeys = new RovingFocus(this, { group: '.thumbnails ul', items: '.thumbnail' });
  readonly #pages = new DocumentPages(this, {
    keeps: true,
    spacing: pageSpacing,
    onLoaded: (document) => this.#letGo(document),
    onScroll: () => alignRulers(this.shadowRoot, this.#pages.stack),
  });
  readonly #drafts = new FieldDrafts(this);
  readonly #may = new PlacementPermission({
    mode: () => this.mode,
    document: () => this.#pages.document,
    list: this.#list,
    context: () => this.context,
    withSignature: () => this.withSignature,
  });
  readonly #check = new PlacementCheck(this, {
    items: () => this.#editor.items,
    seals: () => this.#list.seals,
    sizes: () => this.#pages.sizes,
    rules: () => this.rules,
  });
  readonly #lift = new PlacementLift(this, {
    stack: this.#pages.stack,
    sizes: () => this.#pages.sizes,
    snaps: () => this.snap === 'guides',
    others: () => this.#editor.seals,
    onDrop: (lift, source, copy) => this.#actions.dropped(lift, source, copy),
    onCancel: (lift) => this.#actions.putBack(lift),
    onMove: () => this.#drafts.clear(),
  });
  readonly #focus = new PlacementFocus(this);
  readonly #actions: PlacementActions = new PlacementActions({
    editor: this.#editor,
    lift: this.#lift,
    pages: this.#pages,
    list: this.#list,
    live: this.#live,
    words: this.#words,
    focus: this.#focus,
    editable: () => this.#may.editable,
  });
  readonly #gestures = new PlacementGestures({
    editor: this.#editor,
    lift: this.#lift,
    stack: this.#pages.stack,
    actions: this.#actions,
    editable: () => this.#may.editable,
    onZoom: (zoom) => {
      this.zoom = zoom;
    },
  });
  /** Fingerprint of the document on which the placements were made; undefined while they are for whichever comes. */
  #placedOn: string | undefined;

  /** The placements. What the host sets starts a new history. */
  get placements(): readonly PlacementItem[] {
    return this.#editor.items;
  }

  set placements(items: readonly PlacementItem[]) {
    this.#placedOn = undefined;
    this.#editor.replace(items);
  }

  get selection(): readonly string[] {
    return this.#editor.selection;
  }

  get canUndo(): boolean {
    return this.#editor.canUndo;
  }

  get canRedo(): boolean {
    return this.#editor.canRedo;
  }

  /** Number of pages; 0 while no document is open. */
  get pageCount(): number {
    return this.#pages.sizes.length;
  }

  /** Places a seal of the tray. Returns its id, or undefined when the host's own listener prevented it. */
  add(sealNumber: string, at: PlaceAt): string | undefined {
    const seal = findSeal(this.#list.seals, sealNumber);
    if (!seal) throw new RangeError(`expected the number of a seal of the tray, got ${sealNumber}`);
    const { items, ids } = appendCopies(this.#editor.items, [sealAt(seal, at, this.#pages.sizes)]);
    return this.#editor.apply(items, { source: 'api' }) ? ids[0] : undefined;
  }

  /** Moves a placement by a distance, to the right and down, in millimetres. It stays on its page. */
  move(id: string, dx: number, dy: number): boolean {
    return this.#editor.apply(movedBy(this.#editor.items, id, { dx, dy }, this.#pages.sizes), { source: 'api' });
  }

  /** Removes a placement. Without an id it is the method of every element: this one leaves the page. */
  override remove(): void;
  override remove(id: string): boolean;
  override remove(id?: string): boolean | void {
    if (id === undefined) return super.remove();
    return this.#editor.apply(
      this.#editor.items.filter((item) => item.id !== id),
      { source: 'api' },
    );
  }

  /** Places copies on pages, at the same place of each. Returns their ids. */
  duplicate(ids: readonly string[], pages: readonly number[]): readonly string[] {
    return this.#actions.copyTo(pages, 'api', ids);
  }

  undo(): boolean {
    return this.#editor.undo('api');
  }

  redo(): boolean {
    return this.#editor.redo('api');
  }

  /** Brings a page, or a placement by its id, into view. */
  goTo(target: number | string): void {
    if (typeof target === 'number') {
      this.#pages.stack.goTo(target);
      return;
    }
    const item = this.#editor.seals.find((one) => one.id === target);
    if (!item) return;
    this.#editor.select([target], 'api');
    this.#pages.stack.goTo(item.page, toPixels(item.y + item.height / 2, this.#pages.stack.layout.zoom));
  }

  /** What stands in the way of going on, now. */
  validate(): { readonly valid: boolean; readonly issues: readonly PlacementIssue[] } {
    const issues = this.#check.run();
    return { valid: issues.length === 0, issues };
  }

  /** The placements as plain JSON; set it as `placements` to have them back. */
  toJSON(): readonly PlacementItem[] {
    return structuredClone<readonly PlacementItem[]>(this.#editor.items);
  }

  override willUpdate(): void {
    this.#pages.follow();
    if (!this.#may.editable && this.#lift.current) this.#lift.cancel();
  }

  override updated(changed: PropertyValues<this>): void {
    alignRulers(this.shadowRoot, this.#pages.stack);
    if (changed.has('page')) revealThumbnail(this.shadowRoot);
  }

  override render(): TemplateResult {
    const scene = this.#scene();
    const { state } = this.#pages;
    const ready = state.status === 'ready';
    const layout = [ready ? 'ready' : '', this.#may.reviews ? 'review' : '', scene.lift ? `lifting ${scene.lift.mode}` : ''].join(' ');
    return html`<section class="root ${layout}" lang=${this.locale} aria-label=${this.#words.text('label')} @keydown=${this.#gestures.key}>
      ${toolbar(scene, {
        roving: this.#toolbarKeys,
        snaps: this.snap === 'guides',
        rulers: this.withRulers,
        onSnap: () => (this.snap = this.snap === 'guides' ? 'off' : 'guides'),
        onRulers: () => (this.withRulers = !this.withRulers),
        onZoom: (zoom) => (this.zoom = zoom),
        onHelp: () => this.#helpDialog.value?.showModal(),
      })}
      ${
        this.#may.reviews
          ? nothing
          : tray(scene, {
              roving: this.#trayKeys,
              status: this.#list.status,
              withSignature: this.#may.offersSignature,
              onRetry: () => this.#list.refresh(),
              onPress: (event, seal) => this.#gestures.pressTray(event, seal),
            })
      }
      ${ready && this.thumbnails !== 'off' ? thumbnails(scene, state.document, this.#thumbnailKeys) : nothing}
      <div
        class="canvas ${ready && this.withRulers ? 'ruled' : ''}"
        @pointermove=${this.#gestures.hover}
        @click=${this.#gestures.click}
        @wheel=${this.#gestures.wheel}
      >
        ${this.#renderRefusal(scene)}
        <div class="desk">
          ${pagesCanvas(scene, {
            state,
            replacing: this.#pages.replacing,
            withRulers: this.withRulers,
            failedPages: this.#pages.failed,
            snaps: this.snap === 'guides',
            onRetry: () => this.#pages.retry(),
            onPress: (event, item) => this.#gestures.pressItem(event, item),
            onTurn: (event, item) => this.#gestures.turn(event, item),
          })}
          <slot name="empty" ?hidden=${state.status !== 'empty'}>
            ${emptyDocument({ viewer: this.#viewerWords, vocabulary: this.vocabulary })}
          </slot>
        </div>
      </div>
      ${propertiesPanel(scene, {
        drafts: this.#drafts.all,
        coveredLines: scene.lift ? undefined : this.#cover.lines(this.#pages.document, this.#editor.selectedSeals[0]),
        onDraft: (field, draft) => this.#drafts.set(field, draft),
        onCopy: () => this.#copyDialog.show(),
      })}
      ${footer(scene, {
        digest: this.documentDigest,
        hasDocument: ready,
        obstacle: this.#may.obstacle,
        onSubmit: (event) => this.#submit(event),
        onIssue: (issue) => this.#showIssue(issue),
      })}
      ${scene.lift ? floatingGhost(scene, this.getBoundingClientRect()) : nothing} ${this.#copyDialog.render(scene)}
      ${helpDialog(scene, this.#helpDialog)}
      <p hidden id="item-help">${this.#words.text('itemHelp')}</p>
      <p hidden id="carried-help">${this.#words.text('carriedHelp')}</p>
      ${this.#live.render()}
    </section>`;
  }

  #renderRefusal(scene: PlacementScene): TemplateResult | typeof nothing {
    const { refused } = this.#pages;
    if (!refused) return nothing;
    return refusedDocument(scene, refused, {
      retry: () => this.#pages.retry(),
      dismiss: () => {
        this.#pages.dismissRefusal();
        this.#focus.pages();
      },
    });
  }

  #scene(): PlacementScene {
    return {
      words: this.#words,
      viewer: this.#viewerWords,
      vocabulary: this.vocabulary,
      locale: this.locale,
      timeZone: () => this.timeZone,
      seals: this.#list.seals,
      sizes: this.#pages.sizes,
      issues: this.#check.issues,
      editor: this.#editor,
      actions: this.#actions,
      stack: this.#pages.stack,
      lift: this.#lift.current,
      editable: this.#may.editable,
      person: this.context?.session?.person.name ?? null,
    };
  }

  #submit(event: Event): void {
    const [issue] = this.#check.issues;
    const { opened } = this.#pages;
    if (!this.#may.editable || !opened) return;
    if (!issue) {
      this.dispatchEvent(new SealPlacementSubmitEvent(this.toJSON(), opened, sourceOf(event)));
      return;
    }
    this.#live.announce(issueText(this.#scene(), issue));
    this.#showIssue(issue);
  }

  #showIssue(issue: PlacementIssue): void {
    if (!('id' in issue)) return;
    this.goTo(issue.id);
    this.#focus.item(issue.id);
  }

  /** Places belong to the document on which they were made. On another one they are off; undo has them back. */
  #letGo({ fingerprint }: RenderedDocument): void {
    const other = this.#placedOn !== undefined && this.#placedOn !== fingerprint;
    this.#placedOn = fingerprint;
    if (other && this.#editor.apply([], { source: 'api' })) this.#live.announce(this.#words.text('cleared'));
  }
}
