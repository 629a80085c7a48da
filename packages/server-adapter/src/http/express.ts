import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Mounted, mountedListener } from './mounted-listener.ts';

/**
 * A handler for Express 5. Mount it before `express.json()` and every other body parser, under the adapter's
 * `basePath`; a body that was read already is answered with 500 and the reason.
 *
 * @example
 * app.use('/seal', expressHandler(adapter)); // createAdapter({ basePath: '/seal', … })
 */
export function expressHandler(
  adapter: Mounted,
): (request: IncomingMessage & { readonly originalUrl?: string }, response: ServerResponse) => Promise<void> {
  const listen = mountedListener(adapter);
  return (request, response) => {
    // Express cuts off the path of the mount; the adapter knows its routes by the whole path.
    request.url = request.originalUrl ?? request.url ?? '/';
    return listen(request, response);
  };
}
