import type { AnomalyView } from '@sealkit/core/protocol';
import type { AdapterContext } from '../adapter-context.ts';
import { verifyLog } from '../audit/transparency-log/verify-log.ts';
import { type UseLogFault, verifySealLog, verifyTenantLog } from '../audit/verify-use-log.ts';
import type { SealRecord } from '../storage/records.ts';

type Gap = Pick<AnomalyView, 'values'>;

/** What is wrong with the use log of a seal, or of the tenant where none is named, and with the transparency log; nothing where all holds. */
export async function findLogGaps(context: AdapterContext, tenant: string, seal: SealRecord | null): Promise<readonly Gap[]> {
  const { store, transparencyLog } = context;
  const { fault } = seal === null ? await verifyTenantLog(store, tenant) : await verifySealLog(store, tenant, seal.number);
  const gaps = fault === null ? [] : [useLogGap(context, fault)];
  if (transparencyLog === null) return gaps;
  const verdict = await verifyLog(store, tenant, { key: await transparencyLog.verifierKey(tenant) });
  return verdict.intact ? gaps : [...gaps, { values: { log: 'transparency-log', fault: verdict.fault.code, at: verdict.fault.at } }];
}

/** The caller hears that the log does not hold; the operator also in which chain. */
function useLogGap(context: AdapterContext, { chain, at, code }: UseLogFault): Gap {
  context.log('error', 'use-log-not-intact', { chain, at, fault: code });
  return { values: { log: 'use-log', fault: code, at } };
}
