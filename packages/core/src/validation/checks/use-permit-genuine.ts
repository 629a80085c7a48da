import { type Check, indeterminate, notApplicable } from './check.ts';
import { provenTime } from './proven-time.ts';
import { judgeRegisterStatement } from './register-statement.ts';

/** The register permitted this use. A seal without a permit may have been used by whoever had the key. */
export const usePermitGenuine: Check = {
  id: 'use.permit-genuine',
  clause: 'RFC 7515 §5.2; formats, "Permit, use record, receipt"',
  group: 'permit',
  run: (signature, context) => {
    const { use } = signature;
    if (use === null) return notApplicable('NO_SEAL');
    if (use.permit === null) return indeterminate('SIG_CONSTRAINTS_FAILURE', 'PERMIT_MISSING');
    return judgeRegisterStatement(use.permit, provenTime(signature, context), context);
  },
};
