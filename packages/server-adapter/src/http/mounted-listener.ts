import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { AdapterError } from '../adapter-error.ts';
import { jsonAnswer, toResponse } from './answer.ts';
import { toProblem } from './problem.ts';

/** What is mounted: an adapter, as far as a binding needs it. */
export interface Mounted {
  fetch(request: Request): Promise<Response>;
}

/** Answers a request of node:http; resolves when the answer is written. A body that is gone is answered as such, not waited for. */
export function mountedListener(adapter: Mounted): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const listen = getRequestListener(
    (request, { incoming }) =>
      'readableDidRead' in incoming && incoming.readableDidRead
        ? toResponse(jsonAnswer(500, toProblem(BODY_GONE)))
        : adapter.fetch(request),
    { overrideGlobalObjects: false },
  );
  return async (request, response) => {
    await listen(request, response);
  };
}

const BODY_GONE = new AdapterError('INTERNAL', {
  detail: 'the body was read before it reached the adapter: mount it before body parsers',
});
