import type { ObjectStore } from '../../objects/object-store.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { idsOf } from '../ids-of.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/** The documents of envelopes, as far as they are kept: each has the digest and the length that its envelope says. */
export async function examineObjects(snapshot: Snapshot, objects: Pick<ObjectStore, 'open'>): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('objects');
  const absent = new Set<string>();
  for (const tenant of snapshot.tenants) {
    const seen = new Set<string>();
    for await (const id of idsOf(snapshot, tenant, 'envelopes')) {
      const envelope = await snapshot.store.transaction((tx) => tx.envelopes.find(tenant, id));
      if (envelope === undefined || seen.has(envelope.document.digest)) continue;
      const { digest, length } = envelope.document;
      seen.add(digest);
      const found = await readable(notes, tenant, `object ${digest}`, async () => ({ source: await objects.open({ tenant, digest }) }));
      if (found === undefined) continue;
      if (found.source === undefined) absent.add(`${tenant} ${digest}`);
      else notes.examine();
      if (found.source !== undefined && found.source.size !== length) notes.find(tenant, `object ${digest}`, 'OBJECT_LENGTH_DIFFERS');
    }
  }
  if (absent.size > 0) notes.remark(`${absent.size} documents of envelopes are not kept there`);
  return notes.result();
}
