/** What the person said or wrote before the permit is asked for. */
export interface ReaderAnswers {
  /** To have seen which earlier signature does not hold. */
  readonly seen: boolean;
  /** Why the seal is used, for the approver. */
  readonly reason: string;
  readonly reasonMissing: boolean;
  /** To agree to the text of consent. */
  readonly agreed: boolean;
}

export const NO_ANSWERS: ReaderAnswers = { seen: false, reason: '', reasonMissing: false, agreed: false };
