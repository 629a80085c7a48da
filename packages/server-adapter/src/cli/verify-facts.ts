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
export function writeFacts(facts: SavedFacts): string {
  return `${JSON.stringify(facts)}\n`;
}

/**
 * Judges saved facts again, by the policy and the time of the request.
 *
 * @throws {@link CliError} `FACTS_MALFORMED` for what is no such JSON.
 */
export function judgeSavedFacts(bytes: Uint8Array, { policy, validationTime }: VerifyRequest): ValidationReport | ContainerReport {
  const facts = parseFacts(bytes);
  try {
    return 'proofs' in facts ? judgeContainer(facts, policy, validationTime) : judge(facts, policy, validationTime);
  } catch (cause) {
    // A member that is missing or of another kind: they were not written by this version.
    if (cause instanceof TypeError) throw malformed(cause);
    throw cause;
  }
}

function parseFacts(bytes: Uint8Array): SavedFacts {
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
