import { eraseWordsOf } from '../../examples/snippets/erase-personal-values.mjs';
import { createWorld, TENANT } from '../../packages/server-adapter/test/support/world.ts';

describe('docs/personal-data.md', () => {
  it('erases what a person wrote, and names the event that says so', async () => {
    const world = await createWorld();
    const { store } = world;
    await world.as('ada').post('/seals/QL-1/transitions', { to: 'suspended', reason: 'the key is lost' });
    const { erased, eventIds, scrubbed } = await eraseWordsOf(store, TENANT, 'ada', 'privacy');
    expect([erased, eventIds.length, scrubbed]).to.deep.equal([1, 1, null]);
    const event = await store.transaction((tx) => tx.audit.findEvent(TENANT, eventIds[0]));
    expect([event.type, event.actor]).to.deep.equal(['personal-values-erased', 'privacy']);
  });
});
