import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePem } from '@sealkit/core/x509';

export interface CmpMockServer {
  readonly url: string;
  close(): void;
}

/** Whether openssl has CMP with its mock server (3.0 and later, unless it was left out). */
export function hasCmpMockServer(): boolean {
  const { stdout, stderr } = spawnSync('openssl', ['cmp', '-help'], { encoding: 'utf8' });
  return `${stdout}${stderr}`.includes('-srv_ref');
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** OpenSSL's own mock server, answering with one certificate. */
export async function startCmpMockServer(certificate: Uint8Array, ca: Uint8Array, more: readonly string[] = []): Promise<CmpMockServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-cmp-server-'));
  const pem = (name: string, der: Uint8Array): string => {
    writeFileSync(join(folder, name), encodePem('CERTIFICATE', der));
    return join(folder, name);
  };
  const child = spawn(
    'openssl',
    [
      'cmp',
      '-port',
      String(port),
      '-verbosity',
      '4',
      '-config',
      '',
      '-rsp_cert',
      pem('leaf.pem', certificate),
      '-rsp_extracerts',
      pem('ca.pem', ca),
      ...more,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('ACCEPT')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => reject(new Error(`expected a mock server, got ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
