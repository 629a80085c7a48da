import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Mounted, mountedListener } from './mounted-listener.ts';

/** A context of Koa, as far as the binding needs it. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly originalUrl: string;
  respond?: boolean;
}

/**
 * Middleware for Koa 3: answers what lies below `basePath`, which is the adapter's, and leaves the rest to others. Mount it before
 * body parsers; a body that was read already is answered with 500 and the reason.
 *
 * @example
 * app.use(koaMiddleware(adapter, { basePath: '/seal' }));
 */
export function koaMiddleware(
  adapter: Mounted,
  { basePath = '' }: { readonly basePath?: string } = {},
): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  const listen = mountedListener(adapter);
  return async (context, next) => {
    if (!context.originalUrl.startsWith(`${basePath}/`)) return void (await next());
    context.respond = false;
    context.req.url = context.originalUrl;
    await listen(context.req, context.res);
  };
}
