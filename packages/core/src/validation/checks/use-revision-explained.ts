import { type Check, failed, indeterminate, notApplicable, passed } from './check.ts';
import { permitOfFacts } from './permit-payload.ts';

/** The revision is, octet for octet, what the permit makes of the document: these places and no other, nothing else changed. */
export const useRevisionExplained: Check = {
  id: 'use.revision-explained',
  clause: 'explained signing, "What a validator does with the final file"',
  group: 'permit',
  run: ({ use }) => {
    const permit = permitOfFacts(use?.permit);
    if (use === null || permit === undefined) return notApplicable('NO_PERMIT');
    const { observed } = use;
    const values = { permit: permit.id, places: permit.placements.length };
    if (observed.revisionEqual === true) return passed(values);
    const reason = observed.revisionFault ?? 'REVISION_DIFFERS';
    return observed.revisionEqual === false
      ? failed('FORMAT_FAILURE', reason, values)
      : indeterminate('SIG_CONSTRAINTS_FAILURE', reason, values);
  },
};
