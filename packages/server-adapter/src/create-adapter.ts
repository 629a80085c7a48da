import type { AdapterConfig } from './adapter-config.ts';
import { createContext } from './adapter-context.ts';
import { describeInterface } from './http/describe-interface.ts';
import { createRouter } from './http/router.ts';
import { EnvelopeDeadlines } from './envelopes/envelope-deadlines.ts';
import { LapsingGrants } from './monitoring/lapsing-grants.ts';
import { ROUTES } from './http/routes/index.ts';

/** The whole server as one function. */
export interface Adapter {
  fetch(request: Request): Promise<Response>;
  /** OpenAPI 3.1 description of the routes. */
  openapi(): object;
  /** Waits for signatures under way and for the transparency log, stops the delivery of webhooks, and closes the store. */
  close(): Promise<void>;
}

/**
 * Makes a server adapter: register, permits, uses and use log behind one fetch function.
 *
 * @throws TypeError naming the argument that is missing: `authenticate` and `authorize` have no default.
 */
export function createAdapter(config: AdapterConfig): Adapter {
  const context = createContext(config);
  context.transparencyLog?.start();
  context.webhookDelivery?.start();
  const lapsing = new LapsingGrants(
    context,
    (config.webhooks ?? []).map(({ tenant }) => tenant),
  );
  lapsing.start();
  const deadlines = new EnvelopeDeadlines(context, config.envelopeDeadlines ?? { tenants: [] });
  deadlines.start();
  return {
    fetch: createRouter(context, ROUTES),
    openapi: () => describeInterface(context.basePath),
    close: async () => {
      await Promise.allSettled(context.usesAtWork.values());
      await context.eventKeys?.close();
      await lapsing.close();
      await deadlines.close();
      await context.logWatch.close();
      await context.transparencyLog?.close();
      await context.webhookDelivery?.close();
      await context.store.close();
    },
  };
}
