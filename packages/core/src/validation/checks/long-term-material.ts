import { longTermState, type LongTermSubject } from '../certificates/long-term-state.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** A policy for the long term asks that the file holds all that is needed when its services are gone. */
export const longTermMaterial: Check<LongTermSubject> = {
  id: 'time.long-term-material',
  clause: 'ETSI EN 319 102-1 §5.6; ETSI EN 319 142-1 §6.3',
  group: 'time',
  run: (subject, context) => {
    const { kind } = subject.signature;
    if (!context.policy.longTerm) return notApplicable('NOT_ASKED_FOR');
    if (kind === 'document-time-stamp' || kind === 'time-stamp-token') return notApplicable('IS_TIMESTAMP');
    const state = longTermState(subject, { ...context, holds: (id) => context.existence.outcomeOf(id)?.status === 'passed' });
    if (state === 'none') return indeterminate('NO_POE', 'TIME_NOT_PROVEN');
    if (state === 'time') return indeterminate('NO_POE', 'MATERIAL_NOT_IN_FILE');
    return passed({ state });
  },
};
