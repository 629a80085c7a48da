import { findCountersignatureFault } from '../../seal/index.ts';
import { type Check, failed, notApplicable, notChecked, passed } from './check.ts';
import { permitOfFacts } from './permit-payload.ts';

/**
 * Who approved did so by a passkey over exactly this request, where the permit asks for it or says so. Whose key it is, the register
 * says; `key` names it for whoever knows better.
 */
export const approvalsCountersigned: Check = {
  id: 'use.approvals-countersigned',
  clause: 'explained signing, "The frame" and "What it rests on"; Web Authentication Level 3 §7.2',
  group: 'permit',
  run: ({ use }) => {
    const permit = permitOfFacts(use?.permit);
    if (use === null || permit === undefined) return notApplicable('NO_PERMIT');
    const isAsked = permit.approvalPolicy !== undefined || permit.approvals.some(({ assertion }) => assertion !== undefined);
    if (!isAsked) return notApplicable('COUNTERSIGNATURE_NOT_REQUIRED');
    if (use.countersignatures === undefined) return notChecked('COUNTERSIGNATURES_NOT_OBSERVED');
    const found = findCountersignatureFault(permit, use.countersignatures);
    if (found === null)
      return passed({ approvals: use.countersignatures.map(({ person, rpId, algorithm, key }) => ({ person, rpId, algorithm, key })) });
    const { fault, person } = found;
    const isForm = fault === 'COUNTERSIGNATURE_MISSING' || fault === 'COUNTERSIGNATURE_KEY_SHARED';
    return failed(isForm ? 'FORMAT_FAILURE' : 'SIG_CRYPTO_FAILURE', fault, { person });
  },
};
