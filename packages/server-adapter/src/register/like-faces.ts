import type { Bytes } from '@sealkit/core/bytes';
import { faceLikeness, LIKE_FACE_THRESHOLD } from '@sealkit/core/seal';
import type { LikeFaceRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Seals that are named at most: a person has to look at each. */
const MOST_LIKE = 20;

/**
 * The faces of the tenant's other seals that a face looks like, superseded and discarded versions too: of each seal the version that
 * it is most like, the most alike first. What it means is for a person to decide.
 */
export async function findLikeFaces(
  tx: StoreTransaction,
  tenant: string,
  sealNumber: string,
  likeness: Bytes | null,
): Promise<readonly LikeFaceRecord[]> {
  if (likeness === null) return [];
  const mostLike = new Map<string, LikeFaceRecord>();
  for (const known of await tx.register.listLikenesses(tenant)) {
    if (known.sealNumber === sealNumber || known.likeness === null) continue;
    const face = { sealNumber: known.sealNumber, version: known.version, likeness: faceLikeness(likeness, known.likeness) };
    if (face.likeness < LIKE_FACE_THRESHOLD) continue;
    const before = mostLike.get(face.sealNumber);
    if (before === undefined || byLikeness(face, before) < 0) mostLike.set(face.sealNumber, face);
  }
  return [...mostLike.values()].toSorted(byLikeness).slice(0, MOST_LIKE);
}

/** The most alike first; of the same, the later version. */
function byLikeness(a: LikeFaceRecord, b: LikeFaceRecord): number {
  return b.likeness - a.likeness || a.sealNumber.localeCompare(b.sealNumber) || b.version - a.version;
}
