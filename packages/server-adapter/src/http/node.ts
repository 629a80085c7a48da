import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';

/**
 * A listener for `http.createServer` over an adapter. Mount it before anything that reads request bodies.
 *
 * @example
 * createServer(nodeListener(adapter)).listen(8080, '127.0.0.1');
 */
export function nodeListener(adapter: {
  fetch(request: Request): Promise<Response>;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const listen = getRequestListener((request) => adapter.fetch(request), { overrideGlobalObjects: false });
  return (request, response) => void listen(request, response);
}
