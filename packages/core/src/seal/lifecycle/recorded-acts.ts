import type { SealState } from './states.ts';

/** Acts that leave the state of a seal as it is and stand in its record: 备案, 收缴, 销毁. */
export type RecordedSealAct = 'filing' | 'collection' | 'destruction';

/** In which states an act may be recorded. What was collected or destroyed is a seal that nobody uses any more. */
export const RECORDED_SEAL_ACTS: Readonly<Record<RecordedSealAct, readonly SealState[]>> = {
  filing: ['draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended'],
  collection: ['suspended', 'abolished'],
  destruction: ['abolished'],
};

/** Whether an act may be recorded of a seal in this state. */
export function isRecordable(act: RecordedSealAct, state: SealState): boolean {
  return RECORDED_SEAL_ACTS[act].includes(state);
}
