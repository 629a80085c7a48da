import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeBase64 } from '@sealkit/core/bytes';
import type { WebhookPayload } from '../../src/index.ts';

export const SECRET = `whsec_${encodeBase64(new Uint8Array(32).fill(7))}`;

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly payload: WebhookPayload;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** How the next requests are answered; 204 at first. */
  answerWith(answer: number | ((response: ServerResponse) => void)): void;
  close(): Promise<void>;
}

/** A server that takes webhooks on the loopback interface. */
export async function openReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ path: request.url ?? '', headers: request.headers, body, payload: JSON.parse(body || 'null') as WebhookPayload });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answerWith: (next) => {
      answer = typeof next === 'number' ? (response) => response.writeHead(next).end() : next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
