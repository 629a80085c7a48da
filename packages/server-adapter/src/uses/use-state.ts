import { encodeBase64 } from '@sealkit/core/bytes';
import type { UseChallenge, UseResult } from '@sealkit/core/protocol';
import type { CompletedRevision, CredentialRecord, PermitRecord, UseRecord } from '../storage/records.ts';

/** What the person is asked to confirm, and the certificates of a key that was made for it. */
export function presentChallenge(use: UseRecord, permit: PermitRecord, credential: CredentialRecord | null): UseChallenge {
  const { methods, minimumAssurance, batch = false } = permit.payload.intentPolicy;
  return {
    useId: use.id,
    status: 'awaiting-intent',
    act: use.act,
    challenge: use.challenge,
    methods,
    minimumAssurance,
    batch,
    signingTime: use.signingTime,
    holeSize: (use.prepared.holeEnd - use.prepared.holeStart - 2) / 2,
    ...(credential?.isOneTime === true ? { certificates: credential.certificates.map(encodeBase64) } : {}),
  };
}

/** The finished revision, the same each time it is asked for. */
export function presentResult(use: UseRecord, completed: CompletedRevision): UseResult {
  const { prepared } = use;
  return {
    useId: use.id,
    status: 'completed',
    originalDigest: use.act.originalDigest,
    originalLength: prepared.byteRange[1] - prepared.holeStart,
    revision: encodeBase64(completed.bytes),
    byteRange: prepared.byteRange,
    byteRangeDigest: prepared.messageDigest,
    fileDigest: completed.fileDigest,
    receipt: completed.receipt,
  };
}
