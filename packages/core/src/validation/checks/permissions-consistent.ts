import { type Check, failed, notApplicable, passed } from './check.ts';

/** One certification, and permissions that can be read. */
export const permissionsConsistent: Check = {
  id: 'fc.permissions-consistent',
  clause: 'ISO 32000-2 §12.8.2.2.1, §12.8.6',
  group: 'changes',
  run: ({ permissions, dictionary }) => {
    if (dictionary === null) return notApplicable('NOT_IN_PDF');
    if (permissions.secondCertification) return failed('FORMAT_FAILURE', 'SECOND_CERTIFICATION');
    const [fault] = permissions.faults;
    return fault === undefined ? passed() : failed('FORMAT_FAILURE', fault);
  },
};
