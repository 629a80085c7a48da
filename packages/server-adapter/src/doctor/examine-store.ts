import type { ObjectStore } from '../objects/object-store.ts';
import type { Clock } from '@sealkit/core/ports';
import { systemClock } from '../system-clock.ts';
import { examineEventKeys } from './checks/event-key-checks.ts';
import { examineChains, examineTransparencyLog, type LogTrust } from './checks/log-checks.ts';
import { examineIdentities, examineIntents } from './checks/intent-checks.ts';
import { examineObjects } from './checks/object-checks.ts';
import { examinePermits, examineUses, type RegisterTrust } from './checks/use-checks.ts';
import { examineVersions } from './checks/version-checks.ts';
import { type DoctorReport, notChecked } from './doctor-report.ts';
import type { Snapshot } from './snapshot.ts';

/** What somebody who looks at a store has beside it. */
export interface ExamineOptions extends RegisterTrust, LogTrust {
  /** Where documents are kept. */
  readonly objects?: Pick<ObjectStore, 'open'>;
  readonly clock?: Clock;
}

/** Looks at everything in a store, from end to end, and reports all that is not as the server wrote it. */
export async function examineStore(snapshot: Snapshot, options: ExamineOptions = {}): Promise<DoctorReport> {
  const { objects, clock = systemClock } = options;
  const checks = [
    ...snapshot.database,
    ...(await examineChains(snapshot)),
    await examineUses(snapshot),
    await examinePermits(snapshot, options),
    await examineIntents(snapshot),
    await examineIdentities(snapshot),
    await examineEventKeys(snapshot, clock),
    await examineVersions(snapshot),
    await examineTransparencyLog(snapshot, options),
    objects === undefined ? notChecked('objects', 'no store of objects was named') : await examineObjects(snapshot, objects),
  ];
  return { result: checks.some(({ result }) => result === 'failed') ? 'faulty' : 'sound', tenants: snapshot.tenants, checks };
}
