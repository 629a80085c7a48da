// #region erase
import { erasePersonalValues } from '@sealkit/server-adapter';

/** Everything that a person wrote; `{ eventId }` in place of `{ personId }` takes what one event holds. */
export async function eraseWordsOf(store, tenant, personId, by) {
  const { erased, eventIds, scrubbed } = await erasePersonalValues(
    { store, actor: by },
    { tenant, of: { personId }, reason: 'request under the law' },
  );
  return { erased, eventIds, scrubbed };
}
// #endregion erase
