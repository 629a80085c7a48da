import { decodeUtf8 } from '@sealkit/core/bytes';
import {
  type ContainerFacts,
  type ContainerReport,
  judge,
  judgeContainer,
  type ValidationFacts,
  type ValidationReport,
} from '@sealkit/core/validation';
import { CliError, EXIT } from './cli-error.ts';
import type { VerifyRequest } from './verify-options.ts';

export type SavedFacts = ValidationFacts | ContainerFacts;

/** Facts as they are saved: who saves them vouches for them, since trust in anchors has gone into them. */
export function writeFacts(facts: SavedFacts, savedAt: Date): string {
  return `${JSON.stringify({ ...facts, savedAt: savedAt.toISOString() })}\n`;
}

/** A report over saved facts, and when they were saved; null where they do not say. */
export interface JudgedAgain {
  readonly report: ValidationReport | ContainerReport;
  readonly savedAt: string | null;
}

/**
 * Judges saved facts again, by the policy and the time of the request.
 *
 * @throws {@link CliError} `FACTS_MALFORMED` for what is no such JSON.
 */
export function judgeSavedFacts(bytes: Uint8Array, { policy, validationTime }: VerifyRequest): JudgedAgain {
  const { savedAt, ...facts } = parseFacts(bytes);
  try {
    const report = 'proofs' in facts ? judgeContainer(facts, policy, validationTime) : judge(facts, policy, validationTime);
    return { report, savedAt: isInstant(savedAt) ? savedAt : null };
  } catch (cause) {
    // A member that is missing or of another kind: they were not written by this version.
    if (cause instanceof TypeError) throw malformed(cause);
    throw cause;
  }
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(value);
}

function parseFacts(bytes: Uint8Array): SavedFacts & { readonly savedAt?: unknown } {
  try {
    const facts = JSON.parse(decodeUtf8(bytes)) as Partial<SavedFacts> | null;
    if (facts?.version === 1 && ('signatures' in facts || 'proofs' in facts)) return facts as SavedFacts;
  } catch (cause) {
    throw malformed(cause);
  }
  throw malformed(undefined);
}

function malformed(cause: unknown): CliError {
  return new CliError('FACTS_MALFORMED', 'expected facts that verify --save-facts wrote', EXIT.notProcessed, { cause });
}
