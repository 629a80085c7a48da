import type { SealView } from '@sealkit/core/protocol';
import type { DocumentFacts } from '../pdf-rendering/document-facts.ts';
import { isUsable } from './placement-rules.ts';

/** Why nothing can be placed here at all, by what would have to change first. */
export type Obstacle = 'encrypted' | 'certified' | 'no-seal' | 'no-grant' | 'role' | 'none-usable' | 'signature-only';

export interface ObstacleFacts {
  /** Why nothing may be added to the document; null when it may, or while there is none. */
  readonly locked: DocumentFacts['locked'];
  /** The seals that the tray shows, once they are known. */
  readonly seals: readonly SealView[];
  readonly listed: boolean;
  /** Whether a personal signature is offered. */
  readonly withSignature: boolean;
}

/** The first thing that stands in the way of placing anything; null when something can be placed. */
export function placementObstacle({ locked, seals, listed, withSignature }: ObstacleFacts): Obstacle | null {
  if (locked !== null) return locked;
  if (!listed || seals.some(isUsable)) return null;
  if (withSignature) return 'signature-only';
  if (seals.length === 0) return 'no-seal';
  const reasons = new Set(seals.map(({ use }) => (use.allowed ? null : use.reason)));
  if (reasons.size > 1) return 'none-usable';
  if (reasons.has('NO_GRANT')) return 'no-grant';
  return reasons.has('FORBIDDEN') || reasons.has('NOT_AUTHORIZED') ? 'role' : 'none-usable';
}
