import { type AuditEventRecord, type Store, StoreError } from '../../src/index.ts';

export const TIME = '2026-11-22T10:00:00.000Z';

/** The code that the store refused with; `done` where it did not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

/** The event after `head` in a chain of a tenant; no seal's. */
export function eventAfter(
  head: { readonly sequence: number; readonly digest: string } | undefined,
  of: { readonly tenant: string; readonly chain: string },
): AuditEventRecord {
  const sequence = (head?.sequence ?? 0) + 1;
  const id = `${of.chain}-${sequence}-${crypto.randomUUID()}`;
  return {
    v: 1,
    id,
    ...of,
    sequence,
    prev: head?.digest ?? null,
    sealNumber: null,
    sealSequence: null,
    sealPrev: null,
    type: 'use',
    time: TIME,
    actor: 'p',
    body: {},
    digest: `digest of ${id}`,
  };
}

/** Appends an event to a chain, and answers its digest. */
export async function appendNext(store: Store, of: { readonly tenant: string; readonly chain: string }): Promise<string> {
  return store.transaction(async (tx) => {
    const event = eventAfter(await tx.audit.findHead(of.tenant, { chain: of.chain }), of);
    await tx.audit.append(event);
    return event.digest;
  });
}

/** Every event of a tenant by digest, after looking that its chains have no gap and no fork, and that each event has one place. */
export async function digestsOfSoundChains(store: Store, tenant: string): Promise<ReadonlySet<string>> {
  return store.transaction(async (tx) => {
    const digests = new Set<string>();
    for (const chain of await tx.audit.listChains(tenant)) {
      let before: string | null = null;
      const events = await tx.audit.listEvents({ tenant, of: { chain }, limit: 1_000_000 });
      for (const [index, event] of events.entries()) {
        expect([event.sequence, event.prev]).to.deep.equal([index + 1, before]);
        digests.add(event.digest);
        before = event.digest;
      }
    }
    const places = await tx.log.listUnlogged(tenant, 1_000_000);
    expect(new Set(places.map(({ digest }) => digest))).to.deep.equal(digests);
    expect(places.length).to.equal(digests.size);
    return digests;
  });
}
