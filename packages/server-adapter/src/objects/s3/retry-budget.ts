/** How many repeats of failed requests a store affords: while a service is down, each caller gives up sooner instead of asking harder. */
export interface RetryBudget {
  /** Whether one more repeat may be made now. */
  take(): boolean;
  /** A request went well: a tenth of a repeat is earned again. */
  earn(): void;
}

export function createRetryBudget(capacity: number): RetryBudget {
  let tenths = capacity * 10;
  return {
    take() {
      if (tenths < 10) return false;
      tenths -= 10;
      return true;
    },
    earn() {
      tenths = Math.min(tenths + 1, capacity * 10);
    },
  };
}
