/** `GET /events/{id}/proof`: that an event is in its tenant's transparency log, for whoever has the log's key. */
export interface EventProofView {
  /** C2SP tlog-proof of the checkpoint that the log signed. */
  readonly tlogProof: string;
  readonly eventDigest: string;
  /** Which leaf the event is, from 0. */
  readonly index: number;
  /** Leaves of the tree that the checkpoint is of. */
  readonly size: number;
  /** Base64 of an RFC 3161 token over the SHA-256 of the checkpoint's text; null where there is none. */
  readonly timestampToken: string | null;
}
