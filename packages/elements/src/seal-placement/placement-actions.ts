import type { SealView } from '@sealkit/core/protocol';
import { placementsOverlap } from '@sealkit/core/seal';
import type { DocumentPages } from '../document-viewer/document-pages.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import type { PlacementMessageId } from './messages.ts';
import {
  appendCopies,
  copiesForPages,
  inReadingOrder,
  moveSeal,
  neighbourOf,
  replaceItems,
  toPage,
  withField,
  type Field,
} from './placement-commands.ts';
import type { PlacementEditor } from './placement-editor.ts';
import type { PlacementFocus } from './placement-focus.ts';
import { keptOnPage, onGrid, withCentre } from './placement-geometry.ts';
import { freshId, placementChanges, type PlacementItem, type SealItem } from './placement-item.ts';
import { generalCommand, itemCommand, type PlacementCommand } from './placement-keys.ts';
import type { Lift, PlacementLift } from './placement-lift.ts';
import { isUsable } from './placement-rules.ts';
import { middleOfView, revealSeal } from './placement-sight.ts';
import { PlacementSpeech } from './placement-speech.ts';
import type { SealList } from './seal-list.ts';

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

/** Everything a person can do with placements, whichever way they ask for it: pointer, keys, buttons, fields. */
export class PlacementActions {
  readonly #host: ActionsHost;
  readonly #speech: PlacementSpeech;
  #clipboard: readonly SealItem[] = [];

  constructor(host: ActionsHost) {
    this.#host = host;
    const { live, words, list, pages } = host;
    this.#speech = new PlacementSpeech({ live, words, seals: () => list.seals, sizes: () => pages.sizes });
  }

  /** Takes a seal of the tray into the hand. */
  pick(seal: SealView, source: EventSource): void {
    const { lift } = this.#host;
    if (!isUsable(seal)) {
      this.#speech.unusable(seal);
      return;
    }
    const item = this.newItem(seal);
    if (!item) return;
    lift.carry(item);
    this.#host.focus.carried();
    this.#speech.seal('pickedUp', item);
    if (source === 'keyboard') revealSeal(this.#host.pages.stack, item);
  }

  /** A new item of a seal over the middle of what is seen; undefined while there is no page. */
  newItem(seal: SealView): SealItem | undefined {
    const { editor } = this.#host;
    const { sizes, stack } = this.#host.pages;
    const size = sizes[stack.page - 1];
    if (!size) return undefined;
    const box = { id: freshId(editor.items), kind: 'seal' as const, sealNumber: seal.number, page: stack.page, rotation: 0 };
    const sized = { ...box, x: 0, y: 0, width: seal.widthUm, height: seal.heightUm };
    return keptOnPage(onGrid(withCentre(sized, middleOfView(stack, stack.page) ?? { x: size.widthUm / 2, y: size.heightUm / 2 })), size);
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
        this.#speech.refused();
        return;
      }
      this.#speech.seal('placed', first);
      this.#focus(ids[0]);
      return;
    }
    const ids = lift.items.map((item) => item.id);
    if (lift.items.every((item, index) => samePlace(item, lift.originals[index]))) return;
    if (!editor.apply(replaceItems(editor.items, lift.items), { source, select: ids })) {
      this.#speech.refused();
      return;
    }
    this.#speech.moved(first, this.overlapping(first));
    this.#focus(first.id);
  }

  putBack(lift: Lift): void {
    const [first] = lift.items;
    if (!first) return;
    if (lift.fresh) {
      this.#speech.seal('putBack', first);
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
      return this.#speech.refused();
    this.#speech.say('removed', { count: gone.size });
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
      if (first) this.#speech.moved(first, this.overlapping(first));
    }
    const shown = lift.current?.items[0] ?? editor.selectedSeals[0];
    if (shown) revealSeal(this.#host.pages.stack, shown);
  }

  /** Copies the selected seals to pages. Returns on how many a copy was placed. */
  copyTo(pages: readonly number[], source: EventSource, ids: readonly string[] = this.#host.editor.selection): readonly string[] {
    const { editor } = this.#host;
    const { sizes } = this.#host.pages;
    const seals = editor.seals.filter((item) => ids.includes(item.id));
    const copies = copiesForPages(editor.items, seals, pages, sizes);
    const appended = appendCopies(editor.items, copies);
    if (!editor.apply(appended.items, { source })) return [];
    this.#speech.say('copiedTo', { count: new Set(copies.map((copy) => copy.page)).size });
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
    if (editor.apply(items, { source })) this.#speech.say(present ? 'signatureOff' : 'signatureOn');
    else this.#speech.refused();
  }

  /** Whether a seal covers another on its page. */
  overlapping(item: SealItem): boolean {
    return this.#host.editor.seals.some((other) => other.id !== item.id && placementsOverlap(other, item));
  }

  #travel(source: EventSource, way: 'undo' | 'redo'): boolean {
    const { editor, focus } = this.#host;
    if (!this.#host.editable()) return false;
    const before = editor.items;
    const { onPages } = focus;
    const done = editor[way](source);
    if (done) this.#speech.say(way === 'undo' ? 'undone' : 'redone', { count: editor.seals.length });
    else this.#speech.say(way === 'undo' ? 'nothingToUndo' : 'nothingToRedo');
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
    revealSeal(this.#host.pages.stack, near);
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
    revealSeal(this.#host.pages.stack, first);
    this.#speech.moved(first, this.overlapping(first));
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
    if (applied) revealSeal(this.#host.pages.stack, first);
    this.#speech.moved(first, this.overlapping(first));
    return true;
  }

  #copy(): boolean {
    this.#clipboard = this.#host.editor.selectedSeals;
    this.#speech.say('copied', { count: this.#clipboard.length });
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
    if (!editor.apply(items, { source, select: ids })) return this.#speech.refused();
    const [first] = copies;
    if (first) this.#speech.seal('placed', first);
    this.#focus(ids[0]);
    return true;
  }

  #selectAll(source: EventSource): boolean {
    const { editor } = this.#host;
    editor.select(
      editor.seals.map((item) => item.id),
      source,
    );
    this.#speech.say('selectedAll', { count: editor.selection.length });
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
    revealSeal(this.#host.pages.stack, next);
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

  #focus(id: string | undefined): void {
    if (id !== undefined) this.#host.focus.item(id);
  }
}

function isMove(command: PlacementCommand): boolean {
  return command.name === 'move' || command.name === 'page' || command.name === 'edge' || command.name === 'rotate';
}

function samePlace(left: SealItem, right: SealItem | undefined): boolean {
  return right !== undefined && left.page === right.page && left.x === right.x && left.y === right.y;
}
