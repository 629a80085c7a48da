import type { SealView } from '@sealkit/core/protocol';
import { placementsOverlap } from '@sealkit/core/seal';
import type { DocumentPages } from '../document-viewer/document-pages.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import { toMicrometres, toPixels } from '../pdf-rendering/page-size.ts';
import type { PlacementMessageId } from './messages.ts';
import {
  appendCopies,
  copiesForPages,
  inReadingOrder,
  moveSeal,
  neighbourOf,
  replaceItems,
  toPage,
  type PageSizes,
} from './placement-commands.ts';
import type { PlacementEditor } from './placement-editor.ts';
import type { PlacementFocus } from './placement-focus.ts';
import { centreOf, halfExtent, keptOnPage, normalAngle, onGrid, withCentre } from './placement-geometry.ts';
import { freshId, placementChanges, type PlacementItem, type SealItem } from './placement-item.ts';
import { generalCommand, itemCommand, type PlacementCommand } from './placement-keys.ts';
import type { Lift, PlacementLift } from './placement-lift.ts';
import { isUsable } from './placement-rules.ts';
import type { SealList } from './seal-list.ts';
import { findSeal, positionValues, sealName, whyNot } from './placement-words.ts';

/** What the actions need of their element. */
export interface ActionsHost {
  readonly editor: PlacementEditor;
  readonly lift: PlacementLift;
  readonly pages: DocumentPages;
  readonly list: SealList;
  readonly live: LiveRegion;
  readonly words: Words<PlacementMessageId>;
  readonly focus: PlacementFocus;
  readonly editable: () => boolean;
}

/** A numeric field of the properties. X and Y are of the centre, Y from the bottom; angles are degrees. */
export type Field = 'x' | 'y' | 'page' | 'rotation';

/** Everything a person can do with placements, whichever way they ask for it: pointer, keys, buttons, fields. */
export class PlacementActions {
  readonly #host: ActionsHost;
  #clipboard: readonly SealItem[] = [];

  constructor(host: ActionsHost) {
    this.#host = host;
  }

  /** Takes a seal of the tray into the hand. */
  pick(seal: SealView, source: EventSource): void {
    const { lift, live, words } = this.#host;
    if (!isUsable(seal)) {
      const reason = whyNot(seal.use.allowed ? 'SEAL_NOT_ACTIVE' : seal.use.reason, words);
      live.announce(words.text('unusable', { name: seal.name, reason }));
      return;
    }
    const item = this.newItem(seal);
    if (!item) return;
    lift.carry(item);
    this.#host.focus.carried();
    live.announce(words.text('pickedUp', { name: seal.name, ...this.#values(item) }));
    if (source === 'keyboard') this.#reveal(item);
  }

  /** A new item of a seal over the middle of what is seen; undefined while there is no page. */
  newItem(seal: SealView): SealItem | undefined {
    const { editor } = this.#host;
    const { sizes, stack } = this.#host.pages;
    const size = sizes[stack.page - 1];
    if (!size) return undefined;
    const box = { id: freshId(editor.items), kind: 'seal' as const, sealNumber: seal.number, page: stack.page, rotation: 0 };
    const sized = { ...box, x: 0, y: 0, width: seal.widthUm, height: seal.heightUm };
    return keptOnPage(onGrid(withCentre(sized, this.#middleOfView(stack.page) ?? { x: size.widthUm / 2, y: size.heightUm / 2 })), size);
  }

  /** The lift ended over a page: new seals are added, others moved or copied. */
  dropped(lift: Lift, source: EventSource, copy: boolean): void {
    const { editor } = this.#host;
    const [first] = lift.items;
    if (!first) return;
    this.#host.pages.stack.hold(first.page);
    if (lift.fresh || copy) {
      const { items, ids } = appendCopies(editor.items, lift.items);
      if (!editor.apply(items, { source, select: ids })) {
        this.#refused();
        return;
      }
      this.#say('placed', { name: this.#name(first), ...this.#values(first) });
      this.#focus(ids[0]);
      return;
    }
    const ids = lift.items.map((item) => item.id);
    if (lift.items.every((item, index) => samePlace(item, lift.originals[index]))) return;
    if (!editor.apply(replaceItems(editor.items, lift.items), { source, select: ids })) {
      this.#refused();
      return;
    }
    this.#sayMoved(first);
    this.#focus(first.id);
  }

  putBack(lift: Lift): void {
    const [first] = lift.items;
    if (!first) return;
    if (lift.fresh) {
      this.#say('putBack', { name: this.#name(first) });
      this.#host.focus.tray(first.sealNumber);
    } else this.#focus(first.id);
  }

  /** Runs a command on what is carried, else on what is selected. */
  run(command: PlacementCommand, source: EventSource, repeated = false): boolean {
    if (command.name === 'undo') return this.undo(source);
    if (command.name === 'redo') return this.redo(source);
    if (command.name === 'cancel') return this.#cancel(source);
    if (this.#host.lift.current?.mode === 'carry') return this.#runOnCarried(command, source);
    return this.#runOnSelection(command, source, repeated);
  }

  key(event: KeyboardEvent): void {
    const command = itemCommand(event) ?? generalCommand(event);
    if (command && this.run(command, 'keyboard', event.repeat)) event.preventDefault();
  }

  generalKey(event: KeyboardEvent): void {
    const command = generalCommand(event);
    if (command && this.run(command, 'keyboard', event.repeat)) event.preventDefault();
  }

  undo(source: EventSource): boolean {
    return this.#travel(source, 'undo');
  }

  redo(source: EventSource): boolean {
    return this.#travel(source, 'redo');
  }

  remove(source: EventSource): boolean {
    const { editor } = this.#host;
    const gone = new Set(editor.selection);
    if (gone.size === 0 || !this.#host.editable()) return false;
    const order = inReadingOrder(editor.seals);
    const next = order.find((item) => !gone.has(item.id) && order.indexOf(item) > order.findIndex((one) => gone.has(one.id)));
    if (
      !editor.apply(
        editor.items.filter((item) => !gone.has(item.id)),
        { source, select: next ? [next.id] : [] },
      )
    )
      return this.#refused();
    this.#say('removed', { count: gone.size });
    const near = next?.id ?? editor.seals[0]?.id;
    if (near === undefined) this.#host.focus.pages();
    else this.#focus(near);
    return true;
  }

  /** Sets a field of what is carried or selected. Lengths are micrometres, Y from the bottom; angles are degrees. */
  setField(field: Field, value: number, source: EventSource, amend = false): void {
    const change = (item: SealItem): SealItem => withField(item, field, value, this.#host.pages.sizes);
    const { lift, editor } = this.#host;
    if (lift.current?.mode === 'carry') lift.update(change);
    else {
      const next = editor.selectedSeals.map(change);
      if (!editor.apply(replaceItems(editor.items, next), { source, amend })) return;
      const [first] = next;
      if (first) this.#sayMoved(first);
    }
    const shown = lift.current?.items[0] ?? editor.selectedSeals[0];
    if (shown) this.#reveal(shown);
  }

  /** Copies the selected seals to pages. Returns on how many a copy was placed. */
  copyTo(pages: readonly number[], source: EventSource, ids: readonly string[] = this.#host.editor.selection): readonly string[] {
    const { editor } = this.#host;
    const { sizes } = this.#host.pages;
    const seals = editor.seals.filter((item) => ids.includes(item.id));
    const copies = copiesForPages(editor.items, seals, pages, sizes);
    const appended = appendCopies(editor.items, copies);
    if (!editor.apply(appended.items, { source })) return [];
    this.#say('copiedTo', { count: new Set(copies.map((copy) => copy.page)).size });
    return appended.ids;
  }

  /** Selects a seal; with `extend` it joins the selection or leaves it. */
  select(id: string, source: EventSource, extend = false): void {
    const { editor } = this.#host;
    const { selection } = editor;
    const page = editor.seals.find((item) => item.id === id)?.page;
    if (page !== undefined) this.#host.pages.stack.hold(page);
    if (!extend) editor.select(selection.includes(id) ? [id, ...selection.filter((one) => one !== id)] : [id], source);
    else editor.select(selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id], source);
  }

  toggleSignature(source: EventSource): void {
    const { editor } = this.#host;
    if (!this.#host.editable()) return;
    const present = editor.items.find((item) => item.kind === 'invisible');
    const items = present
      ? editor.items.filter((item) => item !== present)
      : [...editor.items, { id: freshId(editor.items), kind: 'invisible' as const }];
    if (editor.apply(items, { source })) this.#say(present ? 'signatureOff' : 'signatureOn');
    else this.#refused();
  }

  /** Whether a seal covers another on its page. */
  overlapping(item: SealItem): boolean {
    return this.#host.editor.seals.some((other) => other.id !== item.id && placementsOverlap(other, item));
  }

  #travel(source: EventSource, way: 'undo' | 'redo'): boolean {
    const { editor, live, words, focus } = this.#host;
    if (!this.#host.editable()) return false;
    const before = editor.items;
    const { onPages } = focus;
    const done = editor[way](source);
    const nothing = words.text(way === 'undo' ? 'nothingToUndo' : 'nothingToRedo');
    live.announce(done ? words.text(way === 'undo' ? 'undone' : 'redone', { count: editor.seals.length }) : nothing);
    if (done && onPages) this.#follow(before, source);
    return true;
  }

  /** After a step through the history the focus is on what it changed, else on a neighbour of what is gone, else on the pages. */
  #follow(before: readonly PlacementItem[], source: EventSource): void {
    const { editor, focus } = this.#host;
    const changes = placementChanges(before, editor.items);
    const changed = changes.flatMap(({ placement }) => (placement?.kind === 'seal' ? placement : []))[0];
    const gone = changes.flatMap(({ previous }) => (previous?.kind === 'seal' ? previous : []))[0];
    const near = changed ?? (gone ? neighbourOf(gone, editor.seals) : undefined);
    if (!near) {
      focus.pages();
      return;
    }
    editor.select([near.id], source);
    this.#reveal(near);
    this.#focus(near.id);
  }

  #runOnCarried(command: PlacementCommand, source: EventSource): boolean {
    const { lift } = this.#host;
    if (command.name === 'drop') {
      lift.drop(source);
      return true;
    }
    if (!isMove(command)) return false;
    lift.update((item) => moveSeal(item, command, this.#host.pages.sizes));
    const [first] = lift.current?.items ?? [];
    if (!first) return true;
    if (command.name === 'page') this.#host.focus.carried();
    this.#reveal(first);
    this.#sayMoved(first);
    return true;
  }

  #runOnSelection(command: PlacementCommand, source: EventSource, repeated: boolean): boolean {
    const { editor } = this.#host;
    if (command.name === 'step') return this.#step(command.by, source);
    if (command.name === 'select-all') return this.#selectAll(source);
    if (!this.#host.editable()) return false;
    if (command.name === 'remove') return this.remove(source);
    if (command.name === 'paste') return this.#paste(this.#clipboard, source);
    if (editor.selectedSeals.length === 0) return false;
    if (command.name === 'copy') return this.#copy();
    if (command.name === 'duplicate') return this.#paste(editor.selectedSeals, source);
    if (command.name === 'form') {
      this.#host.focus.form();
      return true;
    }
    return isMove(command) && this.#move(command, source, repeated);
  }

  #move(command: PlacementCommand, source: EventSource, repeated: boolean): boolean {
    const { editor } = this.#host;
    const { sizes } = this.#host.pages;
    const next = editor.selectedSeals.map((item) => moveSeal(item, command, sizes));
    const applied = editor.apply(replaceItems(editor.items, next), { source, amend: repeated });
    const [first] = next;
    if (!first) return false;
    if (applied && command.name === 'page') this.#focus(editor.selection[0]);
    if (applied) this.#reveal(first);
    this.#sayMoved(first);
    return true;
  }

  #copy(): boolean {
    this.#clipboard = this.#host.editor.selectedSeals;
    this.#say('copied', { count: this.#clipboard.length });
    return true;
  }

  /** Copies come a little beside their originals on the same page, at the same place on another. */
  #paste(seals: readonly SealItem[], source: EventSource): boolean {
    const { editor } = this.#host;
    const { sizes, stack } = this.#host.pages;
    if (seals.length === 0) return false;
    const aside = 10_000;
    const samePage = seals.some((item) => item.page === stack.page) || seals === editor.selectedSeals;
    const page = (item: SealItem): number => (samePage ? item.page : stack.page);
    const copies = seals.map((item) => {
      const moved = samePage ? { ...item, x: item.x + aside, y: item.y + aside } : item;
      return toPage(moved, page(item), sizes);
    });
    const { items, ids } = appendCopies(editor.items, copies);
    if (!editor.apply(items, { source, select: ids })) return this.#refused();
    const [first] = copies;
    if (first) this.#say('placed', { name: this.#name(first), ...this.#values(first) });
    this.#focus(ids[0]);
    return true;
  }

  #selectAll(source: EventSource): boolean {
    const { editor } = this.#host;
    editor.select(
      editor.seals.map((item) => item.id),
      source,
    );
    this.#say('selectedAll', { count: editor.selection.length });
    return true;
  }

  #step(by: 1 | -1, source: EventSource): boolean {
    const { editor } = this.#host;
    const order = inReadingOrder(editor.seals);
    if (order.length === 0) return false;
    const at = order.findIndex((item) => item.id === editor.selection[0]);
    const next = order[(at + by + order.length) % order.length];
    if (!next) return false;
    editor.select([next.id], source);
    this.#reveal(next);
    this.#focus(next.id);
    return true;
  }

  #cancel(source: EventSource): boolean {
    if (this.#host.lift.cancel()) return true;
    const { editor } = this.#host;
    if (editor.selection.length === 0) return false;
    editor.select([], source);
    return true;
  }

  /** The middle of the part of a page that is seen, in micrometres on it. */
  #middleOfView(page: number): { readonly x: number; readonly y: number } | undefined {
    const { stack } = this.#host.pages;
    const scroller = stack.scroller.value;
    const box = stack.layout.boxes[page - 1];
    if (!scroller || !box) return undefined;
    const top = Math.max(0, scroller.scrollTop - box.top);
    const bottom = Math.min(box.height, scroller.scrollTop + scroller.clientHeight - box.top);
    const left = Math.max(0, scroller.scrollLeft - stack.leftOf(box));
    const right = Math.min(box.width, scroller.scrollLeft + scroller.clientWidth - stack.leftOf(box));
    if (bottom <= top || right <= left) return undefined;
    return { x: toMicrometres((left + right) / 2, stack.layout.zoom), y: toMicrometres((top + bottom) / 2, stack.layout.zoom) };
  }

  /** Scrolls only as far as the seal is out of sight; its page is then the current one. */
  #reveal(item: SealItem): void {
    const { stack } = this.#host.pages;
    const pixels = (micrometres: number): number => toPixels(micrometres, stack.layout.zoom);
    const centre = centreOf(item);
    const half = halfExtent(item);
    stack.reveal(item.page, {
      left: pixels(centre.x - half.x),
      top: pixels(centre.y - half.y),
      right: pixels(centre.x + half.x),
      bottom: pixels(centre.y + half.y),
    });
  }

  #sayMoved(item: SealItem): void {
    const angle = Math.round(item.rotation / 1000);
    this.#say(this.overlapping(item) ? 'movedWarning' : 'moved', { ...this.#values(item), angle });
  }

  #say(id: PlacementMessageId, values: Readonly<Record<string, string | number>> = {}): void {
    this.#host.live.announce(this.#host.words.text(id, values));
  }

  #refused(): false {
    this.#say('refused');
    return false;
  }

  #focus(id: string | undefined): void {
    if (id !== undefined) this.#host.focus.item(id);
  }

  #name(item: SealItem): string {
    return sealName(this.#host.list.seals, item.sealNumber);
  }

  #values(item: SealItem): { readonly page: number; readonly x: string; readonly y: string } {
    return positionValues(item, this.#host.pages.sizes);
  }

  /** The seal that the list has under a number. */
  findSeal(number: string): SealView | undefined {
    return findSeal(this.#host.list.seals, number);
  }
}

function isMove(command: PlacementCommand): boolean {
  return command.name === 'move' || command.name === 'page' || command.name === 'edge' || command.name === 'rotate';
}

function samePlace(left: SealItem, right: SealItem | undefined): boolean {
  return right !== undefined && left.page === right.page && left.x === right.x && left.y === right.y;
}

function withField(item: SealItem, field: Field, value: number, sizes: PageSizes): SealItem {
  if (field === 'page') return toPage(item, value, sizes);
  const size = sizes[item.page - 1];
  if (!size) return item;
  const centre = centreOf(item);
  if (field === 'rotation') return keptOnPage({ ...item, rotation: normalAngle(value * 1000) }, size);
  return keptOnPage(withCentre(item, field === 'x' ? { x: value, y: centre.y } : { x: centre.x, y: size.heightUm - value }), size);
}
