import type { Bytes } from '../../bytes/index.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { NoteVerification } from './note-signature.ts';
import type { VerifierKey } from './verifier-key.ts';
import { isQuorumReached, type WitnessQuorum } from './witness-quorum.ts';

/** Why a leaf is not proven to be in a log. */
export type InclusionReason = FailedInclusionReason | IndeterminateInclusionReason;

/** The proof is wrong, whatever else one might know. */
export type FailedInclusionReason =
  | 'PROOF_MALFORMED'
  | 'ORIGIN_DIFFERS'
  | 'LOG_SIGNATURE_INVALID'
  | 'WITNESS_SIGNATURE_INVALID'
  | 'LEAF_NOT_INCLUDED';

/** Something is missing: a signature of the expected log or witnesses, or Ed25519 in this runtime. */
export type IndeterminateInclusionReason =
  | 'LOG_SIGNATURE_MISSING'
  | 'LOG_SIGNATURE_UNSUPPORTED'
  | 'WITNESS_SIGNATURE_UNSUPPORTED'
  | 'WITNESS_QUORUM_NOT_REACHED';

/** When a witness saw the checkpoint. */
export interface WitnessedAt {
  readonly name: string;
  readonly time: Date;
}

/** Indications are those of EN 319 102-1 for building blocks; reasons stand in the order of the checks, and there is at least one. */
export type InclusionVerdict =
  | {
      readonly indication: 'PASSED';
      readonly origin: string;
      readonly index: number;
      readonly size: number;
      readonly root: Bytes;
      /** Witnesses of the quorum whose cosignatures verify. */
      readonly witnesses: readonly WitnessedAt[];
    }
  | { readonly indication: 'FAILED'; readonly reasons: readonly InclusionReason[] }
  | { readonly indication: 'INDETERMINATE'; readonly reasons: readonly IndeterminateInclusionReason[] };

/** What was found out about a proof. */
export interface InclusionFacts {
  readonly checkpoint: Checkpoint;
  readonly index: number;
  readonly included: boolean;
  readonly log: { readonly key: VerifierKey; readonly verification: NoteVerification };
  readonly witnesses: readonly { readonly key: VerifierKey; readonly verification: NoteVerification }[];
  readonly quorum: WitnessQuorum | null;
}

const FAILURES: ReadonlySet<InclusionReason> = new Set<FailedInclusionReason>([
  'PROOF_MALFORMED',
  'ORIGIN_DIFFERS',
  'LOG_SIGNATURE_INVALID',
  'WITNESS_SIGNATURE_INVALID',
  'LEAF_NOT_INCLUDED',
]);

/** Judges facts: one failure fails the proof, else one gap leaves it open. */
export function judgeInclusion(facts: InclusionFacts): InclusionVerdict {
  const reasons = [...logReasons(facts), ...witnessReasons(facts), ...(facts.included ? [] : (['LEAF_NOT_INCLUDED'] as const))];
  if (reasons.some((reason) => FAILURES.has(reason))) return { indication: 'FAILED', reasons };
  const gaps = reasons.filter((reason) => isGap(reason));
  if (gaps.length > 0) return { indication: 'INDETERMINATE', reasons: gaps };
  const { origin, size, root } = facts.checkpoint;
  return { indication: 'PASSED', origin, index: facts.index, size, root, witnesses: facts.witnesses.flatMap(witnessedAt) };
}

function isGap(reason: InclusionReason): reason is IndeterminateInclusionReason {
  return !FAILURES.has(reason);
}

function logReasons({ checkpoint, log }: InclusionFacts): readonly InclusionReason[] {
  const reasons: InclusionReason[] = checkpoint.origin === log.key.name ? [] : ['ORIGIN_DIFFERS'];
  switch (log.verification.result) {
    case 'valid':
      return reasons;
    case 'absent':
      return [...reasons, 'LOG_SIGNATURE_MISSING'];
    case 'invalid':
      return [...reasons, 'LOG_SIGNATURE_INVALID'];
    case 'unsupported':
      return [...reasons, 'LOG_SIGNATURE_UNSUPPORTED'];
  }
}

function witnessReasons({ witnesses, quorum }: InclusionFacts): readonly InclusionReason[] {
  if (quorum === null) return [];
  const reasons: InclusionReason[] = [];
  const results = new Set(witnesses.map(({ verification }) => verification.result));
  if (results.has('invalid')) reasons.push('WITNESS_SIGNATURE_INVALID');
  if (results.has('unsupported')) reasons.push('WITNESS_SIGNATURE_UNSUPPORTED');
  const cosigned = new Set(witnesses.filter(({ verification }) => verification.result === 'valid').map(({ key }) => key));
  if (!isQuorumReached(quorum, cosigned)) reasons.push('WITNESS_QUORUM_NOT_REACHED');
  return reasons;
}

function witnessedAt({ key, verification }: InclusionFacts['witnesses'][number]): readonly WitnessedAt[] {
  return verification.result === 'valid' && verification.time !== null ? [{ name: key.name, time: verification.time }] : [];
}
