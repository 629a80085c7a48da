import type { SealView } from '@sealkit/core/protocol';
import { formatMillimetres } from '../foundation/format.ts';
import type { Words } from '../foundation/messages.ts';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { PlacementMessageId } from './messages.ts';
import { centreOf, fromBottom, type PlacedBox } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';

/** Centre of a placed seal as people read it: millimetres from the left and from the bottom, with one decimal. */
export function positionValues(
  item: SealItem,
  sizes: readonly PageSize[],
): { readonly page: number; readonly x: string; readonly y: string } {
  return { page: item.page, x: formatMillimetres(centreOf(item).x), y: formatMillimetres(yOf(item, sizes)) };
}

export function yOf(item: PlacedBox & { readonly page: number }, sizes: readonly PageSize[]): number {
  const size = sizes[item.page - 1];
  return size ? fromBottom(item, size) : centreOf(item).y;
}

export function findSeal(seals: readonly SealView[], number: string): SealView | undefined {
  return seals.find((seal) => seal.number === number);
}

/** Name of a seal; its number stands in where the list of seals does not have it. */
export function sealName(seals: readonly SealView[], number: string): string {
  return findSeal(seals, number)?.name ?? number;
}

/** Why a seal cannot be used, by the server's code. */
export function whyNot(code: string, words: Words<PlacementMessageId>): string {
  const id = `why-${code}`;
  return words.text(words.has(id) ? id : 'why-OTHER');
}

/** Whether a seal is given by its diameter: all kinds but the square and the free ones. */
export function isRound(seal: Pick<SealView, 'kind' | 'widthUm' | 'heightUm'>): boolean {
  return seal.widthUm === seal.heightUm && seal.kind !== 'legal-representative' && seal.kind !== 'custom';
}

/** A length without a needless decimal: `38`, `37.5`. */
export function shortMillimetres(micrometres: number): string {
  return String(Math.round(micrometres / 100) / 10);
}

export function sourceOf(event: Event): 'keyboard' | 'pointer' {
  return event instanceof KeyboardEvent || (event instanceof MouseEvent && event.detail === 0) ? 'keyboard' : 'pointer';
}
