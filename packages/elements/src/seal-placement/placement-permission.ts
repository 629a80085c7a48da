import type { SealContext } from '../foundation/context.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { placementObstacle, type Obstacle } from './placement-obstacle.ts';
import type { SealList } from './seal-list.ts';
import { shownSeals } from './tray.ts';

export interface PermissionParts {
  readonly mode: () => 'edit' | 'review';
  readonly document: () => RenderedDocument | undefined;
  readonly list: SealList;
  readonly context: () => SealContext | null;
  /** The host offers a personal signature whatever the session says. */
  readonly withSignature: () => boolean;
}

/** What may be done with the document that is open, and why not. */
export class PlacementPermission {
  readonly #parts: PermissionParts;

  constructor(parts: PermissionParts) {
    this.#parts = parts;
  }

  /** Whether placements are shown only: the host wants it so, or nothing may be added to the document. */
  get reviews(): boolean {
    return this.#parts.mode() === 'review' || this.#locked !== null;
  }

  get editable(): boolean {
    return !this.reviews && this.#parts.document() !== undefined;
  }

  get offersSignature(): boolean {
    return this.#parts.withSignature() || (this.#parts.context()?.session?.certificates ?? null) !== null;
  }

  get obstacle(): Obstacle | null {
    const { list, mode } = this.#parts;
    return placementObstacle({
      locked: this.#locked,
      seals: shownSeals(list.seals),
      listed: list.status === 'ready' && mode() === 'edit',
      withSignature: this.offersSignature,
    });
  }

  get #locked(): RenderedDocument['facts']['locked'] {
    return this.#parts.document()?.facts.locked ?? null;
  }
}
