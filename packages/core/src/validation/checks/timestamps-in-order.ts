import { signatureId, timestampId } from '../facts/evidence-id.ts';
import { type Check, indeterminate, notApplicable, passed } from './check.ts';

/** A content time-stamp that holds comes before the signature that signs it, and so before every time-stamp over that. */
export const timestampsInOrder: Check = {
  id: 'time.time-stamps-in-order',
  clause: 'ETSI EN 319 102-1 §5.5.4',
  group: 'time',
  run: (signature, { existence, signatures, validationTime }) => {
    const index = signatures.indexOf(signature);
    const content = signature.timestamps.flatMap(({ kind, time }, place) =>
      kind === 'content-time-stamp' && time !== null && existence.outcomeOf(timestampId(index, place))?.status === 'passed' ? [time] : [],
    );
    const [latest] = content.toSorted().reverse();
    if (latest === undefined) return notApplicable('NO_CONTENT_TIMESTAMP');
    const proven = existence.timeOf(signatureId(index));
    const values = { content: latest, proven: proven.toISOString() };
    if (proven < validationTime && new Date(latest) > proven)
      return indeterminate('TIMESTAMP_ORDER_FAILURE', 'CONTENT_TIMESTAMP_LATER', values);
    return passed(values);
  },
};
