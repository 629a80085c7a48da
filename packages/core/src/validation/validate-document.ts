import type { ByteSource } from '../bytes/index.ts';
import { assertJudgedOpen } from './assert-judged-open.ts';
import type { GatherOptions } from './facts/gather-context.ts';
import { gatherFacts } from './facts/gather-facts.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judge } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

export interface ValidateOptions extends GatherOptions {
  /** `strict` when absent. */
  readonly policy?: ValidationPolicy;
  /** The time at which certificates must be valid; nobody else's clock is read. */
  readonly validationTime: Date;
  /** Is given what was observed, which `judge` may judge again elsewhere, at another time or by another policy. */
  readonly keepFacts?: (facts: ValidationFacts) => void;
}

/**
 * Validates every signature of a PDF: what it covers, whether it verifies, who signed, what came later, and what its seal
 * says. A signature that is not good is a verdict in the report.
 *
 * @throws {@link PdfError} when the file cannot be read as a PDF; `PDF_PASSWORD_NEEDED` when later changes of an encrypted one
 * cannot be told without its password. {@link PadesError} `PADES_PASSWORD_WRONG`
 * @see ETSI EN 319 102-1 §5.3
 */
export async function validateDocument(source: ByteSource, options: ValidateOptions): Promise<ValidationReport> {
  const facts = await gatherFacts(source, options);
  const report = judge(facts, options.policy ?? VALIDATION_POLICIES.strict, options.validationTime);
  await assertJudgedOpen(report, source, options);
  options.keepFacts?.(facts);
  return report;
}
