import { SealkitError } from '../errors/index.ts';

export type EvidenceErrorCode =
  | 'EVIDENCE_CHECKPOINT_MALFORMED'
  | 'EVIDENCE_DIGEST_UNSUITABLE'
  | 'EVIDENCE_KEY_UNSUITABLE'
  | 'EVIDENCE_NOTE_MALFORMED'
  | 'EVIDENCE_PACKAGE_BROKEN'
  | 'EVIDENCE_PACKAGE_UNBUILDABLE'
  | 'EVIDENCE_POLICY_MALFORMED'
  | 'EVIDENCE_QUORUM_MALFORMED'
  | 'EVIDENCE_TILE_MALFORMED'
  | 'EVIDENCE_TLOG_PROOF_MALFORMED'
  | 'EVIDENCE_VERIFIER_KEY_MALFORMED';

/** Evidence that cannot be read or made, or a call that does not fit it. Evidence that proves nothing is a verdict, not this. */
export class EvidenceError extends SealkitError<EvidenceErrorCode> {}
