import { type Check, failed, notApplicable, passed } from './check.ts';
import { judgeLaterChanges } from './later-changes.ts';

/** The document is what was signed, and what the signature, the certification and the caller allow to follow. */
export function laterChangesPermitted(others: Parameters<typeof judgeLaterChanges>[1]): Check {
  return {
    id: 'changes.permitted',
    clause: 'ISO 32000-2 §12.8.2.2, §12.8.2.4',
    group: 'changes',
    run: (signature, { document, policy }) => {
      const changes = judgeLaterChanges(signature, others, document, policy);
      if (changes === null) return notApplicable('NOT_IN_PDF');
      const values = { level: changes.level, codes: [...new Set(changes.findings.map(({ code }) => code))].slice(0, 20) };
      if (changes.permitted) return passed(values);
      const first = changes.findings.find((finding) => finding.level === changes.level);
      return failed('FORMAT_FAILURE', first?.code ?? 'CHANGES_NOT_PERMITTED', {
        ...values,
        page: first?.page ?? null,
        object: first?.object ?? null,
      });
    },
  };
}
