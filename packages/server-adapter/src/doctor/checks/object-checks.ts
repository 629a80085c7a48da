import type { ObjectStore } from '../../objects/object-store.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { idsOf } from '../ids-of.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * The documents of envelopes, each version of them: what is kept has the digest and the length that its envelope says, and nothing is
 * missing of an envelope whose document the server took.
 */
export async function examineObjects(snapshot: Snapshot, objects: Pick<ObjectStore, 'open'>): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('objects');
  const absent = new Set<string>();
  for (const tenant of snapshot.tenants) {
    const seen = new Set<string>();
    for await (const id of idsOf(snapshot, tenant, 'envelopes')) {
      const envelope = await snapshot.store.transaction((tx) => tx.envelopes.find(tenant, id));
      for (const { digest, length } of envelope?.versions ?? []) {
        if (seen.has(digest)) continue;
        seen.add(digest);
        const subject = `object ${digest}`;
        const found = await readable(notes, tenant, subject, async () => ({ source: await objects.open({ tenant, digest }) }));
        if (found === undefined) continue;
        if (found.source !== undefined) {
          notes.examine();
          if (found.source.size !== length) notes.find(tenant, subject, 'OBJECT_LENGTH_DIFFERS');
        } else if (envelope?.documentStoredAt === null) absent.add(`${tenant} ${digest}`);
        else notes.find(tenant, subject, 'OBJECT_MISSING');
      }
    }
  }
  if (absent.size > 0) notes.remark(`${absent.size} documents of envelopes are not kept there`);
  return notes.result();
}
