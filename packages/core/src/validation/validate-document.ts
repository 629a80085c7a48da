import type { ByteSource } from '../bytes/index.ts';
import type { GatherOptions } from './facts/gather-context.ts';
import { gatherFacts } from './facts/gather-facts.ts';
import { judge } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

export interface ValidateOptions extends GatherOptions {
  /** `strict` when absent. */
  readonly policy?: ValidationPolicy;
  /** The time at which certificates must be valid; nobody else's clock is read. */
  readonly validationTime: Date;
}

/**
 * Validates every signature of a PDF: what it covers, whether it verifies, who signed, what came later, and what its seal
 * says. A signature that is not good is a verdict in the report.
 *
 * @throws {@link PdfError} when the file cannot be read as a PDF.
 * @see ETSI EN 319 102-1 §5.3
 */
export async function validateDocument(source: ByteSource, options: ValidateOptions): Promise<ValidationReport> {
  const facts = await gatherFacts(source, options);
  return judge(facts, options.policy ?? VALIDATION_POLICIES.strict, options.validationTime);
}
