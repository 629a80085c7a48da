import { OIDS } from '../../asn1/index.ts';
import { type Check, failed, notApplicable, notChecked, passed } from './check.ts';
import { permitOfFacts } from './permit-payload.ts';

/** Where the permit asks for it, the signer states the commitment, and no other. Facts that were saved before it was read cannot tell. */
export const commitmentStated: Check = {
  id: 'use.commitment-stated',
  clause: 'ETSI EN 319 122-1 §5.2.3; explained signing, signed attributes',
  group: 'permit',
  run: ({ use, cms }) => {
    const asked = permitOfFacts(use?.permit)?.intentPolicy.commitmentType;
    if (asked === undefined) return notApplicable('COMMITMENT_NOT_REQUIRED');
    if (cms.signer !== null && cms.signer.commitments === undefined) return notChecked('COMMITMENTS_NOT_SAVED', { asked });
    const commitments = cms.signer?.commitments ?? [];
    const stated = commitments.length === 1 && commitments[0] === OIDS.commitmentProofOfApproval;
    return stated ? passed({ commitment: asked }) : failed('FORMAT_FAILURE', 'COMMITMENT_DIFFERS', { asked, stated: commitments });
  },
};
