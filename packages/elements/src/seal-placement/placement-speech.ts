import type { SealView } from '@sealkit/core/protocol';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import type { PlacementMessageId } from './messages.ts';
import type { PageSizes } from './placement-commands.ts';
import type { SealItem } from './placement-item.ts';
import { positionValues, sealName, whyNot } from './placement-words.ts';

interface SpeechParts {
  readonly live: LiveRegion;
  readonly words: Words<PlacementMessageId>;
  readonly seals: () => readonly SealView[];
  readonly sizes: () => PageSizes;
}

/** Says what was done with placements, in the words of the element, to those who do not see it. */
export class PlacementSpeech {
  readonly #of: SpeechParts;

  constructor(of: SpeechParts) {
    this.#of = of;
  }

  say(id: PlacementMessageId, values: Readonly<Record<string, string | number>> = {}): void {
    this.#of.live.announce(this.#of.words.text(id, values));
  }

  /** Of a seal, by its name, and where it is. */
  seal(id: 'pickedUp' | 'placed' | 'putBack', item: SealItem): void {
    this.say(id, { name: sealName(this.#of.seals(), item.sealNumber), ...positionValues(item, this.#of.sizes()) });
  }

  moved(item: SealItem, covering: boolean): void {
    const angle = Math.round(item.rotation / 1000);
    this.say(covering ? 'movedWarning' : 'moved', { ...positionValues(item, this.#of.sizes()), angle });
  }

  /** Why a seal of the tray stays there. */
  unusable(seal: SealView): void {
    const reason = whyNot(seal.use.allowed ? 'SEAL_NOT_ACTIVE' : seal.use.reason, this.#of.words);
    this.say('unusable', { name: seal.name, reason });
  }

  /** The host prevented the change. False, as the answer to who asked for it. */
  refused(): false {
    this.say('refused');
    return false;
  }
}
