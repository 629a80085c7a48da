/** When envelopes are looked after without anybody asking. */
export interface EnvelopeDeadlinesConfig {
  /** Whose envelopes. */
  readonly tenants: readonly string[];
  /** How often they are looked at, in milliseconds. */
  readonly everyMs?: number;
  /** After how long without a reminder those whose turn it is are reminded, in milliseconds; null: never by itself. */
  readonly remindAfterMs?: number | null;
}
