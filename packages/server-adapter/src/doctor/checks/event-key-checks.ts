import type { Clock } from '@sealkit/core/ports';
import { certificateFingerprint } from '@sealkit/core/x509';
import { LEFT_AFTER_MS } from '../../identity/event/left-after.ts';
import type { EventKeyRecord } from '../../storage/records.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { idsOf } from '../ids-of.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Events, eventsOf } from './intent-checks.ts';

interface KeyEvents {
  readonly made: Events;
  readonly issued: Events;
  readonly signed: Events;
  readonly destroyed: Events;
}

/** Each key that signs once with the events of its life; one that nobody destroyed although its time is over is a finding. */
export async function examineEventKeys(snapshot: Snapshot, clock: Clock): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('event-keys');
  const { store, tenants } = snapshot;
  for (const tenant of tenants) {
    const events: KeyEvents = {
      made: await eventsOf(snapshot, tenant, 'one-time-key-made', 'credentialId'),
      issued: await eventsOf(snapshot, tenant, 'one-time-certificate-issued', 'credentialId'),
      signed: await eventsOf(snapshot, tenant, 'one-time-signature-made', 'credentialId'),
      destroyed: await eventsOf(snapshot, tenant, 'one-time-key-destroyed', 'credentialId'),
    };
    const rows = new Set<string>();
    for await (const id of idsOf(snapshot, tenant, 'event_keys')) {
      notes.examine();
      rows.add(id);
      const subject = `key ${id}`;
      const found = await readable(notes, tenant, subject, () => store.transaction((tx) => tx.eventKeys.find(tenant, id)));
      const code = found === undefined ? null : ((await faultOfKey(found, events)) ?? leftOf(found, clock.now()));
      if (code !== null) notes.find(tenant, subject, code);
    }
    // A host that keeps such keys by itself names no permit, and has no rows.
    for (const [id, [made]] of events.made) {
      if (!rows.has(id) && made?.body['permitId'] !== undefined) notes.find(tenant, `key ${id}`, 'KEY_MISSING');
    }
  }
  return notes.result();
}

async function faultOfKey({ id, permitId, credential, ended }: EventKeyRecord, events: KeyEvents): Promise<string | null> {
  const [made] = events.made.get(id) ?? [];
  if (made === undefined) return 'KEY_WITHOUT_EVENT';
  if (made.body['permitId'] !== permitId) return 'KEY_DIFFERS';
  const [issued] = events.issued.get(id) ?? [];
  const leaf = credential?.certificates[0];
  const certificate = leaf === undefined ? undefined : await certificateFingerprint(leaf);
  if (issued?.body['certificate'] !== certificate) return 'CERTIFICATE_DIFFERS';
  if ((events.signed.get(id) ?? []).length > 1) return 'KEY_SIGNED_TWICE';
  const [destroyed] = events.destroyed.get(id) ?? [];
  return destroyed?.body['reason'] === ended?.reason ? null : 'KEY_END_DIFFERS';
}

function leftOf({ ended, until }: EventKeyRecord, now: Date): string | null {
  return ended === null && Date.parse(until) + LEFT_AFTER_MS <= now.getTime() ? 'KEY_LEFT' : null;
}
