/**
 * DEMO ONLY. Where documents lie that people decide over: in the data folder, each under its SHA-256. The register has the digests alone.
 * A host of life keeps them encrypted, and only as long as it must.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECURITY_HEADERS } from './static-files.mjs';

const MOST_OCTETS = 5 * 1024 * 1024;
const PATH = /^\/demo\/identity-documents\/sha256:([0-9a-f]{64})$/;

const refuse = (status) => new Response(null, { status, headers: SECURITY_HEADERS });

/** `PUT` by whoever is signed in, `GET` by whom `mayRead` lets. Answers undefined for any other path. */
export function createIdentityDocuments({ folder, authenticate, mayRead }) {
  return async function fetch(request) {
    const { pathname, origin } = new URL(request.url);
    const [, digest] = PATH.exec(pathname) ?? [];
    if (digest === undefined) return undefined;
    const principal = authenticate(request);
    if (principal === null) return refuse(401);
    if (request.method === 'GET') return mayRead(principal) ? answer(join(folder, digest)) : refuse(403);
    if (request.method !== 'PUT') return refuse(405);
    if (request.headers.get('origin') !== origin) return refuse(403);
    return keep(request, digest, folder);
  };
}

async function keep(request, digest, folder) {
  if (!(Number(request.headers.get('content-length')) <= MOST_OCTETS)) return refuse(413);
  const octets = new Uint8Array(await request.arrayBuffer());
  if (octets.length > MOST_OCTETS) return refuse(413);
  if (createHash('sha256').update(octets).digest('hex') !== digest) return refuse(422);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, digest), octets, { mode: 0o600 });
  return refuse(204);
}

/** As a download: nothing that somebody handed in runs or shows in this page. */
async function answer(file) {
  const octets = await readFile(file).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (octets === undefined) return refuse(404);
  const headers = { ...SECURITY_HEADERS, 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
  return new Response(octets, { headers: { ...headers, 'cache-control': 'no-store' } });
}
