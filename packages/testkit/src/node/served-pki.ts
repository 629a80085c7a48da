import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bytes } from '@sealkit/core/bytes';
import { webCryptoSigner } from '@sealkit/core/crypto';
import { type HttpClient, PortError, type SignatureAlgorithm, type Signer } from '@sealkit/core/ports';
import { parsePem } from '@sealkit/core/x509';
import { JUDGES } from './judges.ts';

/** Keys, certificates and CRLs that are not ours, in a folder. */
export interface OutsidePki {
  readonly folder: string;
  file(name: string): string;
  certificates(name: string): readonly Bytes[];
  signer(name: string, algorithm: SignatureAlgorithm): Signer;
}

/** The same with time-stamp authority, OCSP and CRL, on loopback. */
export interface ServedPki extends OutsidePki {
  readonly url: string;
  readonly http: HttpClient;
  stop(): Promise<void>;
}

/** Makes a PKI in a folder that the caller removes. @param port of the services that certificates name. */
export function makeOutsidePki(folder: string, port?: number): OutsidePki {
  execFileSync(join(JUDGES, 'pki/make-test-pki'), [folder, ...(port === undefined ? [] : ['--port', String(port)])], { stdio: 'ignore' });
  const read = (name: string): readonly Bytes[] => parsePem(readFileSync(join(folder, name), 'utf8')).map(({ der }) => der);
  return {
    folder,
    file: (name) => join(folder, name),
    certificates: read,
    signer: (name, algorithm) => {
      const [privateKey] = read(`keys/${name}.key.pem`);
      if (privateKey === undefined) throw new TypeError(`expected a key ${name}`);
      return webCryptoSigner({ privateKey, certificates: [...read(`certs/${name}.pem`), ...read('certs/chain.pem')], algorithm });
    },
  };
}

/** Makes a PKI in a folder of its own and serves it. @param faults of the services, as `serve-pki` names them. */
export async function servePki(faults: readonly string[] = []): Promise<ServedPki> {
  const port = await freePort();
  const pki = makeOutsidePki(mkdtempSync(join(tmpdir(), 'sealkit-pki-')), port);
  const words = [pki.folder, '--port', String(port), ...faults.flatMap((fault) => ['--fault', fault])];
  const server = spawn(join(JUDGES, 'pki/serve-pki'), words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await readyUrl(server);
  return {
    ...pki,
    url,
    http: fetchClient(5000),
    stop: async () => {
      const ended = new Promise((done) => server.once('exit', done));
      server.kill();
      await ended;
      rmSync(pki.folder, { recursive: true, force: true });
    },
  };
}

/** A client for tests, over the runtime's own `fetch`: no guard, but a time limit and the length that is asked for. */
export function fetchClient(timeout: number): HttpClient {
  return {
    send: async ({ url, method, body, contentType, accept, headers: further, maxLength }) => {
      try {
        const headers = {
          ...further,
          ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
          ...(accept === undefined ? {} : { Accept: accept }),
        };
        const answer = await fetch(url, {
          method,
          headers,
          ...(body === undefined ? {} : { body: new Uint8Array(body) }),
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        });
        const octets = new Uint8Array(await answer.arrayBuffer());
        if (octets.length > maxLength) throw new PortError('http', 'HTTP_TOO_LARGE', 'too large', { retryable: false });
        return {
          status: answer.status,
          contentType: (answer.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
          body: octets,
        };
      } catch (cause) {
        if (cause instanceof PortError) throw cause;
        throw new PortError('http', 'HTTP_UNREACHABLE', 'no answer', { retryable: true, cause });
      }
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    server.once('exit', () => fail(new Error(`serve-pki ended: ${said}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /ready (\S+)/.exec(said)?.[1];
      if (url !== undefined) done(url);
    });
  });
}
