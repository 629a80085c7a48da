import { type JsonValue, memberOf } from '../../bytes/index.ts';
import { digestOfJson } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { isInBatch } from './batch-tree.ts';
import { findPasskeyFault, type PasskeyFault } from './passkey-assertion.ts';

/** A proof of intent, and what was computed over it; nothing that it says is believed by that. */
export interface IntentProofFacts {
  readonly proof: JsonValue;
  /** Of its RFC 8785 JSON, `sha256:<hex>`, as a use record names it. */
  readonly digest: string;
  /** Of the statement in it; null where it has none, as with the method `confirm`. */
  readonly statementDigest: string | null;
  /** How the act stands in the batch that was proven; null where it was proven by itself. */
  readonly batch: BatchFacts | null;
  /** What is wrong with the assertion of a passkey over the act, or over the batch; null for another method. */
  readonly assertion: { readonly fault: PasskeyFault | null } | null;
}

export interface BatchFacts {
  readonly statementDigest: string | null;
  /** Whether the act stands at its place under the root that the batch's statement names. */
  readonly included: boolean;
}

/** Reads a proof of intent, whatever JSON it is. @see docs/evidence-format.md §6.4 */
export async function observeIntentProof(proof: JsonValue, engine?: DigestEngine): Promise<IntentProofFacts> {
  const batch = memberOf(proof, 'batch');
  return {
    proof,
    digest: await digestOfJson(proof),
    statementDigest: await digestOfMember(proof, 'statement'),
    batch: batch === undefined ? null : await observeBatch(proof, batch, engine),
    assertion: memberOf(proof, 'method') === 'passkey' ? { fault: await assertionFault(proof, engine) } : null,
  };
}

/** What was proven: the digest of the act, or that of its batch. */
function provenChallenge(proof: JsonValue): JsonValue | undefined {
  const batch = memberOf(proof, 'batch');
  return batch === undefined ? memberOf(proof, 'challenge') : memberOf(batch, 'challenge');
}

async function digestOfMember(value: JsonValue, name: string): Promise<string | null> {
  const member = memberOf(value, name);
  return member === undefined ? null : digestOfJson(member);
}

async function observeBatch(proof: JsonValue, batch: JsonValue, engine: DigestEngine | undefined): Promise<BatchFacts> {
  const statement = memberOf(batch, 'statement');
  const [challenge, index, path] = [memberOf(proof, 'challenge'), memberOf(batch, 'index'), memberOf(batch, 'path')];
  const [count, root] = [memberOf(statement, 'count'), memberOf(statement, 'root')];
  const isWhole =
    typeof challenge === 'string' &&
    typeof index === 'number' &&
    typeof count === 'number' &&
    typeof root === 'string' &&
    Array.isArray(path) &&
    path.every((sibling) => typeof sibling === 'string');
  return {
    statementDigest: await digestOfMember(batch, 'statement'),
    included: isWhole && (await isInBatch({ challenge, index, count, path, root }, engine)),
  };
}

/** @see Web Authentication Level 3 §7.2 */
async function assertionFault(proof: JsonValue, engine: DigestEngine | undefined): Promise<PasskeyFault | null> {
  const challenge = provenChallenge(proof);
  if (typeof challenge !== 'string' || !SHA_256.test(challenge)) return 'ASSERTION_CHALLENGE';
  return findPasskeyFault(memberOf(proof, 'raw') ?? null, challenge, engine);
}

const SHA_256 = /^sha256:[0-9a-f]{64}$/;
