import { digestOfEvent, type Store } from '../../../src/index.ts';
import { TENANT } from '../world.ts';
import type { Acknowledgement } from './acknowledgement.ts';

/** What the world was told and the store does not know, and what the store contradicts itself in; nothing where all is well. */
export async function lossesOf(store: Store, said: readonly Acknowledgement[]): Promise<readonly string[]> {
  return store.transaction(async (tx) => {
    const losses: string[] = [];
    const types = new Map<string, string>();
    for (const chain of await tx.audit.listChains(TENANT)) {
      let before: string | null = null;
      for (const [index, event] of (await tx.audit.listEvents({ tenant: TENANT, of: { chain }, limit: 100_000 })).entries()) {
        const { digest } = event;
        if (event.sequence !== index + 1 || event.prev !== before || digest !== (await digestOfEvent(event))) losses.push(`chain ${chain}`);
        types.set(event.id, event.type);
        before = digest;
      }
    }
    const rowTypes = async (useId: string): Promise<readonly (string | undefined)[]> =>
      ((await tx.audit.findRow(TENANT, useId))?.eventIds ?? []).map((id) => types.get(id));
    for (const acknowledgement of said) {
      if ('seeded' in acknowledgement) {
        if ((await tx.register.findCurrentVersion(TENANT, 'QL-2')) === undefined) losses.push('seeds');
      } else if ('completed' in acknowledgement) {
        const use = await tx.uses.find(TENANT, acknowledgement.completed);
        const permit = await tx.permits.find(TENANT, acknowledgement.permit);
        if (use?.status !== 'completed' || use.completed?.receipt !== acknowledgement.receipt) losses.push('acknowledged signature');
        if (!(await rowTypes(acknowledgement.completed)).includes('use-completed')) losses.push('event of a completed use');
        if (permit?.usedBy !== acknowledgement.completed) losses.push('permit that was spent is not');
      } else if ('signed' in acknowledgement) {
        if (!(await rowTypes(acknowledgement.signed)).includes('use')) losses.push('signature without event');
      } else if ('use' in acknowledgement) {
        if ((await tx.uses.find(TENANT, acknowledgement.use)) === undefined) losses.push('prepared use');
      } else {
        const permit = await tx.permits.find(TENANT, acknowledgement.permit);
        if (permit === undefined) losses.push('permit');
        // Where the permit is spent, the event of that use is there too.
        else if (permit.usedBy !== null && !(await rowTypes(permit.usedBy)).includes('use')) losses.push('permit spent without event');
      }
    }
    return losses;
  });
}
