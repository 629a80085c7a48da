import { decodeBase64, encodeHex } from '@sealkit/core/bytes';
import {
  type InclusionReason,
  type InclusionVerdict,
  parseTlogProof,
  parseVerifierKey,
  type TlogProofQuery,
  verifyCheckpointTimestamp,
  verifyEventInclusion,
} from '@sealkit/core/evidence';
import { shortDigest } from '../foundation/format.ts';
import type { VerdictName } from '../foundation/verdict-mark.ts';
import type { ProofCheck, ProofCheckId, ProofVerifier } from './use-proofs.ts';

/** Which check a reason is about, and how it ended. A check without a reason passed. */
const REASONS: Readonly<Record<InclusionReason, readonly [ProofCheckId, VerdictName]>> = {
  PROOF_MALFORMED: ['inclusion', 'fail'],
  LEAF_NOT_INCLUDED: ['inclusion', 'fail'],
  ORIGIN_DIFFERS: ['checkpoint', 'fail'],
  LOG_SIGNATURE_INVALID: ['checkpoint', 'fail'],
  LOG_SIGNATURE_MISSING: ['checkpoint', 'unsure'],
  LOG_SIGNATURE_UNSUPPORTED: ['checkpoint', 'unsure'],
  WITNESS_SIGNATURE_INVALID: ['witnesses', 'fail'],
  WITNESS_SIGNATURE_UNSUPPORTED: ['witnesses', 'unsure'],
  WITNESS_QUORUM_NOT_REACHED: ['witnesses', 'unsure'],
};

/** Whose signatures a proof has to bear. */
export interface LogTrust extends Pick<TlogProofQuery, 'logKey' | 'witnesses' | 'engine'> {
  /** DER of the anchors of time-stamp authorities. */
  readonly timestampAnchors?: readonly Uint8Array[];
}

/**
 * A function for `verifyProof` of the use log that goes by the log's own key, and by witnesses where the page names some. What is
 * proven is the entry that the row shows, whatever the server says that its proof is about.
 */
export function logProofVerifier({ timestampAnchors = [], ...trust }: LogTrust): ProofVerifier {
  return async ({ tlogProof, timestampToken }, use) => {
    const verdict = await verifyEventInclusion({ ...trust, tlogProof, eventDigest: use.event });
    const checks = checksOf(verdict, trust.witnesses !== undefined);
    if (timestampToken === null || isMalformed(verdict)) return checks;
    return [...checks, await checkTimestamp(tlogProof, timestampToken, timestampAnchors)];
  };
}

/** A token whose authority the page knows nothing of says a time, and it cannot be told whose. */
async function checkTimestamp(tlogProof: string, token: string, anchors: readonly Uint8Array[]): Promise<ProofCheck> {
  const { checkpoint } = parseTlogProof(tlogProof);
  const stamp = await verifyCheckpointTimestamp(checkpoint, decodeBase64(token), anchors.length === 0 ? {} : { anchors });
  if ('fault' in stamp) return { id: 'timestamp', verdict: stamp.fault === 'CHAIN_NOT_TRUSTED' ? 'unsure' : 'fail' };
  const { tstInfo, certificate } = stamp;
  const detail = `${tstInfo.genTime.toISOString()}, ${certificate.subject.commonName ?? certificate.subject.text}`;
  return { id: 'timestamp', verdict: anchors.length === 0 ? 'unsure' : 'pass', detail };
}

function isMalformed(verdict: InclusionVerdict): boolean {
  return verdict.indication !== 'PASSED' && (verdict.reasons as readonly InclusionReason[]).includes('PROOF_MALFORMED');
}

/** Verifies by the log's first key; undefined where none is known. */
export function keyedVerifier(keys: readonly string[], timestampAnchors: readonly Uint8Array[]): ProofVerifier | undefined {
  const [key] = keys;
  if (key === undefined) return undefined;
  return async (proof, use) => logProofVerifier({ logKey: await parseVerifierKey(key), timestampAnchors })(proof, use);
}

function checksOf(verdict: InclusionVerdict, witnessed: boolean): readonly ProofCheck[] {
  if (verdict.indication === 'PASSED') {
    const names = verdict.witnesses.map(({ name }) => name).join(', ');
    return [
      { id: 'inclusion', verdict: 'pass', detail: shortDigest(encodeHex(verdict.root)) },
      { id: 'checkpoint', verdict: 'pass', detail: verdict.origin },
      witnessed ? { id: 'witnesses', verdict: 'pass', detail: names } : { id: 'witnesses', verdict: 'skip' },
    ];
  }
  const reasons: readonly InclusionReason[] = verdict.reasons;
  // Nothing else can be read from a proof that is malformed.
  const readable = !reasons.includes('PROOF_MALFORMED');
  return (['inclusion', 'checkpoint', 'witnesses'] as const).map((id) => {
    const found = reasons.map((reason) => REASONS[reason]).filter(([about]) => about === id);
    const worst = found.find(([, ended]) => ended === 'fail') ?? found[0];
    if (worst) return { id, verdict: worst[1] };
    return { id, verdict: readable && (id !== 'witnesses' || witnessed) ? 'pass' : 'skip' };
  });
}
