import type { SealView } from '@sealkit/core/protocol';
import { A4, type PageSize } from '../pdf-rendering/page-size.ts';
import { centreLimits, centreOf, keptOnPage, normalAngle, turnedBy, withCentre } from './placement-geometry.ts';
import { freshId, type PlacementItem, type SealItem } from './placement-item.ts';
import type { PlacementCommand } from './placement-keys.ts';

/** Sizes of the pages; a page that is not there has none. */
export type PageSizes = readonly PageSize[];

/** Where a seal goes that the host adds; without a point, the middle of the page. */
export interface PlaceAt {
  readonly page: number;
  /** Micrometres from the page's top left corner to the box's top left corner. */
  readonly x?: number;
  readonly y?: number;
  /** Millidegrees clockwise. */
  readonly rotation?: number;
}

/** A new item of a seal; its id is given when it joins a list. */
export function sealAt(seal: SealView, at: PlaceAt, sizes: PageSizes): SealItem {
  const { number: sealNumber, widthUm: width, heightUm: height } = seal;
  const size = sizes[at.page - 1] ?? A4;
  const box = { id: '', kind: 'seal' as const, sealNumber, page: at.page, x: 0, y: 0, width, height, rotation: at.rotation ?? 0 };
  const middle = withCentre(box, { x: size.widthUm / 2, y: size.heightUm / 2 });
  return { ...middle, x: at.x ?? middle.x, y: at.y ?? middle.y };
}

/** A seal after a command that moves or turns it, kept on its page. Other commands leave it as it is. */
export function moveSeal(item: SealItem, command: PlacementCommand, sizes: PageSizes): SealItem {
  const size = sizes[item.page - 1];
  if (!size) return item;
  if (command.name === 'move') return keptOnPage({ ...item, x: item.x + command.dx, y: item.y + command.dy }, size);
  if (command.name === 'rotate') return keptOnPage(turnedBy(item, command.by), size);
  if (command.name === 'page') return toPage(item, item.page + command.by, sizes);
  if (command.name === 'edge') return toEdge(item, command.side, size);
  return item;
}

function toEdge(item: SealItem, side: 'left' | 'right' | 'top' | 'bottom', size: PageSize): SealItem {
  const { least, most } = centreLimits(item, size);
  const { x, y } = centreOf(item);
  const edges = { left: { x: least.x, y }, right: { x: most.x, y }, top: { x, y: least.y }, bottom: { x, y: most.y } };
  return keptOnPage(withCentre(item, edges[side]), size);
}

/** The seal at the same place of another page, its distance from the nearest corner kept, as near as that page allows. */
export function toPage(item: SealItem, page: number, sizes: PageSizes): SealItem {
  const from = sizes[item.page - 1];
  const to = sizes[page - 1];
  if (!to) return item;
  if (!from) return keptOnPage({ ...item, page }, to);
  const right = 2 * item.x + item.width > from.widthUm;
  const low = 2 * item.y + item.height > from.heightUm;
  const x = right ? item.x + to.widthUm - from.widthUm : item.x;
  const y = low ? item.y + to.heightUm - from.heightUm : item.y;
  return keptOnPage({ ...item, page, x, y }, to);
}

/** The list with some items replaced by what they became. */
export function replaceItems(items: readonly PlacementItem[], next: readonly SealItem[]): readonly PlacementItem[] {
  const byId = new Map(next.map((item) => [item.id, item]));
  return items.map((item) => byId.get(item.id) ?? item);
}

/** The list with copies at its end; each copy gets an id of its own. */
export function appendCopies(
  items: readonly PlacementItem[],
  copies: readonly SealItem[],
): { readonly items: readonly PlacementItem[]; readonly ids: readonly string[] } {
  let all = items;
  const ids: string[] = [];
  for (const copy of copies) {
    const id = freshId(all);
    all = [...all, { ...copy, id }];
    ids.push(id);
  }
  return { items: all, ids };
}

/** Copies of seals for other pages; a page that has the same seal at the same place already gets none. */
export function copiesForPages(
  items: readonly PlacementItem[],
  seals: readonly SealItem[],
  pages: readonly number[],
  sizes: PageSizes,
): readonly SealItem[] {
  const key = (item: SealItem): string => [item.sealNumber, item.page, item.x, item.y, item.rotation].join(' ');
  const taken = new Set(items.flatMap((item) => (item.kind === 'seal' ? [key(item)] : [])));
  return pages
    .flatMap((page) => seals.map((seal) => toPage(seal, page, sizes)))
    .filter((copy) => {
      if (taken.has(key(copy))) return false;
      taken.add(key(copy));
      return true;
    });
}

/** Seals in the order in which they are read: by page, then from top to bottom, then from the left. */
export function inReadingOrder(items: readonly SealItem[]): readonly SealItem[] {
  return [...items].sort((left, right) => left.page - right.page || left.y - right.y || left.x - right.x);
}

/** The seal that follows a place in reading order; the one before it where none follows. */
export function neighbourOf(place: SealItem, items: readonly SealItem[]): SealItem | undefined {
  const order = inReadingOrder([...items.filter(({ id }) => id !== place.id), place]);
  const at = order.indexOf(place);
  return order[at + 1] ?? order[at - 1];
}

/** The items with one of them moved by a distance in millimetres, to the right and down, and kept on its page. */
export function movedBy(
  items: readonly PlacementItem[],
  id: string,
  by: { readonly dx: number; readonly dy: number },
  sizes: PageSizes,
): readonly PlacementItem[] {
  return items.map((item) => {
    if (item.id !== id || item.kind !== 'seal') return item;
    const moved = { ...item, x: item.x + Math.round(by.dx * 1000), y: item.y + Math.round(by.dy * 1000) };
    const size = sizes[item.page - 1];
    return size ? keptOnPage(moved, size) : moved;
  });
}

/** A numeric field of the properties. X and Y are of the centre, Y from the bottom; angles are degrees. */
export type Field = 'x' | 'y' | 'page' | 'rotation';

/** The seal with another value in a field, kept on its page. */
export function withField(item: SealItem, field: Field, value: number, sizes: PageSizes): SealItem {
  if (field === 'page') return toPage(item, value, sizes);
  const size = sizes[item.page - 1];
  if (!size) return item;
  const centre = centreOf(item);
  if (field === 'rotation') return keptOnPage({ ...item, rotation: normalAngle(value * 1000) }, size);
  return keptOnPage(withCentre(item, field === 'x' ? { x: value, y: centre.y } : { x: centre.x, y: size.heightUm - value }), size);
}
