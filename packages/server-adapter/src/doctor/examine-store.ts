import type { ObjectStore } from '../objects/object-store.ts';
import { examineChains, examineTransparencyLog } from './checks/log-checks.ts';
import { examineIdentities, examineIntents } from './checks/intent-checks.ts';
import { examineObjects } from './checks/object-checks.ts';
import { examinePermits, examineUses } from './checks/use-checks.ts';
import { examineVersions } from './checks/version-checks.ts';
import { type DoctorReport, notChecked } from './doctor-report.ts';
import type { Snapshot } from './snapshot.ts';

/** Looks at everything in a store, from end to end, and reports all that is not as the server wrote it. */
export async function examineStore(
  snapshot: Snapshot,
  options: { readonly objects?: Pick<ObjectStore, 'open'> } = {},
): Promise<DoctorReport> {
  const { objects } = options;
  const checks = [
    ...snapshot.database,
    ...(await examineChains(snapshot)),
    await examineUses(snapshot),
    await examinePermits(snapshot),
    await examineIntents(snapshot),
    await examineIdentities(snapshot),
    await examineVersions(snapshot),
    await examineTransparencyLog(snapshot),
    objects === undefined ? notChecked('objects', 'no store of objects was named') : await examineObjects(snapshot, objects),
  ];
  return { result: checks.some(({ result }) => result === 'failed') ? 'faulty' : 'sound', tenants: snapshot.tenants, checks };
}
