import { type Check, failed, notApplicable, passed } from './check.ts';
import { permitOfFacts, textMember } from './permit-payload.ts';

/** Where the permit asks for a proof of the signer's intent, the register's record of the use names one. */
export const intentRecorded: Check = {
  id: 'use.intent-recorded',
  clause: 'formats, "Permit, use record, receipt"',
  group: 'permit',
  run: ({ use }) => {
    const permit = permitOfFacts(use?.permit);
    if (permit === undefined || use === null || use.record === null || use.record.fault !== null) return notApplicable('NO_USE_RECORD');
    const intent = textMember(use.record.payload, 'intent') ?? null;
    const { required, methods, minimumAssurance } = permit.intentPolicy;
    if (!required && intent === null) return notApplicable('INTENT_NOT_REQUIRED');
    const asked = { required, methods, minimumAssurance };
    return intent === null ? failed('FORMAT_FAILURE', 'INTENT_MISSING', asked) : passed({ ...asked, intent });
  },
};
