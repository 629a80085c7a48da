import { type Check, indeterminate, notApplicable, passed } from './check.ts';
import { provenTime } from './proven-time.ts';

/** The statement's own term, both ends included; at the time that is proven, else at the validation time. */
export const sealValidAtTime: Check = {
  id: 'seal.valid-at-time',
  clause: 'GB/T 38540 §6.1.4',
  group: 'seal',
  run: (signature, context) => {
    const { seal } = signature;
    const statement = seal?.statement ?? null;
    if (statement === null) return notApplicable('NO_STATEMENT');
    const { validStart, validEnd } = statement;
    const at = provenTime(signature, context).getTime();
    if (at < Date.parse(validStart)) return indeterminate('OUT_OF_BOUNDS_NO_POE', 'SEAL_NOT_YET_VALID', { validStart, validEnd });
    if (at > Date.parse(validEnd)) return indeterminate('OUT_OF_BOUNDS_NO_POE', 'SEAL_EXPIRED', { validStart, validEnd });
    return passed({ validStart, validEnd });
  },
};
