import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** The statement's own term, both ends included; without a proof of the signing time it counts at the validation time. */
export const sealValidAtTime: Check = {
  id: 'seal.valid-at-time',
  clause: 'GB/T 38540 §6.1.4',
  group: 'seal',
  run: ({ seal }, { validationTime }) => {
    const statement = seal?.statement ?? null;
    if (statement === null) return notApplicable('NO_STATEMENT');
    const { validStart, validEnd } = statement;
    const at = validationTime.getTime();
    if (at < Date.parse(validStart)) return indeterminate('OUT_OF_BOUNDS_NO_POE', 'SEAL_NOT_YET_VALID', { validStart, validEnd });
    if (at > Date.parse(validEnd)) return indeterminate('OUT_OF_BOUNDS_NO_POE', 'SEAL_EXPIRED', { validStart, validEnd });
    return passed({ validStart, validEnd });
  },
};
