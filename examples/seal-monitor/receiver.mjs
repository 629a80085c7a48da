import { createServer } from 'node:http';

/** Messages are far smaller; what is longer is none. */
const MAX_BODY = 64 * 1024;

/** The HTTP server that takes webhooks at `POST /webhooks`. What should be looked at because of one, is looked at after the answer. */
export function createReceiver(monitor, onFailure) {
  return createServer((request, response) => {
    const answer = (status) => response.writeHead(status).end();
    if (request.method !== 'POST' || request.url !== '/webhooks') return answer(404);
    const chunks = [];
    let length = 0;
    request.on('data', (chunk) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
    });
    request.on('end', () => {
      if (length > MAX_BODY) return answer(413);
      try {
        const status = monitor.receive(request.headers, Buffer.concat(chunks).toString('utf8'));
        answer(status);
        if (status === 204) monitor.look().catch(onFailure);
      } catch (error) {
        // Nothing was remembered: the message comes again.
        answer(500);
        onFailure(error);
      }
    });
  });
}
