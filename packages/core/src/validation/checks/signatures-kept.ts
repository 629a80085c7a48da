import type { DocumentFacts } from '../facts/validation-facts.ts';
import { type Check, failed, notApplicable, passed } from './check.ts';

/** A signature that an earlier revision had and the last one has not was taken out. */
export const signaturesKept: Check<DocumentFacts> = {
  id: 'document.signatures-kept',
  clause: 'ISO 32000-2 §12.7.5.5',
  group: 'document',
  run: ({ kind, lostSignatures }) => {
    if (kind !== 'pdf') return notApplicable('NOT_A_PDF');
    return lostSignatures.length === 0 ? passed() : failed('FORMAT_FAILURE', 'SIGNATURE_REMOVED', { fields: lostSignatures });
  },
};
