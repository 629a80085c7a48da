import type { SealView } from '@sealkit/core/protocol';
import { isRecordable, isUsableState } from '@sealkit/core/seal';
import { isRecorded, type OpenSealAct } from './seal-acts.ts';

/** Why an act makes no sense in the seal's present state; the server may still refuse what this allows. */
export type ActObstacle = 'whyNotYours' | 'whyPrepared' | 'whyNotMade' | 'whyLike' | 'whyFirst' | 'whyNotRecordable' | 'whyNotDraft';

/** The first thing in the way of an act on a seal, or null. */
export function actObstacle(act: OpenSealAct, seal: SealView): ActObstacle | null {
  if (!mayAct(act, seal)) return 'whyNotYours';
  if (act === 'revise') return seal.state === 'draft' ? null : 'whyNotDraft';
  if (isRecorded(act)) return isRecordable(act, seal.state) ? null : 'whyNotRecordable';
  if (act === 'produce' || act === 'new-face') {
    if (seal.prepared) return 'whyPrepared';
    const made = isUsableState(seal.state) || seal.state === 'suspended';
    const first = seal.state === 'approved' || seal.state === 'produced';
    return made || (act === 'produce' && first) ? null : 'whyNotMade';
  }
  if (act !== 'activate' || !seal.prepared) return null;
  // The first version comes into use with the seal itself.
  if (seal.state === 'produced') return 'whyFirst';
  return seal.prepared.like.length > 0 && !seal.prepared.likenessAccepted ? 'whyLike' : null;
}

/** Whether the host lets the person do this at all. */
function mayAct(act: OpenSealAct, { may }: SealView): boolean {
  if (act === 'revise') return may.revise;
  if (isRecorded(act)) return may.recordAct;
  return act === 'produce' || act === 'new-face' ? may.produce : may.decideVersion;
}
