import { digestText } from '@sealkit/core/crypto';
import { assertStatementFits } from '../../register/statement-fits.ts';
import type { AuditEventRecord, SealRecord, SealVersionRecord } from '../../storage/records.ts';
import type { Store } from '../../storage/store.ts';
import { CheckNotes, type DoctorCheckResult } from '../doctor-report.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/** Each version of each seal against the statement that the seal maker signed and the event of its making; each seal's state against its events. */
export async function examineVersions({ store, sqlOf, tenants }: Snapshot): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('seal-versions');
  notes.remark('whether a seal maker is trusted was not judged');
  for (const tenant of tenants) {
    for (const row of await sqlOf(tenant).all('SELECT number FROM seals WHERE tenant = ? ORDER BY number', [tenant])) {
      const number = String(row['number']);
      const read = await readable(notes, tenant, `seal ${number}`, () => readSeal(store, tenant, number));
      if (read === undefined) continue;
      if (stateAfter(read.events) !== read.seal.state) notes.find(tenant, `seal ${number}`, 'STATE_DIFFERS');
      if (read.versions.filter(({ state }) => state === 'current').length > 1) notes.find(tenant, `seal ${number}`, 'VERSIONS_CURRENT');
      for (const version of read.versions) {
        notes.examine();
        const subject = `seal ${number}, version ${version.version}`;
        const code = await readable(notes, tenant, subject, () => faultOfVersion(read.seal, version, read.events));
        if (code !== undefined && code !== null) notes.find(tenant, subject, code);
      }
    }
  }
  return notes.result();
}

interface ReadSeal {
  readonly seal: SealRecord;
  readonly versions: readonly SealVersionRecord[];
  readonly events: readonly AuditEventRecord[];
}

/** Events of the life of one seal. */
const MAX_EVENTS = 1_000_000;

async function readSeal(store: Store, tenant: string, number: string): Promise<ReadSeal | undefined> {
  return store.transaction(async (tx) => {
    const seal = await tx.register.findSeal(tenant, number);
    if (seal === undefined) return undefined;
    const versions = await tx.register.listVersions(tenant, number);
    const events = await tx.audit.listEvents({ tenant, of: { sealNumber: number }, withoutUses: true, limit: MAX_EVENTS });
    return { seal, versions, events };
  });
}

/** Where the events bring a seal. */
function stateAfter(events: readonly AuditEventRecord[]): unknown {
  let state: unknown = null;
  for (const { type, body } of events) {
    if (type === 'seal-registered') state = body['state'];
    if (type === 'seal-requested') state = 'draft';
    if (type === 'seal-state-changed' || type === 'seal-version-made') state = body['to'];
  }
  return state;
}

const MAKING: ReadonlySet<string> = new Set(['seal-registered', 'seal-version-registered', 'seal-version-made']);

async function faultOfVersion(seal: SealRecord, version: SealVersionRecord, events: readonly AuditEventRecord[]): Promise<string | null> {
  if ((await digestText('SHA-256', version.statement)) !== version.statementDigest) return 'STATEMENT_DIFFERS';
  const making = events.find(({ type, body }) => MAKING.has(type) && body['sealVersion'] === version.version);
  if (making?.body['statement'] !== version.statementDigest) return 'VERSION_WITHOUT_EVENT';
  try {
    const { validFrom, validTo } = version;
    await assertStatementFits(seal, { ...version, validFrom: new Date(validFrom), validTo: new Date(validTo) });
    return null;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'STATEMENT_DIFFERS';
  }
}
