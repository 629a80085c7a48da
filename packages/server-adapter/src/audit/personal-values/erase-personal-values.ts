import type { Clock } from '@sealkit/core/ports';
import { AdapterError } from '../../adapter-error.ts';
import type { Store, StoreTransaction } from '../../storage/store.ts';
import { systemClock } from '../../system-clock.ts';
import { appendEvent } from '../audit-event.ts';
import { digestsIn, keepPersonalValue } from './personal-value.ts';
import { ERASURE } from './value-faults.ts';

/** Values that one event names. */
const MOST_AT_ONCE = 500;

export interface PersonalValueErasure {
  readonly tenant: string;
  /** Whose words, or which event's: everything that the person wrote, or what one event holds. */
  readonly of: { readonly personId: string } | { readonly eventId: string };
  /** Why; it is kept as personal value of whoever erases. */
  readonly reason: string;
}

export interface ErasedValues {
  /** How many texts are gone. */
  readonly erased: number;
  /** The events that say so. */
  readonly eventIds: readonly string[];
  /** Whether nothing is left in the files of the store; null where that is for the operator of its database to see to. */
  readonly scrubbed: boolean | null;
}

/**
 * Erases what a person wrote in their own words, as law may ask for. Events keep the salted digests, so that chains, proofs and
 * checkpoints stay as they were; without the salt nobody can find out from a digest what was said. That it was done is an event.
 *
 * @throws {@link AdapterError} `EVENT_NOT_FOUND`
 */
export async function erasePersonalValues(
  { store, actor, clock = systemClock }: { readonly store: Store; readonly actor: string; readonly clock?: Clock },
  { tenant, of, reason }: PersonalValueErasure,
): Promise<ErasedValues> {
  const eventIds: string[] = [];
  let erased = 0;
  for (;;) {
    const now = clock.now();
    const digests = await store.transaction(async (tx) => {
      const found = await findKept(tx, tenant, of);
      if (found.length === 0) return found;
      const event = await appendEvent(tx, {
        tenant,
        envelopeId: null,
        sealNumber: null,
        type: ERASURE,
        time: now,
        actor,
        body: { values: found, reason: await keepPersonalValue(tx, { tenant, personId: actor }, reason, now) },
      });
      await tx.personal.erase(tenant, found, { at: now.toISOString(), eventId: event.id });
      eventIds.push(event.id);
      return found;
    });
    erased += digests.length;
    if (digests.length < MOST_AT_ONCE) break;
  }
  return { erased, eventIds, scrubbed: store.scrub === undefined ? null : await store.scrub() };
}

async function findKept(tx: StoreTransaction, tenant: string, of: PersonalValueErasure['of']): Promise<readonly string[]> {
  if ('personId' in of)
    return (await tx.personal.listKept({ tenant, personId: of.personId, limit: MOST_AT_ONCE })).map(({ digest }) => digest);
  const event = await tx.audit.findEvent(tenant, of.eventId);
  if (event === undefined) throw new AdapterError('EVENT_NOT_FOUND');
  return (await tx.personal.find(tenant, digestsIn(event))).flatMap(({ digest, erased }) => (erased === null ? [digest] : []));
}
