import { type Check, failed, indeterminate, notApplicable } from './check.ts';
import { textMember } from './permit-payload.ts';
import { provenTime } from './proven-time.ts';
import { judgeRegisterStatement } from './register-statement.ts';

/** The register recorded this use before the key signed: this permit, and the digest of exactly these octets. */
export const useRecordGenuine: Check = {
  id: 'use.record-genuine',
  clause: 'formats, "Permit, use record, receipt"',
  group: 'permit',
  run: (signature, context) => {
    const { use } = signature;
    if (use === null || use.permit === null) return notApplicable('NO_PERMIT');
    const { record } = use;
    if (record === null) return indeterminate('SIG_CONSTRAINTS_FAILURE', 'USE_RECORD_MISSING');
    if (record.fault === null && textMember(record.payload, 'byteRangeDigest') !== use.observed.byteRangeDigest) {
      return failed('HASH_FAILURE', 'BYTE_RANGE_DIGEST_DIFFERS');
    }
    if (record.fault === null && textMember(record.payload, 'permit') !== use.permit.digest)
      return failed('FORMAT_FAILURE', 'PERMIT_DIFFERS');
    return judgeRegisterStatement(record, provenTime(signature, context), context);
  },
};
