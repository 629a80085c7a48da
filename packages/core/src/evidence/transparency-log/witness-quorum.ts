import { encodeBase64 } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { assertKeyType } from './note-signature.ts';
import type { VerifierKey } from './verifier-key.ts';

/** How many of these witnesses or groups must have cosigned a checkpoint. @see C2SP tlog-policy, Defining a witness group */
export interface WitnessQuorum {
  /** From 1 to the number of members. */
  readonly threshold: number;
  /** Every witness stands in one place only. */
  readonly members: readonly (VerifierKey | WitnessQuorum)[];
}

/** All witnesses of a quorum, in its order. */
export function witnessesOf(quorum: WitnessQuorum): readonly VerifierKey[] {
  return quorum.members.flatMap((member) => (isQuorum(member) ? witnessesOf(member) : [member]));
}

/** Whether the witnesses that cosigned are enough. */
export function isQuorumReached(quorum: WitnessQuorum, cosigned: ReadonlySet<VerifierKey>): boolean {
  const reached = quorum.members.filter((member) => (isQuorum(member) ? isQuorumReached(member, cosigned) : cosigned.has(member)));
  return reached.length >= quorum.threshold;
}

/**
 * @throws {@link EvidenceError} `EVIDENCE_QUORUM_MALFORMED` for a threshold that asks nothing or too much, and a key that
 * stands for two witnesses; `EVIDENCE_KEY_UNSUITABLE` for a key that cosigns nothing.
 */
export function assertWitnessQuorum(quorum: WitnessQuorum): void {
  assertThresholds(quorum);
  const witnesses = witnessesOf(quorum);
  for (const witness of witnesses) assertKeyType(witness, 'cosignature/v1');
  if (new Set(witnesses.map(({ publicKey }) => encodeBase64(publicKey))).size !== witnesses.length)
    throw new EvidenceError('EVIDENCE_QUORUM_MALFORMED', 'expected every witness to have a key of its own and one place');
}

function assertThresholds({ threshold, members }: WitnessQuorum): void {
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > members.length)
    throw new EvidenceError('EVIDENCE_QUORUM_MALFORMED', `expected a threshold from 1 to ${members.length}, got ${threshold}`);
  for (const member of members) if (isQuorum(member)) assertThresholds(member);
}

function isQuorum(member: VerifierKey | WitnessQuorum): member is WitnessQuorum {
  return 'members' in member;
}
