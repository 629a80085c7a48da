import type { AnomalyView } from '@sealkit/core/protocol';
import type { AdapterContext } from '../adapter-context.ts';
import type { UseLogFault } from '../audit/log-walk.ts';
import { verifyLog } from '../audit/transparency-log/verify-log.ts';
import type { SealRecord } from '../storage/records.ts';

type Gap = Pick<AnomalyView, 'values'>;

export interface LogGaps {
  readonly gaps: readonly Gap[];
  /** Whether all of it was verified: the chains of the view, and the transparency log where the server has one. */
  readonly complete: boolean;
}

/** What is wrong with the use log of a seal, or of the tenant where none is named, and with the transparency log. */
export async function findLogGaps(context: AdapterContext, tenant: string, seal: SealRecord | null): Promise<LogGaps> {
  const { store, transparencyLog, logWatch, monitoring } = context;
  const everything = { scope: { sealNumbers: [], personIds: [] } };
  const { fault, verified, length } = await logWatch.look(tenant, seal === null ? everything : { sealNumber: seal.number });
  const gaps = fault === null ? [] : [useLogGap(context, fault)];
  const complete = verified === length;
  if (transparencyLog === null) return { gaps, complete };
  if ((await store.transaction((tx) => tx.audit.countEvents(tenant), { readOnly: true })) > monitoring.maxEvents)
    return { gaps, complete: false };
  const verdict = await verifyLog(store, tenant, { key: await transparencyLog.verifierKey(tenant) });
  if (verdict.intact) return { gaps, complete };
  return { gaps: [...gaps, { values: { log: 'transparency-log', fault: verdict.fault.code, at: verdict.fault.at } }], complete };
}

/** The caller hears that the log does not hold; the operator also in which chain. */
function useLogGap(context: AdapterContext, { chain, at, code }: UseLogFault): Gap {
  context.log('error', 'use-log-not-intact', { chain, at, fault: code });
  return { values: { log: 'use-log', fault: code, at } };
}
