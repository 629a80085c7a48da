import { type Bytes, type ByteSource, copyBytes, decodeLatin1, encodeLatin1 } from '../bytes/index.ts';
import { parsePem, X509Error } from '../x509/index.ts';
import { gatherAttachedCmsFacts, gatherCmsFacts, type GatherCmsOptions } from './facts/gather-cms-file.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judge } from './judge.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

export interface ValidateCmsOptions extends GatherCmsOptions {
  /** `strict` when absent. */
  readonly policy?: ValidationPolicy;
  readonly validationTime: Date;
  /** As of `ValidateOptions`. */
  readonly keepFacts?: (facts: ValidationFacts) => void;
}

/**
 * Validates a CMS signature (detached with `content`, or with its content inside), a time-stamp token or a time-stamp
 * response. Octets that are none of these give a report that says so.
 *
 * @see ETSI EN 319 102-1 §5.3, §5.4; RFC 5652; RFC 3161
 */
export async function validateCms(bytes: Uint8Array, options: ValidateCmsOptions): Promise<ValidationReport> {
  const facts = await gatherCmsFacts(derOf(bytes), options);
  options.keepFacts?.(facts);
  return judge(facts, options.policy ?? VALIDATION_POLICIES.strict, options.validationTime);
}

/**
 * The same for a file of any length that holds its content, in DER or BER: the content is read in pieces, and never held.
 *
 * @see RFC 5652 §5.2
 */
export async function validateAttachedCms(file: ByteSource, options: Omit<ValidateCmsOptions, 'content'>): Promise<ValidationReport> {
  const facts = await gatherAttachedCmsFacts(file, options);
  options.keepFacts?.(facts);
  return judge(facts, options.policy ?? VALIDATION_POLICIES.strict, options.validationTime);
}

/** CMS also travels as PEM. @see RFC 7468 §9 */
function derOf(bytes: Uint8Array): Bytes {
  if (!PEM.every((octet, index) => bytes[index] === octet)) return copyBytes(bytes);
  try {
    const [block] = parsePem(decodeLatin1(bytes));
    return copyBytes(block?.der ?? bytes);
  } catch (error) {
    if (error instanceof X509Error) return copyBytes(bytes);
    throw error;
  }
}

const PEM = encodeLatin1('-----BEGIN');
