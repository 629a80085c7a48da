import type { Checkpoint } from '@sealkit/core/evidence';
import { parseCheckpoint, parseSignedNote } from '@sealkit/core/evidence';
import type { EventProofView } from '@sealkit/core/protocol';
import { testNoteSigner } from '@sealkit/testkit';
import { type AuditEventRecord, logVerifierKey, type Store, type TransparencyLogConfig } from '../../src/index.ts';
import { createWorld, expectStatus, ORIGIN, TENANT, type World } from './world.ts';

/** A log whose key everybody can compute. */
export async function testLog(changes: Partial<TransparencyLogConfig> = {}): Promise<TransparencyLogConfig> {
  const { key, sign } = await testNoteSigner('any');
  return { origin: 'seal.example/log', signCheckpoint: { publicKey: key.publicKey, sign }, ...changes };
}

/** A world that keeps a log and never makes a checkpoint by itself after the first, unless `changes` say so. */
export async function logWorld(
  changes: Partial<TransparencyLogConfig> = {},
  config: Parameters<typeof createWorld>[0] = {},
): Promise<World> {
  return createWorld({ transparencyLog: await testLog({ checkpointEveryMs: 3_600_000, ...changes }), ...config });
}

export async function testLogKey(tenant = TENANT) {
  return logVerifierKey(await testLog(), tenant);
}

/** Every event of a tenant, whatever its chain. */
export async function eventsOf(store: Store, tenant = TENANT): Promise<readonly AuditEventRecord[]> {
  return store.transaction(async (tx) => {
    const chains = await tx.audit.listChains(tenant);
    return (await Promise.all(chains.map((chain) => tx.audit.listEvents({ tenant, of: { chain }, limit: 1000 })))).flat();
  });
}

/** The first event of a type. */
export async function eventOf(store: Store, type: AuditEventRecord['type'], tenant = TENANT): Promise<AuditEventRecord> {
  const event = (await eventsOf(store, tenant)).find((candidate) => candidate.type === type);
  if (event === undefined) throw new RangeError(`no event of type ${type}`);
  return event;
}

export async function proofOf(world: World, event: AuditEventRecord): Promise<EventProofView> {
  return expectStatus(await world.as('ada').get<EventProofView>(`/events/${event.id}/proof`), 200);
}

/** What is not JSON: checkpoints and tiles. */
export async function fetchLog(world: World, path: string, who = `${TENANT}/ada`): Promise<Response> {
  return world.adapter.fetch(new Request(`${ORIGIN}/log/${path}`, { headers: { authorization: `Bearer ${who}` } }));
}

export function checkpointOf(note: string): Checkpoint {
  return parseCheckpoint(parseSignedNote(note).text);
}

export async function latestCheckpoint(store: Store, tenant = TENANT): Promise<Checkpoint | undefined> {
  const latest = await store.transaction((tx) => tx.log.findLatestCheckpoint(tenant));
  return latest && checkpointOf(latest.note);
}

/** Asks until it is so; what the background does comes soon. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new RangeError('it was not so after 200 tries');
}
