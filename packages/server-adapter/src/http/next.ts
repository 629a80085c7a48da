import type { Mounted } from './mounted-listener.ts';

type RouteHandler = (request: Request) => Promise<Response>;

/**
 * Handlers for a catch-all route of Next.js (App Router), such as `app/seal/[...path]/route.ts`; it needs the runtime `nodejs`. Fits by
 * type: a route handler takes a `Request` and answers a `Response`. It was not run inside of Next.js.
 *
 * @example
 * export const runtime = 'nodejs';
 * export const { GET, POST } = nextHandlers(adapter); // createAdapter({ basePath: '/seal', … })
 */
export function nextHandlers(adapter: Mounted): { readonly GET: RouteHandler; readonly POST: RouteHandler } {
  const handle: RouteHandler = (request) => adapter.fetch(request);
  return { GET: handle, POST: handle };
}
