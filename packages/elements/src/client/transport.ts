import { ClientError } from './client-error.ts';

/** Carries a request to the server: `fetch` by default, a native shell's bridge, or a mock in tests. */
export type Transport = (request: Request) => Promise<Response>;

/** Pauses before the second and the third attempt. */
const PAUSES = [300, 1200] as const;
const RETRIED = new Set([429, 502, 503, 504]);

/**
 * Sends a request that may be repeated without harm: a GET, or a POST under an idempotency key. It is sent up to three times
 * while the server is overloaded or out of reach.
 *
 * @throws {@link ClientError} `OFFLINE` or `SERVER_UNREACHABLE` when no answer came.
 */
export async function sendRepeatable(
  transport: Transport,
  makeRequest: () => Request,
  wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>,
  signal?: AbortSignal,
): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    const pause = PAUSES[attempt];
    try {
      const response = await transport(makeRequest());
      if (pause === undefined || !RETRIED.has(response.status)) return response;
      await wait(retryAfter(response) ?? pause, signal);
    } catch (error) {
      // Fetch reports every failure to reach the server as a TypeError; anything else is an abort or a fault of our own.
      if (!(error instanceof TypeError)) throw error;
      signal?.throwIfAborted();
      if (!navigator.onLine) throw new ClientError('OFFLINE', 'the network is down', { retryable: true, cause: error });
      if (pause === undefined) {
        throw new ClientError('SERVER_UNREACHABLE', 'the server could not be reached', { retryable: true, cause: error });
      }
      await wait(pause, signal);
    }
  }
}

/** Waits, and ends early with the signal's reason. */
export function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Seconds of a `Retry-After` header in milliseconds, at most ten seconds: a person waits. */
function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 10) * 1000 : undefined;
}
