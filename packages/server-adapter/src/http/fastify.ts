import type { FastifyInstance } from 'fastify';
import { type Mounted, mountedListener } from './mounted-listener.ts';

/**
 * A plugin for Fastify 5. Within it no body is parsed, whatever the host parses elsewhere.
 *
 * @example
 * await app.register(fastifyPlugin(adapter), { prefix: '/seal' }); // createAdapter({ basePath: '/seal', … })
 */
export function fastifyPlugin(adapter: Mounted): (instance: FastifyInstance) => Promise<void> {
  const listen = mountedListener(adapter);
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', (_request, _payload, done) => done(null));
    instance.all('/*', async (request, reply) => {
      reply.hijack();
      await listen(request.raw, reply.raw);
    });
  };
}
