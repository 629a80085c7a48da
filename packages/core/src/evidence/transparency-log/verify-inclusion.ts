import { CryptoError, parseDigest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { isIncluded, leafHash } from '../../merkle/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type InclusionVerdict, judgeInclusion } from './inclusion-verdict.ts';
import { assertKeyType, verifyNote } from './note-signature.ts';
import { parseSignedNote, type SignedNote } from './signed-note.ts';
import { parseTlogProof, type TlogProof } from './tlog-proof.ts';
import type { VerifierKey } from './verifier-key.ts';
import { assertWitnessQuorum, type WitnessQuorum, witnessesOf } from './witness-quorum.ts';

export interface TlogProofQuery {
  /** The text of the proof, as received. */
  readonly tlogProof: string;
  /** The log's own key, of type Ed25519; the checkpoint's origin must be its name. */
  readonly logKey: VerifierKey;
  /** Witnesses that must have seen the checkpoint; nobody where absent. */
  readonly witnesses?: WitnessQuorum | undefined;
  readonly engine?: DigestEngine | undefined;
}

/**
 * What a proof proves about an entry of a log. A proof that is malformed or wrong is a verdict; the extra data are not looked at.
 *
 * @throws {@link EvidenceError} `EVIDENCE_KEY_UNSUITABLE`, `EVIDENCE_QUORUM_MALFORMED` for keys that cannot judge any proof.
 * @see C2SP tlog-proof
 */
export async function verifyTlogProof(query: TlogProofQuery & { readonly entry: Uint8Array }): Promise<InclusionVerdict> {
  const { logKey, witnesses, engine } = query;
  assertKeyType(logKey, 'ed25519');
  if (witnesses !== undefined) assertWitnessQuorum(witnesses);
  const read = readProof(query.tlogProof);
  if (read === undefined) return { indication: 'FAILED', reasons: ['PROOF_MALFORMED'] };
  const { proof, note, checkpoint } = read;
  const verify = async (key: VerifierKey) => ({ key, verification: await verifyNote(note, key, engine) });
  const claim = { leafHash: await leafHash(query.entry, engine), index: proof.index, path: proof.path };
  return judgeInclusion({
    checkpoint,
    index: proof.index,
    included: await isIncluded({ ...claim, size: checkpoint.size, root: checkpoint.root }, engine),
    log: await verify(logKey),
    witnesses: await Promise.all((witnesses === undefined ? [] : witnessesOf(witnesses)).map(verify)),
    quorum: witnesses ?? null,
  });
}

/**
 * What a proof proves about an event of the audit log. The log's entry is the 32 octets of the event's digest.
 *
 * @param query.eventDigest `sha256:<hex>`
 * @throws {@link EvidenceError} `EVIDENCE_DIGEST_UNSUITABLE`, `EVIDENCE_KEY_UNSUITABLE`, `EVIDENCE_QUORUM_MALFORMED`
 */
export async function verifyEventInclusion(query: TlogProofQuery & { readonly eventDigest: string }): Promise<InclusionVerdict> {
  return verifyTlogProof({ ...query, entry: logEntryOfEvent(query.eventDigest) });
}

/**
 * The log entry of an event: the octets of its digest.
 *
 * @throws {@link EvidenceError} `EVIDENCE_DIGEST_UNSUITABLE` where it is not `sha256:<hex>`.
 */
export function logEntryOfEvent(eventDigest: string): Uint8Array {
  try {
    const { algorithm, value } = parseDigest(eventDigest);
    if (algorithm === 'SHA-256') return value;
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause;
    throw new EvidenceError('EVIDENCE_DIGEST_UNSUITABLE', 'expected the digest of an event, sha256:<hexadecimal>', { cause });
  }
  throw new EvidenceError('EVIDENCE_DIGEST_UNSUITABLE', 'expected a digest of SHA-256');
}

interface ReadProof {
  readonly proof: TlogProof;
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
}

/** Undefined where proof, note or checkpoint are malformed. */
function readProof(text: string): ReadProof | undefined {
  try {
    const proof = parseTlogProof(text);
    const note = parseSignedNote(proof.checkpoint);
    return { proof, note, checkpoint: parseCheckpoint(note.text) };
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}
