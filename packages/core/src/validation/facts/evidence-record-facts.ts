/** An evidence record among the unsigned attributes of a signature. Its time-stamps stand among those of the signature. */
export interface EvidenceRecordFacts {
  readonly kind: 'internal-evidence-record' | 'external-evidence-record';
  /** Stable code of why it could not be read; null when it was. */
  readonly fault: string | null;
  /**
   * Whether its first time-stamp is over the container as it was when the record came, and where the content lies outside and the
   * record is an external one, over that too. Null where that cannot be computed.
   */
  readonly isOverContainer: boolean | null;
  /** Digests in its first list that belong to nothing in this file. */
  readonly unknownDigests: number;
  /** Places of its time-stamps among those of the signature, oldest first. */
  readonly timestamps: readonly number[];
}
