import { canonicalJson, encodeHex, encodeUtf8 } from '@sealkit/core/bytes';
import { digest, digestText } from '@sealkit/core/crypto';
import type { EvidenceAnchor, EvidenceRecords } from '@sealkit/core/evidence';
import { PortError } from '@sealkit/core/ports';
import { sm3 } from '@sealkit/core/sm';
import type { AdapterContext } from '../../adapter-context.ts';
import type { DepositRequest, JudicialChainAnchor, NotaryDeposit } from './deposit.ts';

const DEFAULT_TIME_LIMIT_MS = 5_000;

/**
 * The records with what chains and notaries said of the case: all are told at once, and none is waited for longer than the configuration
 * allows. One that does not answer is a deposit that failed, with its reason; it keeps no package from being made.
 */
export async function withDeposits(context: AdapterContext, records: EvidenceRecords): Promise<EvidenceRecords> {
  const { anchors = [], anchorTimeLimitMs = DEFAULT_TIME_LIMIT_MS } = context.evidence;
  if (anchors.length === 0) return records;
  const request = await depositRequest(records, context.clock.now());
  const told = await Promise.all(anchors.map((anchor) => tell(anchor, request, anchorTimeLimitMs)));
  return { ...records, anchors: [...records.anchors, ...told] };
}

/** What is deposited, by its digests: canonical JSON of members that `evidence.json` repeats. docs/evidence-format.md §8 */
async function depositRequest({ tenant, envelope, events, document }: EvidenceRecords, at: Date): Promise<DepositRequest> {
  const last = events?.at(-1);
  const statement = encodeUtf8(
    canonicalJson({
      v: 1,
      tenant,
      envelope: envelope.id,
      events:
        last === undefined ? null : { count: events?.length ?? 0, head: await digestText('SHA-256', encodeUtf8(canonicalJson(last))) },
      document: document === null ? null : await digestText('SHA-256', document),
    }),
  );
  const type = last?.['type'];
  return {
    tenant,
    envelopeId: envelope.id,
    phase: typeof type === 'string' ? type : 'envelope',
    sha256: encodeHex(await digest('SHA-256', statement)),
    sm3: encodeHex(sm3(statement)),
    at,
  };
}

async function tell(port: JudicialChainAnchor | NotaryDeposit, request: DepositRequest, limitMs: number): Promise<EvidenceAnchor> {
  const { name, kind } = port;
  const signal = AbortSignal.timeout(limitMs);
  const timeUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new PortError('deposit', 'DEPOSIT_TIMEOUT', `${name}: no answer in time`, { retryable: true })),
    );
  });
  try {
    const deposit = await Promise.race([port.submit(request, { signal }), timeUp]);
    const { reference } = deposit;
    if (deposit.state === 'pending') return { name, kind, state: 'pending', reference, at: null, reason: null, receipt: null };
    return { name, kind, state: 'recorded', reference, at: deposit.at.toISOString(), reason: null, receipt: deposit.receipt };
  } catch (error) {
    const code = error instanceof PortError ? error.code : signal.aborted ? 'DEPOSIT_TIMEOUT' : undefined;
    if (code === undefined) throw error;
    return { name, kind, state: 'failed', reference: null, at: null, reason: code, receipt: null };
  }
}
