import type { Mounted } from './mounted-listener.ts';

/**
 * A handler for Hono 4, on every runtime that it runs on. A body that middleware has read already is answered with 500 and the reason.
 *
 * @example
 * app.all('/seal/*', honoHandler(adapter)); // createAdapter({ basePath: '/seal', … })
 */
export function honoHandler(adapter: Mounted): (context: { readonly req: { readonly raw: Request } }) => Promise<Response> {
  return ({ req }) => adapter.fetch(req.raw);
}
