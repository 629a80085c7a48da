import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { getRequestListener } from '@hono/node-server';
import Koa from 'koa';
import type { EnvelopeView } from '@sealkit/core/protocol';
import { expressHandler } from '../src/http/express.ts';
import { fastifyPlugin } from '../src/http/fastify.ts';
import { honoHandler } from '../src/http/hono.ts';
import { koaMiddleware } from '../src/http/koa.ts';
import { nextHandlers } from '../src/http/next.ts';
import { nodeListener } from '../src/http/node.ts';
import type { Adapter } from '../src/index.ts';
import { createWorld, sampleDocument, TENANT } from './support/world.ts';

const BASE = '/seal';

/** How each host mounts the adapter, with something of its own beside it; `parsesFirst`: a body parser stands before it. */
interface Host {
  readonly name: string;
  readonly listener: (adapter: Adapter, parsesFirst: boolean) => Promise<RequestListener>;
  /** What a body that was parsed first comes to. */
  readonly parsed: 'refused' | 'works';
}

const HOSTS: readonly Host[] = [
  {
    name: 'node:http',
    parsed: 'refused',
    listener: (adapter, parsesFirst) => {
      const listen = nodeListener(adapter);
      return Promise.resolve((request, response) => {
        if (request.url === '/own') return void response.end('own');
        if (!parsesFirst) return listen(request, response);
        request.resume().on('end', () => listen(request, response));
      });
    },
  },
  {
    name: 'Express 5',
    parsed: 'refused',
    listener: (adapter, parsesFirst) => {
      const app = express();
      if (parsesFirst) app.use(express.json());
      app.use(BASE, expressHandler(adapter));
      app.get('/own', (_request, response) => void response.send('own'));
      return Promise.resolve(app as unknown as RequestListener);
    },
  },
  {
    name: 'Fastify 5',
    // Fastify parses for its routes alone, and not for those of the plugin.
    parsed: 'works',
    listener: async (adapter) => {
      const app = fastify({ serverFactory: (handler) => createServer(handler) });
      await app.register(fastifyPlugin(adapter), { prefix: BASE });
      app.get('/own', () => 'own');
      await app.ready();
      return (request, response) => app.routing(request, response);
    },
  },
  {
    name: 'Koa 3',
    parsed: 'refused',
    listener: (adapter, parsesFirst) => {
      const app = new Koa();
      if (parsesFirst) {
        app.use(async (context, next) => {
          for await (const chunk of context.req) if (chunk === undefined) break;
          await next();
        });
      }
      app.use(koaMiddleware(adapter, { basePath: BASE }));
      app.use((context) => void (context.body = 'own'));
      const handle = app.callback();
      return Promise.resolve((request, response) => void handle(request, response));
    },
  },
  {
    name: 'Hono 4',
    parsed: 'refused',
    listener: (adapter, parsesFirst) => {
      const app = new Hono();
      if (parsesFirst) {
        app.use(async (context, next) => {
          if (context.req.method === 'POST') await context.req.json();
          await next();
        });
      }
      app.all(`${BASE}/*`, honoHandler(adapter));
      app.get('/own', (context) => context.text('own'));
      const listen = getRequestListener(app.fetch, { overrideGlobalObjects: false });
      return Promise.resolve((request, response) => void listen(request, response));
    },
  },
];

async function withServer<T>(listener: RequestListener, work: (origin: string) => Promise<T>): Promise<T> {
  const server: Server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  }
}

const authorization = `Bearer ${TENANT}/ada`;

async function envelopeRequest(origin: string): Promise<Request> {
  const document = await sampleDocument();
  const body = { name: 'Lease 合同.pdf', document: { digest: document.digest, length: document.bytes.length, pages: 2 } };
  const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': 'k1' };
  return new Request(`${origin}${BASE}/envelopes`, { method: 'POST', headers, body: JSON.stringify(body) });
}

for (const { name, listener, parsed } of HOSTS) {
  describe(`an adapter mounted in ${name}`, () => {
    it('answers below its path with bodies as they were sent, and leaves the rest to the host', async () => {
      const { adapter } = await createWorld({ basePath: BASE });
      await withServer(await listener(adapter, false), async (origin) => {
        const session = await fetch(`${origin}${BASE}/session?x=1`, { headers: { authorization } });
        expect([session.status, session.headers.get('cache-control')]).to.deep.equal([200, 'no-store']);
        const answer = await fetch(await envelopeRequest(origin));
        expect([answer.status, ((await answer.json()) as EnvelopeView).name]).to.deep.equal([201, 'Lease 合同.pdf']);
        const missing = await fetch(`${origin}${BASE}/nothing`, { headers: { authorization } });
        expect([missing.status, missing.headers.get('content-type')]).to.deep.equal([404, 'application/problem+json; charset=utf-8']);
        const stranger = await fetch(`${origin}${BASE}/session`);
        expect(stranger.status).to.equal(401);
        expect(await (await fetch(`${origin}/own`)).text()).to.equal('own');
      });
    });

    it(`behind a body parser: ${parsed === 'works' ? 'works' : 'says so, at once'}`, async () => {
      const { adapter } = await createWorld({ basePath: BASE });
      await withServer(await listener(adapter, true), async (origin) => {
        const session = await fetch(`${origin}${BASE}/session`, { headers: { authorization } });
        expect(session.status).to.equal(200);
        const answer = await fetch(await envelopeRequest(origin), { signal: AbortSignal.timeout(5000) });
        const body = (await answer.json()) as { readonly code?: string; readonly detail?: string };
        if (parsed === 'works') expect(answer.status).to.equal(201);
        else expect([answer.status, body.code, body.detail?.includes('before body parsers')]).to.deep.equal([500, 'INTERNAL', true]);
      });
    });
  });
}

describe('handlers for a route of Next.js, by type', () => {
  it('take a Request and answer a Response', async () => {
    const { adapter } = await createWorld({ basePath: BASE });
    const { GET, POST } = nextHandlers(adapter);
    const session = await GET(new Request(`https://host.example${BASE}/session`, { headers: { authorization } }));
    expect(session.status).to.equal(200);
    expect((await POST(await envelopeRequest('https://host.example'))).status).to.equal(201);
  });
});
