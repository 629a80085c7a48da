import type { Bytes } from '@sealkit/core/bytes';
import type { VerifierKey } from '@sealkit/core/evidence';
import { digestsIn } from '../../audit/personal-values/personal-value.ts';
import { findValueFaults } from '../../audit/personal-values/value-faults.ts';
import { judgeRows } from '../../audit/rows-of-events.ts';
import { verifyLog, type VerifyLogOptions } from '../../audit/transparency-log/verify-log.ts';
import { verifyTenantLog } from '../../audit/verify-use-log.ts';
import { type ChainReader, verifyChain } from '../../audit/verify-chain.ts';
import type { Store } from '../../storage/store.ts';
import { CheckNotes, type DoctorCheckResult, notChecked } from '../doctor-report.ts';
import { readable } from '../readable.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * Every chain from its first event on, of envelopes and register and again of each seal; and the use log, which has a row for the
 * events of each use, and no other row; and what persons wrote, which events hold the salted digests of.
 */
export async function examineChains(snapshot: Snapshot): Promise<readonly DoctorCheckResult[]> {
  const notes = { chains: new CheckNotes('chains'), useLog: new CheckNotes('use-log'), values: new CheckNotes('personal-values') };
  for (const tenant of snapshot.tenants) {
    const walked = await walkChains(snapshot, tenant, notes);
    await walkSealChains(snapshot, tenant, notes.chains);
    for (const row of await snapshot.sqlOf(tenant).all(EVENTS_WITHOUT_PLACE, [tenant]))
      notes.chains.find(tenant, `event ${String(row['id'])}`, 'EVENT_WITHOUT_PLACE');
    const stored = await snapshot.store.transaction((tx) => tx.audit.countRows({ tenant }));
    notes.chains.examine(walked.events);
    notes.useLog.examine(stored);
    // Behind a fault a chain was not walked, and the rows of what lies there were not counted.
    if (walked.whole && stored !== walked.rows)
      notes.useLog.find(tenant, `${stored} rows, uses and refused tries ${walked.rows}`, 'ROWS_DIFFER');
    await examineDigests(snapshot, tenant, notes.useLog);
    // What the server itself walks by: the order of all events, whatever their chain.
    const ordered = await readable(notes.chains, tenant, 'order of events', () => verifyTenantLog(snapshot.store, tenant));
    const fault = ordered?.fault ?? null;
    if (walked.whole && fault !== null && !OF_OTHER_CHECKS.has(fault.code)) notes.chains.find(tenant, 'order of events', fault.code);
  }
  return [notes.chains.result(), notes.useLog.result(), notes.values.result()];
}

/** What the walk through the chains says of each place. */
const OF_OTHER_CHECKS: ReadonlySet<string> = new Set(['ROWS_DIFFER', 'VALUE_DIFFERS']);

/** Events that the order of the tenant does not have: what walks in that order would never come to them. */
const EVENTS_WITHOUT_PLACE = `SELECT id FROM events WHERE tenant = ?
  AND NOT EXISTS (SELECT 1 FROM event_order o WHERE o.tenant = events.tenant AND o.event_id = events.id) ORDER BY id`;

/** The index by which rows are found: each digest of a row is in it, and nothing else is. */
async function examineDigests({ store, sqlOf }: Snapshot, tenant: string, useLog: CheckNotes): Promise<void> {
  const indexed = new Map<string, Set<string>>();
  const rows = await sqlOf(tenant).all('SELECT row_id, digest FROM use_log_digests WHERE tenant = ?', [tenant]);
  for (const row of rows) {
    const id = String(row['row_id']);
    indexed.set(id, (indexed.get(id) ?? new Set()).add(String(row['digest'])));
  }
  for (let before: number | undefined; ;) {
    const query = { tenant, limit: PAGE, ...(before === undefined ? {} : { before }) };
    const page = await store.transaction((tx) => tx.audit.listRows(query));
    for (const { id, digests } of page) {
      const found = indexed.get(id) ?? new Set();
      if (digests.some((digest) => !found.has(digest))) useLog.find(tenant, `row ${id}`, 'DIGEST_NOT_INDEXED');
      if ([...found].some((digest) => !digests.includes(digest))) useLog.find(tenant, `row ${id}`, 'DIGEST_OF_NO_ROW');
      indexed.delete(id);
    }
    if (page.length < PAGE) break;
    before = page.at(-1)?.position;
  }
  for (const id of indexed.keys()) useLog.find(tenant, `row ${id}`, 'DIGEST_OF_NO_ROW');
}

const PAGE = 500;

interface ChainNotes {
  readonly chains: CheckNotes;
  readonly useLog: CheckNotes;
  readonly values: CheckNotes;
}

interface WalkedChains {
  readonly events: number;
  /** How many rows the events begin. */
  readonly rows: number;
  /** Whether every chain was walked to its end. */
  readonly whole: boolean;
}

/** The chains that each event belongs to exactly once. */
async function walkChains({ store }: Snapshot, tenant: string, { chains, useLog, values }: ChainNotes): Promise<WalkedChains> {
  let events = 0;
  let rows = 0;
  let whole = true;
  for (const chain of await store.transaction((tx) => tx.audit.listChains(tenant))) {
    const reader: ChainReader = {
      read: async (tx, page) => {
        const { contradicted, begun } = await judgeRows(tx, tenant, page);
        for (const { sequence } of contradicted) useLog.find(tenant, `chain ${chain}, event ${sequence}`, 'ROWS_DIFFER');
        rows += begun.length;
        values.examine(page.flatMap(digestsIn).length);
        for (const { sequence } of await findValueFaults(tx, tenant, page))
          values.find(tenant, `chain ${chain}, event ${sequence}`, 'VALUE_DIFFERS');
      },
    };
    const verdict = await readable(chains, tenant, `chain ${chain}`, () => verifyChain(store, tenant, { chain }, reader));
    if (verdict?.intact === false) chains.find(tenant, `chain ${chain}, event ${verdict.at}`, verdict.fault);
    events += verdict?.length ?? 0;
    whole &&= verdict?.intact === true;
  }
  return { events, rows, whole };
}

async function walkSealChains({ store, sqlOf }: Snapshot, tenant: string, chains: CheckNotes): Promise<void> {
  for (const row of await sqlOf(tenant).all(SEALS_OF_EVENTS, [tenant])) {
    const sealNumber = String(row['number']);
    const verdict = await readable(chains, tenant, `seal ${sealNumber}`, () => verifyChain(store, tenant, { sealNumber }));
    if (verdict?.intact === false) chains.find(tenant, `seal ${sealNumber}, event ${verdict.at}`, verdict.fault);
  }
}

const SEALS_OF_EVENTS =
  'SELECT DISTINCT seal_number AS number FROM events WHERE tenant = ? AND seal_number IS NOT NULL ORDER BY seal_number';

/** What the signatures of checkpoints are verified by. */
export interface LogTrust {
  /** Of the tenants' logs, each by its name; checkpoints of others are compared with the tree alone. */
  readonly logKeys?: readonly VerifierKey[];
  /** DER of the anchors of time-stamp authorities. */
  readonly timestampAnchors?: readonly Bytes[];
}

/** Leaves against events, tiles against leaves, and every checkpoint against the tree of its size, and under the key of its log. */
export async function examineTransparencyLog({ store, tenants }: Snapshot, trust: LogTrust = {}): Promise<DoctorCheckResult> {
  const notes = new CheckNotes('transparency-log');
  const unsigned: string[] = [];
  let kept = false;
  for (const tenant of tenants) {
    const key = await keyOfLog(store, tenant, trust);
    const verdict = await readable(notes, tenant, 'log', () => verifyLog(store, tenant, verifying(key, trust)));
    if (verdict === undefined) continue;
    if (verdict.intact) notes.examine(verdict.size);
    else notes.find(tenant, `log at ${verdict.fault.at}`, verdict.fault.code);
    kept ||= !verdict.intact || verdict.size + verdict.checkpoints > 0;
    if (key === undefined && (!verdict.intact || verdict.checkpoints > 0)) unsigned.push(tenant);
  }
  if (unsigned.length > 0) notes.remark(`signatures of checkpoints were not verified: no --log-key for ${unsigned.join(', ')}`);
  return kept ? notes.result() : notChecked('transparency-log', 'none is kept');
}

function verifying(key: VerifierKey | undefined, { timestampAnchors }: LogTrust): VerifyLogOptions {
  return { ...(key === undefined ? {} : { key }), ...(timestampAnchors === undefined ? {} : { timestampAnchors }) };
}

/** The key whose name is the origin of the tenant's newest checkpoint. */
async function keyOfLog(store: Store, tenant: string, { logKeys = [] }: LogTrust): Promise<VerifierKey | undefined> {
  const latest = await store.transaction((tx) => tx.log.findLatestCheckpoint(tenant));
  const origin = latest?.note.split('\n', 1)[0];
  return logKeys.find(({ name }) => name === origin);
}
