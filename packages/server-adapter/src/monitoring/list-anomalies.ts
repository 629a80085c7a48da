import type { AnomalyList, AnomalyQuery, AnomalySeverity, AnomalyView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import type { SealRecord } from '../storage/records.ts';
import { readableSeal, readableSeals } from '../uses/readable-seals.ts';
import { findLogGaps } from './log-gaps.ts';
import { type ReadRows, readRows, readSealFacts } from './read-seal-facts.ts';
import { RULES } from './rules/rules.ts';
import type { Finding } from './seal-facts.ts';

const MAX_SHOWN_ROWS = 50;
const GRAVITY: Readonly<Record<AnomalySeverity, number>> = { alarm: 0, warning: 1, notice: 2 };

/**
 * What the rules find of the seals whose use log the caller may read. The work is bounded by the policy, and the answer says what
 * was looked at.
 *
 * @throws {@link AdapterError} `SEAL_NOT_FOUND`, `NOT_AUTHORIZED`
 */
export async function listAnomalies(context: AdapterContext, principal: Principal, query: AnomalyQuery): Promise<AnomalyList> {
  const { store, monitoring } = context;
  const { tenant } = principal;
  const only = query.sealNumber === undefined ? null : await readableSeal(context, principal, query.sealNumber);
  const readable = only === null ? await readableSeals(context, principal) : [only];
  const seals = readable.slice(0, monitoring.maxSeals);
  const now = context.clock.now();
  const from = new Date(now.getTime() - monitoring.lookBackMs);
  const sealNumbers = seals.map(({ number }) => number);
  const rows = await readRows(store, { tenant, sealNumbers, from, maxRows: monitoring.maxRows });
  const found = [...(await judgeSeals(context, seals, rows, now))];
  const { gaps, complete: chains } = await findLogGaps(context, tenant, only);
  for (const { values } of gaps) found.push(gapView(only, values, now));
  return {
    anomalies: found.sort(byGravity),
    examined: {
      from: from.toISOString(),
      to: now.toISOString(),
      rows: rows.count,
      seals: seals.length,
      complete: rows.complete && seals.length === readable.length,
      chains,
    },
  };
}

async function judgeSeals(
  { store, monitoring }: AdapterContext,
  seals: readonly SealRecord[],
  { bySeal, contradicted }: ReadRows,
  now: Date,
): Promise<readonly AnomalyView[]> {
  const found: AnomalyView[] = [];
  for (const seal of seals) {
    const facts = await store.transaction((tx) => readSealFacts(tx, seal, bySeal.get(seal.number) ?? [], now), { readOnly: true });
    for (const rule of RULES) found.push(...rule(facts, monitoring).map((finding) => presentFinding(seal, finding)));
    if (contradicted.has(seal.number)) found.push(gapView(seal, { log: 'use-log', fault: 'ROWS_DIFFER', at: null }, now));
  }
  return found;
}

function presentFinding({ number, organisationId }: SealRecord, { since, rows, ...finding }: Finding): AnomalyView {
  return { ...finding, sealNumber: number, organisationId, since: since.toISOString(), rows: rows.slice(-MAX_SHOWN_ROWS) };
}

/** Nobody can say since when a log does not hold: it is noticed now. */
function gapView(seal: SealRecord | null, values: AnomalyView['values'], now: Date): AnomalyView {
  return {
    kind: 'log-gap',
    sealNumber: seal?.number ?? null,
    organisationId: seal?.organisationId ?? null,
    severity: 'alarm',
    since: now.toISOString(),
    values,
    rows: [],
  };
}

function byGravity(one: AnomalyView, other: AnomalyView): number {
  return GRAVITY[one.severity] - GRAVITY[other.severity] || other.since.localeCompare(one.since);
}
