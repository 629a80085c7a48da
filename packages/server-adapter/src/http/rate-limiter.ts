import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Whose request it is, and whether it changes something. */
export interface LimitedRequest {
  readonly tenant: string;
  readonly personId: string;
  readonly kind: 'read' | 'write';
}

/** Counts requests. Hosts of several processes give one that these share: `rate-limiter-flexible` has stores for it. */
export interface RateLimiter {
  /** Milliseconds to wait before the same request is let in; 0: it is let in now. */
  take(request: LimitedRequest): Promise<number>;
}

export interface RateLimits {
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
}

/** Room for a person who signs a batch, and an end for a script that runs wild. */
export const DEFAULT_RATE_LIMITS: RateLimits = { readsPerMinute: 3000, writesPerMinute: 1200 };

/**
 * Counts the requests of each person in this process, minute by minute.
 *
 * @throws RangeError naming the argument.
 */
export function createRateLimiter(limits: Partial<RateLimits> = {}): RateLimiter {
  const { readsPerMinute, writesPerMinute } = { ...DEFAULT_RATE_LIMITS, ...limits };
  const limiters = { read: perMinute('readsPerMinute', readsPerMinute), write: perMinute('writesPerMinute', writesPerMinute) };
  return {
    async take({ tenant, personId, kind }) {
      try {
        await limiters[kind].consume(JSON.stringify([tenant, personId]));
        return 0;
      } catch (cause) {
        if (cause instanceof RateLimiterRes) return Math.max(1, cause.msBeforeNext);
        throw cause;
      }
    },
  };
}

function perMinute(name: string, points: number): RateLimiterMemory {
  if (!(Number.isInteger(points) && points > 0)) throw new RangeError(`${name}: expected a whole number above 0, got ${points}`);
  return new RateLimiterMemory({ points, duration: 60 });
}
