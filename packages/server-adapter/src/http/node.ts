import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Mounted, mountedListener } from './mounted-listener.ts';

/**
 * A listener for `http.createServer` over an adapter. Mount it before anything that reads request bodies; a body that was read
 * already is answered with 500 and the reason.
 *
 * @example
 * createServer(nodeListener(adapter)).listen(8080, '127.0.0.1');
 */
export function nodeListener(adapter: Mounted): (request: IncomingMessage, response: ServerResponse) => void {
  const listen = mountedListener(adapter);
  return (request, response) => void listen(request, response);
}
