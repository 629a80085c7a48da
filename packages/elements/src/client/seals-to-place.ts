import type { SealView } from '@sealkit/core/protocol';
import type { ClientCallOptions, SealClient } from './seal-client.ts';

/** States in which a seal is shown to whoever places seals: it can be used, or is known and stopped. */
const STATES = ['active', 'suspended'] as const;
const PAGE_SIZE = 200;

/** Every seal that a person may place, or see that they may not now: all pages of the list, active ones first. */
export async function readSealsToPlace(client: SealClient, options: ClientCallOptions = {}): Promise<readonly SealView[]> {
  const seals: SealView[] = [];
  for (const state of STATES) {
    let cursor: string | null = null;
    do {
      const page: { readonly seals: readonly SealView[]; readonly nextCursor: string | null } = await client.seals(
        { state, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) },
        options,
      );
      seals.push(...page.seals);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return seals;
}
