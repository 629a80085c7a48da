import { encodeHex } from '@sealkit/core/bytes';
import {
  type InclusionReason,
  type InclusionVerdict,
  parseVerifierKey,
  type TlogProofQuery,
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

/**
 * A function for `verifyProof` of the use log that goes by the log's own key, and by witnesses where the page names some. What is
 * proven is the entry that the row shows, whatever the server says that its proof is about.
 */
export function logProofVerifier(trust: Pick<TlogProofQuery, 'logKey' | 'witnesses' | 'engine'>): ProofVerifier {
  return async ({ tlogProof }, use) => {
    const verdict = await verifyEventInclusion({ ...trust, tlogProof, eventDigest: use.event });
    return checksOf(verdict, trust.witnesses !== undefined);
  };
}

/** Verifies by the log's first key; undefined where none is known. */
export function keyedVerifier(keys: readonly string[]): ProofVerifier | undefined {
  const [key] = keys;
  return key === undefined ? undefined : async (proof, use) => logProofVerifier({ logKey: await parseVerifierKey(key) })(proof, use);
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
