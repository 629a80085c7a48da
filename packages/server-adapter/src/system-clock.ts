import type { Clock } from '@sealkit/core/ports';

/** The machine's clock: the only place that reads it. */
export const systemClock: Clock = { now: () => new Date() };
