import type { ByteSource } from '../bytes/index.ts';
import type { ContainerFacts } from './facts/container-facts.ts';
import { gatherContainerFacts } from './facts/gather-container.ts';
import type { GatherOptions } from './facts/gather-context.ts';
import { contextOf } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { judgeContainerFacts } from './processes/container-validation.ts';
import type { ContainerReport } from './report/container-report.ts';
import type { ValidationPolicy } from './report/report.ts';

export interface ValidateContainerOptions extends GatherOptions {
  /** `strict` when absent. */
  readonly policy?: ValidationPolicy;
  readonly validationTime: Date;
  /** Is given what was observed, which `judgeContainer` may judge again. */
  readonly keepFacts?: (facts: ContainerFacts) => void;
}

/**
 * Validates an ASiC-S or ASiC-E container with CAdES signatures, time-stamps and evidence records: each over what it signs, and the
 * objects that its manifest lists. An object that nobody signed makes the container `modified`. A time-stamp over a manifest, and an
 * evidence record, prove that the signatures in the files that they list were there.
 *
 * @throws {@link ContainerError} for what is no such container, or one that two readers may read differently.
 * @see ETSI EN 319 162-1 §4.3, §4.4; ETSI EN 319 102-1 §5.3, §5.5, §5.6
 */
export async function validateContainer(file: ByteSource, options: ValidateContainerOptions): Promise<ContainerReport> {
  const facts = await gatherContainerFacts(file, options);
  options.keepFacts?.(facts);
  return judgeContainer(facts, options.policy ?? VALIDATION_POLICIES.strict, options.validationTime);
}

/** The report that the facts of a container, a policy and a time give. Pure, as `judge` is. */
export function judgeContainer(facts: ContainerFacts, policy: ValidationPolicy, validationTime: Date): ContainerReport {
  return judgeContainerFacts(facts, contextOf(facts.facts, policy, validationTime));
}
