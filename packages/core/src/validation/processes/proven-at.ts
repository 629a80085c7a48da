import type { JudgingContext } from '../certificates/judging-context.ts';
import type { EvidenceId } from '../facts/evidence-id.ts';

/** Since when something is proven to have been there, for reports; nothing where no time-stamp says more than the validation itself. */
export function provenAt(id: EvidenceId, { existence, validationTime }: JudgingContext): { readonly provenAt?: string } {
  const time = existence.timeOf(id);
  return time < validationTime ? { provenAt: time.toISOString() } : {};
}
