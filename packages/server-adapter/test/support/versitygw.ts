import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REGION = 'eu-central-1';

/** versitygw, a server of the S3 protocol over a folder (github.com/versity/versitygw), on a port of its own. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where the objects of the bucket lie as files. */
  readonly folder: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** The program; undefined where it is not installed. */
export function findVersitygw(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), join(process.env['HOME'] ?? '/root', 'go/bin')];
  return folders.map((folder) => join(folder, 'versitygw')).find((path) => existsSync(path));
}

/** `describe` where the program is installed; a named skip where it is not. */
export function describeOnVersitygw(title: string, suite: () => void): void {
  const present = findVersitygw() !== undefined;
  (present ? describe : describe.skip)(present ? title : `${title} (skipped: versitygw is not installed)`, suite);
}

export async function startVersitygw(): Promise<S3Server> {
  const program = findVersitygw();
  if (program === undefined) throw new Error('versitygw is not installed');
  const root = mkdtempSync(join(tmpdir(), 'sealkit-s3-'));
  const bucket = 'seals';
  const folder = join(root, 'data', bucket);
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const credentials = { accessKeyId: 'AKTEST', secretAccessKey: 'planted-secret-of-the-object-store' };
  let running: ChildProcess | undefined;
  const server: S3Server = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    region: REGION,
    credentials,
    folder,
    async start() {
      const env = { ...process.env, ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.secretAccessKey };
      const words = ['--quiet', '--region', REGION, '--port', `127.0.0.1:${port}`, 'posix', join(root, 'data')];
      running = spawn(program, words, { env, cwd: root, stdio: 'ignore' });
      await answering(server.endpoint);
    },
    async stop() {
      if (running === undefined || running.exitCode !== null) return;
      const ended = once(running, 'close');
      running.kill('SIGKILL');
      await ended;
    },
    async remove() {
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

async function answering(endpoint: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await fetch(endpoint);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('versitygw does not answer');
}
